// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import Tokenization

/// A card for which a token is wanted, as its issuer is asked about it (processing 7.2).
public struct AuthorizationRequest: Sendable, Confidential {
    public var directory: Int64
    /// The row number that the card has or will have: references and the correlation id come from it.
    public var card: Int64
    public var pan: PAN
    public var expiry: Expiry

    public init(directory: Int64, card: Int64, pan: PAN, expiry: Expiry) {
        self.directory = directory
        self.card = card
        self.pan = pan
        self.expiry = expiry
    }

    public var maskedText: String { pan.maskedText }
}

/// Who decides about the tokens of a program in place of the stand-in rule: the issuer's own server, or its processor.
public protocol AuthorizationPoint: Sendable {
    /// Whether the cards of a directory are decided here.
    func decides(for directory: Int64) -> Bool

    /// Asks and waits, no longer than the program's limit. No answer, a late one and one that makes no sense are
    /// `noResponse`. Called from several threads at once.
    func decide(_ request: AuthorizationRequest) -> TokenizationDecision
}
