// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A code of two letters out of a list, packed into two bytes.
struct TwoLetters: Sendable, Hashable {
    private let high: UInt8
    private let low: UInt8

    /// One bit for each of the 26 * 26 codes.
    struct Table: Sendable {
        fileprivate var rows = InlineArray<26, UInt32>(repeating: 0)

        /// - Parameter codes: codes with a space between them.
        init(_ codes: String, first: UInt8) {
            for code in codes.utf8.split(separator: UInt8(ascii: " ")) {
                let letters = Array(code)
                precondition(letters.count == 2, "two letters")
                rows[Int(letters[0] - first)] |= 1 << UInt32(letters[1] - first)
            }
        }
    }

    /// Nil unless `utf8` is a code of the table. `first` is the letter that the alphabet begins with.
    init?(_ utf8: UnsafeBufferPointer<UInt8>, _ table: Table, first: UInt8) {
        guard utf8.count == 2, utf8[0] &- first < 26, utf8[1] &- first < 26,
            table.rows[Int(utf8[0] - first)] >> UInt32(utf8[1] - first) & 1 == 1
        else { return nil }
        high = utf8[0]
        low = utf8[1]
    }

    var text: String { String(decoding: [high, low], as: UTF8.self) }
}
