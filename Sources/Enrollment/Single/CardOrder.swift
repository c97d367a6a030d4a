// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import Directory
public import Store

/// One card to enroll for one consumer, checked and in clear form (enrollment 6.4).
public struct CardOrder: Sendable {
    public var directory: Int64
    public var settings: ProgramSettings
    public var consumer: Consumer
    public var card: EnrolledCard
    /// The issuer's names, where it gave them.
    public var externalConsumerId: ExternalID?
    public var externalCardId: ExternalID?
    /// In the second generation the issuer's name is the card's key: a card has one (enrollment 17).
    public var generation: APIGeneration
    public var requestor: Requestor
    /// The row of a staged card that this enrolls: it is provisioned in the same transaction (enrollment 9.4).
    public var staged: Int64?

    public init(
        directory: Int64, settings: ProgramSettings, consumer: Consumer, card: EnrolledCard,
        externalConsumerId: ExternalID?, externalCardId: ExternalID?, generation: APIGeneration, requestor: Requestor
    ) {
        self.directory = directory
        self.settings = settings
        self.consumer = consumer
        self.card = card
        self.externalConsumerId = externalConsumerId
        self.externalCardId = externalCardId
        self.generation = generation
        self.requestor = requestor
    }
}

/// What an enrollment came to: the rows as they are on disk.
public struct CardOutcome: Sendable {
    public var consumer: ConsumerRow
    public var card: CardRow
    /// Nil while there is no token.
    public var token: TokenRow?
}
