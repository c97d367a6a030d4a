// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What can fall due. The numbers are kept in the store and never change their meaning.
public enum DueKind: Int64, Sendable {
    /// A batch has records that waited; the subject is the batch.
    case resumeBatch = 1
    /// Sandbox: the token of a card is suspended; the subject is the card.
    case suspendToken = 2
    /// A profile may still be empty and is then removed; the subject is the consumer.
    case purgeProfile = 3
    /// A cardholder is told that a card was added; the subject is the card.
    case tellCardholder = 4
}
