// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import PhoneNumbers
public import Store
internal import Tokenization
public import Vault

/// A profile and its cards in clear form, for the time of an answer.
public struct ProfileView: Sendable {
    public var row: ConsumerRow
    public var consumer: StoredConsumer
    public var cards: [CardView]
}

/// A card in clear form, for the time of an answer.
public struct CardView: Sendable {
    public var row: CardRow
    public var card: StoredCard
    /// Nil while there is no token.
    public var token: TokenView?
}

/// What of a token may be shown with its card.
public struct TokenView: Sendable {
    public var state: TokenRow.State
    public var tokenUniqueReference: String
    public var bin: String
    public var lastFour: String
    public var expirationMonth: String
    public var expirationYear: String
    public var paymentAccountReference: String
}

/// Who changes something: for the audit.
public struct Requestor: Sendable {
    /// The client's `srcClientId`.
    public var actor: String
    public var srcCorrelationId: String

    public init(actor: String, srcCorrelationId: String) {
        self.actor = actor
        self.srcCorrelationId = srcCorrelationId
    }
}

/// Reading, changing and deleting the profiles of a directory (enrollment 10).
public struct Profiles: Sendable {
    private let store: any DirectoryStore
    private let vault: Vault
    private let clock: any WallClock
    private let cards: Cards
    private let notifications: Notifications?

    /// - Parameter notifications: writes what issuers are told; nil: they are told nothing.
    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, notifications: Notifications? = nil
    ) {
        self.notifications = notifications
        self.store = store
        self.vault = vault
        self.clock = clock
        cards = Cards(store: store, vault: vault, clock: clock)
    }

    /// A profile with its live cards.
    public func read(_ consumer: Int64, directory: Int64) throws -> ProfileView {
        let (row, rows) = try store.read { reading in
            let row = try Self.row(consumer, directory, reading)
            return (row, try reading.heldCards(by: row.id))
        }
        return try view(row, rows)
    }

    /// A profile in clear form from its row and its cards.
    public func view(_ row: ConsumerRow, _ held: [HeldCard]) throws -> ProfileView {
        ProfileView(
            row: row, consumer: try open(row), cards: try held.map { try cards.view($0.card, token: $0.token) })
    }

    /// The profile that the issuer gave this name (enrollment 12).
    public func id(named externalConsumerId: String, directory: Int64) throws -> Int64 {
        let found = try store.read { try $0.consumers(named: [externalConsumerId], directory: directory) }
        guard let id = found.first ?? nil else { throw DirectoryRefusal.noProfile }
        return id
    }

    /// A profile in clear form from its row, without its cards.
    public func view(_ row: ConsumerRow) throws -> ProfileView {
        ProfileView(row: row, consumer: try open(row), cards: [])
    }

    /// Changes the members that the patch names. A new email or mobile number takes the profile along: the old one
    /// stops finding it at once.
    ///
    /// - Parameter compliance: consents to replace, the others stay.
    public func update(
        _ consumer: Int64, directory: Int64, patch: ConsumerPatch, compliance: ComplianceSettings?,
        by requestor: Requestor
    ) throws -> ProfileView {
        let now = clock.now
        return try store.write { [self] writing in
            let old = try Self.row(consumer, directory, writing)
            var data = try open(old)
            try data.apply(patch, compliance: compliance, now: now)
            var new = old
            if patch.isLinked || patch.email != .keep || patch.mobile != .keep {
                (new.email, new.mobile, new.moreIdentifiers) = vault.identifiers(
                    of: try data.identitySet(), directory: directory)
            }
            try Self.refuseTaken(old, new, isLinked: patch.isLinked, writing)
            new.sealed = vault.seal(data.encoded, as: SealedRow(.consumer, consumer))
            try writing.replace(old, by: new)
            try writing.append(audit: audit("profile.update", consumer, directory, requestor, now))
            return ProfileView(row: new, consumer: data, cards: [])
        }
    }

    /// Removes a profile with its cards and tokens, and takes back what is staged for it: an opt-out is one of both
    /// (enrollment 9.4). An audit row without personal data stays.
    public func delete(_ consumer: Int64, directory: Int64, by requestor: Requestor) throws {
        let now = clock.now
        try store.write { [self] writing in
            try delete(consumer, directory: directory, by: requestor, at: now, in: writing)
        }
        kept()
    }

    /// The same inside a job of the caller's, who says `kept` when that is on disk.
    public func delete(
        _ consumer: Int64, directory: Int64, by requestor: Requestor, at now: Timestamp,
        in writing: any DirectoryWriting
    ) throws {
        let row = try Self.row(consumer, directory, writing)
        if let notifications {
            try notifications.insertDeactivation(of: try writing.cards(of: consumer), to: writing)
        }
        try writing.delete(consumer: row)
        if let name = row.externalConsumerId {
            _ = try Staging.withdraw(of: name, directory, by: requestor, at: now, in: writing)
        }
        try writing.append(audit: audit("profile.delete", consumer, directory, requestor, now))
    }

    /// What issuers are told is on disk.
    public func kept() { notifications?.kept() }

    // MARK: Helpers

    private static func row(_ id: Int64, _ directory: Int64, _ reading: any DirectoryReading) throws -> ConsumerRow {
        guard let row = try reading.consumer(id), row.directory == directory else { throw DirectoryRefusal.noProfile }
        return row
    }

    private func open(_ row: ConsumerRow) throws -> StoredConsumer {
        try StoredConsumer(encoded: vault.open(row.sealed, as: SealedRow(.consumer, row.id)))
    }

    private static func refuseTaken(
        _ old: ConsumerRow, _ new: ConsumerRow, isLinked: Bool, _ writing: any DirectoryWriting
    ) throws {
        var taken: (kind: BlindIndexKind, owner: Int64)?
        for identifier in new.identifiers where !old.isIdentified(by: identifier.index, identifier.kind) {
            let found = try writing.consumers(
                identifiedBy: [identifier.index], kind: identifier.kind, directory: new.directory)
            guard let owner = found.first.flatMap({ $0?.id }), owner != new.id else { continue }
            if let taken, taken.owner != owner { throw DirectoryRefusal.ambiguousIdentity }
            if taken == nil { taken = (identifier.kind, owner) }
        }
        guard let taken else { return }
        if isLinked { throw DirectoryRefusal.identityTaken }
        throw taken.kind == .email ? DirectoryRefusal.emailTaken : DirectoryRefusal.mobileTaken
    }
}

/// An audit row for something that a client did.
package func audit(
    _ action: String, _ subject: Int64, _ directory: Int64, _ requestor: Requestor, _ now: Timestamp
) -> AuditRow {
    AuditRow(
        at: now, directory: directory, actor: requestor.actor, action: action, subject: subject,
        correlation: requestor.srcCorrelationId)
}
