// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Whose cards they are, for cards that stand in another directory than their issuer's own: those that were pushed into
/// the general directory (enrollment 1.2).
public protocol CardIssuerReading {
    /// The directory of the program that issued a card; nil when the card stands in that directory itself.
    func issuer(ofCard card: Int64) throws(StoreError) -> Int64?
}

/// Writes of the same. The note of a card goes with the card.
public protocol CardIssuerWriting: CardIssuerReading {
    /// Notes the issuer of a card that this job has inserted.
    ///
    /// - Throws: `.conflict` when the card has one.
    func insert(issuer: Int64, ofCard card: Int64, directory: Int64) throws(StoreError)
}

extension CardIssuerReading {
    /// Whether the program of a directory may change the token of a card: it issued it.
    public func isIssuer(_ directory: Int64, of card: CardRow) throws(StoreError) -> Bool {
        if card.directory == directory { return true }
        return try issuer(ofCard: card.id) == directory
    }
}
