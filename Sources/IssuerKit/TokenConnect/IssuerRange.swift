// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay

/// A range of the issuer's own cards, both ends included, as 19 digits. Token Connect names ranges by their starts
/// alone; where they end only the issuer knows (token-connect 3).
public struct IssuerRange: Sendable, Hashable {
    public let start: AccountRangeStart
    public let end: AccountRangeStart

    /// Nil when `end` comes before `start`.
    public init?(start: AccountRangeStart, end: AccountRangeStart) {
        guard start <= end else { return nil }
        self.start = start
        self.end = end
    }

    /// All cards whose numbers begin with these 9 to 19 digits.
    ///
    /// - Throws: a sentence about the digits.
    public init(prefix digits: String) throws(ValueFault) {
        start = try AccountRangeStart(digits)
        end = try AccountRangeStart(
            digits + String(repeating: "9", count: AccountRangeStart.digits - digits.utf8.count))
    }

    func holds(_ pan: PAN) -> Bool {
        pan.withRevealedDigits { digits in
            guard let padded = try? AccountRangeStart(utf8: digits) else { return false }
            return start <= padded && padded <= end
        }
    }
}
