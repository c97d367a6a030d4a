// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A primary account number: 12 to 19 digits of a Mastercard or Maestro range, with a right check digit
/// (enrollment 5.4).
///
/// It cannot be encoded or printed by accident: every description is masked, and the digits come out only through the
/// two members whose names begin with `reveal` and `withRevealed`.
public struct PAN: WireText, Hashable, Confidential {
    /// The digits as a number: 19 digits fit, and nothing lies on the heap.
    private let number: UInt64
    private let digitCount: UInt8
    public let scheme: CardScheme

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard utf8.areAll(\.isDigit) else { throw .format("must consist of digits") }
        guard (12...19).contains(utf8.count) else { throw .format("must have 12 to 19 digits") }
        guard Luhn.isValid(utf8) else { throw ValueFault(.invalidPAN, "has a wrong check digit") }
        guard let scheme = AccountRange.of(digits: utf8)?.scheme else {
            throw ValueFault(.panIneligible, "is not in a Mastercard or Maestro range")
        }
        self.scheme = scheme
        digitCount = UInt8(utf8.count)
        var number: UInt64 = 0
        for byte in utf8 { number = number &* 10 &+ UInt64(byte &- UInt8(ascii: "0")) }
        self.number = number
    }

    /// How many digits it has.
    public var count: Int { Int(digitCount) }

    /// The first six digits, which may be shown.
    public var panBin: String {
        withRevealedDigits { $0.slice(0..<6).text }
    }

    /// The last four digits, which may be shown.
    public var panLastFour: String {
        withRevealedDigits { $0.slice(($0.count - 4)..<$0.count).text }
    }

    public var maskedText: String { panLastFour }

    /// All digits in clear. Say at the call why that is needed.
    public func revealDigits() -> String {
        withRevealedDigits { $0.text }
    }

    /// All digits in clear as ASCII, for the time of the closure; they are wiped afterwards.
    public func withRevealedDigits<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var storage = InlineArray<19, UInt8>(repeating: 0)
        var rest = number
        for index in stride(from: count - 1, through: 0, by: -1) {
            storage[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        defer { for index in 0..<19 { storage[index] = 0 } }
        return try storage.span.extracting(first: count).withUnsafeBufferPointer(body)
    }
}
