// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A name that an issuer gives to a batch, a consumer or a card: 1 to 64 letters, digits, dots, underscores, colons and
/// dashes (enrollment 1.2). It is kept and shown in clear, so one that contains a card number is refused.
public struct ExternalID: WireText, Hashable {
    public static let charactersMax = 64

    public let value: String

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard !utf8.isEmpty, utf8.count <= Self.charactersMax else { throw .format("must have 1 to 64 characters") }
        var digits = 0
        var digitsMost = 0
        for byte in utf8 {
            digits = byte.isDigit ? digits + 1 : 0
            digitsMost = max(digitsMost, digits)
            let allowed =
                byte.isAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
            guard allowed else { throw .format("must consist of letters, digits and . _ : -") }
        }
        if digitsMost >= Self.panDigits.lowerBound, Self.containsPAN(utf8) {
            throw .value("must not contain a card number")
        }
        value = utf8.text
    }

    private static let panDigits = 13...19

    /// Whether a run of digits, taken as a whole and without the zeros it may be padded with, is a card number.
    private static func containsPAN(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        while start < utf8.count {
            var end = start
            while end < utf8.count, utf8[end].isDigit { end += 1 }
            var first = start
            while first < end, utf8[first] == UInt8(ascii: "0") { first += 1 }
            let run = utf8.slice(first..<end)
            if panDigits.contains(run.count), Luhn.isValid(run), AccountRange.of(digits: run) != nil { return true }
            start = end + 1
        }
        return false
    }
}
