// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// A live card with what stands beside it, as one look at its consumer finds them.
public struct HeldCard: Sendable, Equatable {
    public var card: CardRow
    /// Nil while there is none.
    public var token: TokenRow?
    /// As `CardIssuerReading.issuer(ofCard:)`.
    public var issuer: Int64?
    /// When a checkout with it last completed; nil: never.
    public var lastUsed: Timestamp?

    public init(card: CardRow, token: TokenRow? = nil, issuer: Int64? = nil, lastUsed: Timestamp? = nil) {
        self.card = card
        self.token = token
        self.issuer = issuer
        self.lastUsed = lastUsed
    }
}
