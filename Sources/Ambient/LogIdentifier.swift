// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// An opaque identifier that may stand in a log: 1 to 64 of `A-Z a-z 0-9 . _ : # -`, and not a bare number of 12 to 19
/// digits, which could be a PAN. Give it what the system made (request, batch and key ids, codes), never what a person
/// typed.
public struct LogIdentifier: Sendable, Hashable {
    let text: String

    /// Nil when `text` is not of the form above.
    public init?(_ text: String) {
        guard (1...64).contains(text.utf8.count) else { return nil }
        var digitCount = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digitCount += 1
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "#"), UInt8(ascii: "-"):
                break
            default:
                return nil
            }
        }
        if digitCount == text.utf8.count, (12...19).contains(digitCount) { return nil }
        self.text = text
    }
}
