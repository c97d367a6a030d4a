// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Store
internal import Vault

/// Puts one prepared card into the directory inside the writer's transaction. The place is looked up again here: the
/// writer runs one job at a time, so of two equal calls at once the second finds what the first has made (enrollment
/// 17).
struct CardCommit {
    /// The card that was there is gone, and no token was asked for: to be started again.
    struct Stale: Error {}

    var consumer: ConsumerRow
    /// Its `consumer` is filled in once the profile is known.
    var card: CardRow
    /// The card's data, for a card that is there and is refreshed.
    var stored: StoredCard
    /// Nil when the card was there at the first look.
    var token: TokenRow?
    var isTokenized: Bool
    var suspendAfter: Duration?
    /// The staged card that this is, when it is one.
    var staged: Int64?
    /// The receipt that stands for the card, when one does.
    var receipt: ReceiptUse?
    /// The directory of the program that issued the card, when it is another than the card's.
    var issuer: Int64?
    /// The consumer has typed the card.
    var isTyped: Bool
    /// The consumer is the owner of a profile, which must still be there.
    var isOwner: Bool
    /// What the owner has accepted with this card.
    var consents: ComplianceSettings?
    var cardsMax: Int
    /// What becomes of a profile that loses its last card to this one.
    var emptyProfiles: EmptyProfilePolicy
    var generation: APIGeneration
    /// The consumer was given by `linkedIdentities`.
    var isLinked: Bool
    /// A profile that has some of the consumer's identifiers gets the others.
    var attaches: Bool
    var requestor: Requestor
    /// The cardholder is told of the card.
    var isCardholderTold: Bool
    /// Writes what the issuer is told; nil when it wants to be told nothing.
    var notifications: Notifications?
    var vault: Vault
    var now: Timestamp

    func apply(to writing: any DirectoryWriting) throws -> CardOutcome {
        guard let receipt else { return try enroll(in: writing) }
        let used = try receipt.take(in: writing)
        let outcome = try enroll(in: writing)
        try receipt.settle(used, outcome, in: writing)
        return outcome
    }

    private func enroll(in writing: any DirectoryWriting) throws -> CardOutcome {
        guard let staged else { return try place(in: writing) }
        // Declined or taken back a moment ago: then there is nothing to enroll.
        guard let row = try writing.stagedCard(staged), row.state == .staged else { throw DirectoryRefusal.noCard }
        let outcome = try place(in: writing)
        try writing.replace(
            row, by: row.ended(as: .provisioned, at: now, consumer: outcome.consumer.id, card: outcome.card.id))
        return outcome
    }

    private func place(in writing: any DirectoryWriting) throws -> CardOutcome {
        let placement = try CardPlacement.find(
            consumer, pan: card.pan, externalCardId: card.externalCardId, cardsMax: cardsMax, generation: generation,
            isLinked: isLinked, attaching: attaches, in: writing)
        switch placement {
        case .refused(let error): throw error
        case .existing(let row, let profile, let namesProfile, let naming):
            // Whoever knows a number could ask the general directory: its issuer alone learns and changes anything.
            if let issuer, !isTyped, try !writing.isIssuer(issuer, of: row) {
                throw DirectoryRefusal.cardOfAnotherIssuer
            }
            return try keep(row, of: profile, namesProfile: namesProfile, naming, in: writing)
        case .newCard(let profile, let namesProfile):
            guard isTokenized else { throw Stale() }
            return try add(to: named(profile, namesProfile, in: writing), in: writing)
        case .newProfile:
            guard !isOwner else { throw DirectoryRefusal.noProfile }
            guard isTokenized else { throw Stale() }
            try writing.insert(consumers: [consumer])
            return try add(to: consumer, in: writing)
        }
    }

    private func add(to profile: ConsumerRow, in writing: any DirectoryWriting) throws -> CardOutcome {
        var row = card
        row.consumer = profile.id
        try takeName(for: profile, in: writing)
        try writing.insert(cards: [row])
        if let issuer { try writing.insert(issuer: issuer, ofCard: row.id, directory: row.directory) }
        if let token { try insert(token, of: row, profile, in: writing) }
        if isCardholderTold, let due = DueActions.tellDue(of: row, token: token, at: now) {
            try writing.insert(due: due)
        }
        if let suspendAfter {
            try writing.insert(
                due: DueRow(
                    kind: DueKind.suspendToken.rawValue, subject: row.id, directory: row.directory,
                    due: now.advanced(by: suspendAfter)))
        }
        try note("card.enroll", row, in: writing)
        return CardOutcome(consumer: profile, card: row, token: token, isRepeated: false)
    }

