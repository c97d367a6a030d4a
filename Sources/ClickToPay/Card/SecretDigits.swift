// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A few digits that must not be seen, packed into a number.
struct SecretDigits: Sendable, Hashable {
    private let number: UInt32
    private let count: UInt8

    /// Nil unless `utf8` is that many digits, at most nine.
    init?(_ utf8: UnsafeBufferPointer<UInt8>, _ counts: ClosedRange<Int>) {
        guard counts.contains(utf8.count), utf8.count <= 9, utf8.areAll(\.isDigit) else { return nil }
        var number: UInt32 = 0
        for byte in utf8 { number = number * 10 + UInt32(byte - UInt8(ascii: "0")) }
        self.number = number
        count = UInt8(utf8.count)
    }

    var text: String {
        let digits = String(number)
        return String(repeating: "0", count: Int(count) - digits.utf8.count) + digits
    }
}
