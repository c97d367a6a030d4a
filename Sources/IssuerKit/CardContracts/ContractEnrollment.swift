// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
internal import WireJSON

/// A card that its issuer knows by the processor's number alone, and what goes along with it (processing 3.2).
public struct ContractCard: Sendable, Hashable {
    public var cardContractId: CardContractID
    public var cardholderFullName: String?
    public var cardholderFirstName: String?
    public var cardholderLastName: String?
    public var billingAddress: Address?

    public init(cardContractId: CardContractID) {
        self.cardContractId = cardContractId
    }

    func writeMembers(to writer: inout JSONWriter) {
        writer.key("cardContractId")
        writer.int(cardContractId.value)
        writer.member("cardholderFullName", cardholderFullName)
        writer.member("cardholderFirstName", cardholderFirstName)
        writer.member("cardholderLastName", cardholderLastName)
        if let billingAddress {
            writer.key("billingAddress")
            billingAddress.writeRevealed(to: &writer)
        }
    }
}

/// A consumer with cards to be enrolled in a batch, all by the processor's numbers (processing 4).
public struct ContractConsumer: Sendable, Hashable {
    public var externalConsumerId: ExternalID
    public var consumer: Consumer
    public var cards: [(externalCardId: ExternalID, card: ContractCard)] {
        get { entries.map { ($0.externalCardId, $0.card) } }
        set { entries = newValue.map { Entry(externalCardId: $0.externalCardId, card: $0.card) } }
    }
    private var entries: [Entry]

    private struct Entry: Sendable, Hashable {
        var externalCardId: ExternalID
        var card: ContractCard
    }

    public init(
        externalConsumerId: ExternalID, consumer: Consumer, cards: [(externalCardId: ExternalID, card: ContractCard)]
    ) {
        self.externalConsumerId = externalConsumerId
        self.consumer = consumer
        entries = cards.map { Entry(externalCardId: $0.externalCardId, card: $0.card) }
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("externalConsumerId", externalConsumerId.value)
            consumer.writeRevealedMembers(to: &writer)
            writer.array("cards") { writer in
                for entry in entries {
                    writer.object { writer in
                        writer.member("externalCardId", entry.externalCardId.value)
                        entry.card.writeMembers(to: &writer)
                    }
                }
            }
        }
    }
}

/// What became of a card that was to be enrolled (processing 14).
public enum ContractOutcome: Sendable {
    case enrolled(CardResponse)
    /// It has a token of Click to Pay: nothing was sent.
    case alreadyEnabled(ListedToken)
    /// Blocked, lost, not activated or expired: nothing was sent.
    case notInOrder(CardContractState)
}