    /// A cancelled card that has the name goes: it gives the name up to the one that follows it.
    private func takeName(for profile: ConsumerRow, in writing: any DirectoryWriting) throws {
        guard let name = card.externalCardId,
            let holder = try writing.cards(named: [name], directory: card.directory).first ?? nil,
            let cancelled = try writing.card(holder), cancelled.status == .cancelled
        else { return }
        try writing.delete(card: cancelled)
        guard cancelled.consumer != profile.id, try writing.cards(of: cancelled.consumer).isEmpty,
            let old = try writing.consumer(cancelled.consumer)
        else { return }
        var emptied = old
        emptied.emptySince = now
        try writing.replace(old, by: emptied)
        if let due = DueActions.purgeDue(of: emptied, emptySince: now, policy: emptyProfiles) {
            try writing.insert(due: due)
        }
    }

    private func insert(
        _ token: TokenRow, of row: CardRow, _ profile: ConsumerRow, in writing: any DirectoryWriting
    ) throws {
        try writing.insert(tokens: [token])
        guard let notifications else { return }
        try writing.insert(
            notifications: notifications.enrolled(
                row, token: token, externalConsumerId: profile.externalConsumerId, issuer: issuer))
    }

    /// The profile with what this card brings it: a name when it had none, identifiers where that is allowed, and the
    /// end of being empty.
    private func named(
        _ profile: ConsumerRow, _ namesProfile: Bool, in writing: any DirectoryWriting
    ) throws -> ConsumerRow {
        var new = attaches ? try ProfileAttachment.attach(consumer, to: profile, vault) : profile
        new.emptySince = nil
        if namesProfile { new.externalConsumerId = consumer.externalConsumerId }
        try accept(in: &new)
        if new != profile { try writing.replace(profile, by: new) }
        return new
    }

    /// Consents are kept with the profile; what it has already is not written again.
    private func accept(in profile: inout ConsumerRow) throws {
        guard let consents else { return }
        let place = SealedRow(.consumer, profile.id)
        let before = try StoredConsumer(encoded: vault.open(profile.sealed, as: place))
        var after = before
        after.accept(consents, now: now)
        guard after.compliance != before.compliance else { return }
        profile.sealed = vault.seal(after.encoded, as: place)
    }

    /// A card that is there keeps its ids; expiry, names and billing address are taken from the call (enrollment 6.7).
    private func keep(
        _ old: CardRow, of profile: ConsumerRow, namesProfile: Bool, _ naming: CardAddition.Naming,
        in writing: any DirectoryWriting
    ) throws -> CardOutcome {
        let profile = try named(profile, namesProfile, in: writing)
        let before = try StoredCard(encoded: vault.open(old.sealed, as: SealedRow(.card, old.id)))
        let after = before.refreshed(from: stored)
        var new = old
        if after != before { new.sealed = vault.seal(after.encoded, as: SealedRow(.card, old.id)) }
        if naming != .keep { try takeName(for: profile, in: writing) }
        if naming == .first { new.externalCardId = card.externalCardId }
        if new != old { try writing.replace(old, by: new) }
        if naming == .alias, let name = card.externalCardId {
            try writing.alias(card: old.id, externalCardId: name, directory: old.directory)
        }
        if new != old || naming != .keep { try note("card.refresh", new, in: writing) }
        return CardOutcome(
            consumer: profile, card: new, token: try writing.token(of: old.id), isRepeated: true)
    }

    private func note(_ action: String, _ row: CardRow, in writing: any DirectoryWriting) throws {
        try writing.append(
            audit: AuditRow(
                at: now, directory: row.directory, actor: requestor.actor, action: action, subject: row.id,
                correlation: requestor.srcCorrelationId))
    }
}

extension StoredCard {
    /// What a repeated enrollment makes of a card: its expiry, and whatever else the call has.
    fileprivate func refreshed(from newer: StoredCard) -> StoredCard {
        var card = self
        card.panExpirationMonth = newer.panExpirationMonth
        card.panExpirationYear = newer.panExpirationYear
        card.cardholderFullName = newer.cardholderFullName ?? cardholderFullName
        card.cardholderFirstName = newer.cardholderFirstName ?? cardholderFirstName
        card.cardholderLastName = newer.cardholderLastName ?? cardholderLastName
        if let address = newer.billingAddress {
            card.billingAddress = address
            card.billingCapture = nil
        }
        return card
    }
}
