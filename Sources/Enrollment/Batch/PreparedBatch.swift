// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import Store

/// A batch whose records were checked, fingerprinted and sealed: all that can be done without looking into the
/// directory. It holds no clear personal data.
struct PreparedBatch: Sendable {
    var header: BatchHeader
    var kind = BatchKind()
    var cardsPerProfileMax: Int
    /// What becomes of a profile that loses its last card to one of the batch.
    var emptyProfiles = EmptyProfilePolicy.keep
    /// A profile that has some of a consumer's identifiers gets the others (enrollment 13.3).
    var attaches = false
    var consumers: [PreparedConsumer]
    /// The batch as a whole cannot be run: why.
    var failure: String?
    /// Cardholders are told of their cards.
    var tellsCardholders = false
    /// Writes what the issuer is told; nil when it wants to be told nothing.
    var notifications: Notifications?

    /// The issuer has decided about its cards: they are not to be asked about again.
    var isDecided = false

    var cardCount: Int { consumers.reduce(0) { $0 + $1.cards.count } }
}

/// A consumer of a batch, with a row ready to be inserted should the profile be new.
struct PreparedConsumer: Sendable {
    var externalConsumerId: String
    /// It was given by `linkedIdentities` (enrollment 11).
    var isLinked = false
    /// A fault of the consumer fails each of its cards.
    var fault: ServiceError?
    /// Nil when there is a fault.
    var row: ConsumerRow?
    var cards: [PreparedCard]
}

/// A card of a batch, with rows ready to be inserted should the card be new.
struct PreparedCard: Sendable {
    var externalCardId: String
    var fault: ServiceError?
    /// Nil when there is a fault; its `consumer` is filled in once the profile is known.
    var row: CardRow?
    var token: TokenRow?
    /// The row when the card is staged instead; then there is no token.
    var staged: StagedCardRow?
    /// The issuer declined it, and wants to be told.
    var declined: DeclinedCard?
    /// Its issuer decides, and was not asked because the card was there.
    var isUndecided = false
    /// Sandbox: the record stays IN_PROGRESS until this much time has passed since the batch was accepted.
    var delay: Duration?
    /// Sandbox: the token is suspended this long after the card was added.
    var suspendAfter: Duration?
}
