// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import Directory
public import Store
internal import Tokenization

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
    /// The program that issued the card, where that is not the directory's own: its rules count, it decides, and it is
    /// told (enrollment 1.2: pushes go into the general directory).
    public var issuer: OrderProgram?
    /// The consumer has typed the card's number: one that is in their profile already is kept, whoever issued it.
    public var isTyped = false
    /// The row of the profile that the consumer has proved to own; nil: the identities tell which one it is.
    public var profile: Int64?
    /// The receipt that stands for the card: it is used up in the same transaction.
    var receipt: ReceiptUse?
    /// Sandbox: how the tokenization is to end.
    var prescribed: TokenizationDecision?

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

/// A program with its settings, as an order needs it.
public struct OrderProgram: Sendable {
    public var directory: Int64
    public var settings: ProgramSettings

    public init(directory: Int64, settings: ProgramSettings) {
        self.directory = directory
        self.settings = settings
    }
}

extension CardOrder {
    /// The program that decides about the card.
    var decider: OrderProgram { issuer ?? OrderProgram(directory: directory, settings: settings) }
}

/// What an enrollment came to: the rows as they are on disk.
public struct CardOutcome: Sendable {
    public var consumer: ConsumerRow
    public var card: CardRow
    /// Nil while there is no token.
    public var token: TokenRow?
    /// Whether the card was there before.
    public var isRepeated: Bool
}
