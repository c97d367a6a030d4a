// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Tokenization

/// A card whose tokenization the issuer declined, as far as it may be told. There is no row of it.
public struct DeclinedCard: Sendable {
    /// The row number that the card would have had: its notification's subject.
    public var id: Int64
    public var directory: Int64
    public var bin: Int64
    public var lastFour: Int64
    public var externalConsumerId: String?
    public var externalCardId: String?
    var answer: Answer

    /// What the authorization was answered (processing 7.3, 7.5).
    struct Answer {
        var responseCode: String
        var reason: String
    }

    /// Nil for a refusal that no authorization request was answered with: the network's own rule of who may be in Click
    /// to Pay, or an issuer that did not answer.
    public init?(
        _ refusal: TokenizationDecision.Refusal, id: Int64, directory: Int64, bin: Int64, lastFour: Int64,
        externalConsumerId: String?, externalCardId: String?
    ) {
        switch refusal {
        case .invalidPAN: answer = Answer(responseCode: "14", reason: "CARD_UNKNOWN")
        case .notTokenizable: answer = Answer(responseCode: "05", reason: "PRODUCT_NOT_ELIGIBLE")
        case .declined: answer = Answer(responseCode: "05", reason: "CARD_STATUS")
        case .ineligible, .noResponse: return nil
        }
        self.id = id
        self.directory = directory
        self.bin = bin
        self.lastFour = lastFour
        self.externalConsumerId = externalConsumerId
        self.externalCardId = externalCardId
    }
}
