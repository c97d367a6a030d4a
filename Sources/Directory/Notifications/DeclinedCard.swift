// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Tokenization

/// A card whose tokenization the issuer declined, as far as it may be told. There is no row of it. It is an object, so
/// that a card of a batch that was not declined carries a null pointer and no more.
public final class DeclinedCard: Sendable {
    /// The row number that the card would have had: its notification's subject.
    public let id: Int64
    public let directory: Int64
    public let bin: Int64
    public let lastFour: Int64
    public let externalConsumerId: String?
    public let externalCardId: String?
    let answer: Answer

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
        case .declinedFor(let reason): answer = Answer(responseCode: reason.responseCode, reason: reason.word)
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
