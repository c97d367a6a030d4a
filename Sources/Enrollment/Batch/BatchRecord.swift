// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay

/// One record of a batch: a consumer's card, and what became of it (enrollment 8.3).
public struct BatchRecord: Sendable {
    public enum State: UInt8, Sendable {
        case inProgress = 0
        case successful = 1
        case failed = 2
        /// Successful: the card waits for its cardholder (enrollment 9.3).
        case staged = 3
    }

    public var externalConsumerId: String
    public var externalCardId: String
    public var state: State
    /// The profile's row number, when successful.
    public var consumer: Int64 = 0
    /// The card's row number, when successful.
    public var card: Int64 = 0
    /// The staged card's row number, when staged.
    public var staged: Int64 = 0
    /// Why it failed.
    public var error: ServiceError?

    public init(externalConsumerId: String, externalCardId: String, state: State = .inProgress) {
        self.externalConsumerId = externalConsumerId
        self.externalCardId = externalCardId
        self.state = state
    }

    mutating func succeed(consumer: Int64, card: Int64) {
        state = .successful
        self.consumer = consumer
        self.card = card
    }

    mutating func stage(_ row: Int64) {
        state = .staged
        staged = row
    }

    mutating func fail(_ error: ServiceError) {
        state = .failed
        self.error = error
    }
}
