// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// One consumer of a batch with the cards.
public struct ConsumerRecord: Sendable {
    public var externalConsumerId: ExternalID
    /// Nil exactly when `faults` is not empty.
    public var consumer: Consumer?
    /// What is wrong with the consumer. It fails every card.
    public var faults: [ErrorDetail]
    /// At least one.
    public var cards: [CardRecord]

    public init(externalConsumerId: ExternalID, consumer: Consumer?, faults: [ErrorDetail] = [], cards: [CardRecord]) {
        self.externalConsumerId = externalConsumerId
        self.consumer = consumer
        self.faults = faults
        self.cards = cards
    }
}

/// One card of a batch: the unit that a status is reported for.
public struct CardRecord: Sendable {
    public var externalCardId: ExternalID
    /// Nil exactly when `faults` is not empty.
    public var card: EnrolledCard?
    /// What is wrong with the card. It fails that card only.
    public var faults: [ErrorDetail]

    public init(externalCardId: ExternalID, card: EnrolledCard?, faults: [ErrorDetail] = []) {
        self.externalCardId = externalCardId
        self.card = card
        self.faults = faults
    }

    /// The error that the batch status reports for the card, nil when neither it nor its consumer is at fault.
    public func error(of consumer: ConsumerRecord) -> ServiceError? {
        ServiceError(faults: consumer.faults + faults)
    }
}
