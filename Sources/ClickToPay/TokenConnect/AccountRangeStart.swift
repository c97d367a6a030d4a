// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// The start of a range of card numbers as MDES compares it (token-connect 3.1): 9 to 19 digits, padded to the right
/// with zeros to 19.
///
/// Nineteen digits are more than a double holds and can be more than a signed number does, so they are kept unsigned.
public struct AccountRangeStart: WireText, Hashable, Comparable, CustomStringConvertible {
    public static let digits = 19

    /// The 19 digits as a number; one that begins with zeros is smaller.
    public let number: UInt64

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard (9...Self.digits).contains(utf8.count), utf8.areAll(\.isDigit) else {
            throw .format("must be 9 to 19 digits")
        }
        var number: UInt64 = 0
        for byte in utf8 { number = number * 10 + UInt64(byte - UInt8(ascii: "0")) }
        for _ in utf8.count..<Self.digits { number *= 10 }
        self.number = number
    }

    /// Reads what an answer lists: a JSON number, which is the 19 digits themselves, or a string as older samples have
    /// it. Nil for what is neither.
    init?(_ value: JSONValue) {
        if let number = value.uint64 {
            guard number <= Self.numberMax else { return nil }
            self.number = number
        } else {
            guard let text = value.string, let start = try? AccountRangeStart(text) else { return nil }
            self = start
        }
    }

    private static let numberMax: UInt64 = 9_999_999_999_999_999_999

    /// Nineteen digits.
    public var value: String {
        let digits = String(number)
        return String(repeating: "0", count: Self.digits - digits.utf8.count) + digits
    }

    public var description: String { value }

    public static func < (left: AccountRangeStart, right: AccountRangeStart) -> Bool { left.number < right.number }
}
