// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
public import Store
internal import Tokenization
public import Vault

/// Reading, changing and deleting the cards of a directory (enrollment 10.4 to 10.6).
public struct Cards: Sendable {
    private let store: any DirectoryStore
    private let vault: Vault
    private let clock: any WallClock
    private let notifications: Notifications?

    /// - Parameter notifications: writes what issuers are told; nil: they are told nothing.
    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, notifications: Notifications? = nil
    ) {
        self.notifications = notifications
        self.store = store
        self.vault = vault
        self.clock = clock
    }

    public func read(_ card: Int64, directory: Int64) throws -> CardView {
        let (row, token) = try store.read { reading in
            (try Self.row(card, directory, reading), try reading.token(of: card))
        }
        return try view(row, token: token)
    }

    /// The same for the program that issued the card, wherever it stands.
    public func read(_ card: Int64, issuedBy directory: Int64) throws -> CardView {
        let (row, token) = try store.read { reading in
            guard let row = try reading.card(card), try reading.isIssuer(directory, of: row) else {
                throw DirectoryRefusal.noCard
            }
            return (row, try reading.token(of: card))
        }
        return try view(row, token: token)
    }

    /// The card of a profile that the issuer gave this name (enrollment 12).
    public func id(named externalCardId: String, of consumer: Int64, directory: Int64) throws -> Int64 {
        let row = try store.read { reading in
            try (reading.cards(named: [externalCardId], directory: directory).first ?? nil).flatMap(reading.card)
        }
        guard let row, row.consumer == consumer else { throw DirectoryRefusal.noCard }
        return row.id
    }

    /// Replaces the billing address (enrollment 10.5) and, in the second generation of the API, the expiry (12.3):
    /// nothing else of a card can be changed.
    public func update(
        _ card: Int64, directory: Int64, billingAddress: Address?, expiry: Expiry? = nil, by requestor: Requestor
    ) throws -> CardView {
        let now = clock.now
        return try store.write { [self] writing in
            let old = try Self.row(card, directory, writing)
            var data = try open(old)
            if let billingAddress {
                // The issuer's word counts from here on (enrollment 14).
                data.billingAddress = StoredAddress(billingAddress)
                data.billingCapture = nil
            }
            if let expiry { (data.panExpirationMonth, data.panExpirationYear) = (expiry.monthText, expiry.yearText) }
            var new = old
            new.sealed = vault.seal(data.encoded, as: SealedRow(.card, card))
            try writing.replace(old, by: new)
            try writing.append(audit: audit("card.update", card, directory, requestor, now))
            return try view(new, token: try writing.token(of: card))
        }
    }

    /// Removes a card and its token, and takes it back where it is staged too. The profile stays even when this was its
    /// last card: the same consumer id can be used to enroll the card again, and the policy for empty profiles decides
    /// how long (enrollment 13.5).
    public func delete(
        _ card: Int64, directory: Int64, emptyProfiles: EmptyProfilePolicy, by requestor: Requestor
    ) throws {
        try delete([Place(card: card, directory: directory, emptyProfiles: emptyProfiles)], by: requestor)
    }

    /// Where a card stands that is to be removed.
    public struct Place: Sendable {
        public var card: Int64
        public var directory: Int64
        public var emptyProfiles: EmptyProfilePolicy

        public init(card: Int64, directory: Int64, emptyProfiles: EmptyProfilePolicy) {
            self.card = card
            self.directory = directory
            self.emptyProfiles = emptyProfiles
        }
    }

    /// Removes cards, all of them or, when one is not there, none.
    public func delete(_ places: [Place], by requestor: Requestor) throws {
        let now = clock.now
        try store.write { [self] writing in
            for place in places { try delete(place, by: requestor, at: now, in: writing) }
        }
        notifications?.kept()
    }

    private func delete(
        _ place: Place, by requestor: Requestor, at now: Timestamp, in writing: any DirectoryWriting
    ) throws {
        let directory = place.directory
        let row = try Self.row(place.card, directory, writing)
        if let notifications { try notifications.insertDeactivation(of: [row], to: writing) }
        try writing.delete(card: row)
        try writing.append(audit: audit("card.delete", place.card, directory, requestor, now))
        guard let profile = try writing.consumer(row.consumer) else { return }
        if let name = profile.externalConsumerId {
            _ = try Staging.withdraw(of: name, directory, by: requestor, at: now, in: writing) { staged in
                staged.pan == row.pan
            }
        }
        guard try writing.cards(of: row.consumer).isEmpty else { return }
        try Self.empty(profile, place.emptyProfiles, now, requestor, writing)
    }

    /// Applies the policy to a profile whose last card has just gone.
    private static func empty(
        _ profile: ConsumerRow, _ policy: EmptyProfilePolicy, _ now: Timestamp, _ requestor: Requestor,
        _ writing: any DirectoryWriting
    ) throws {
        if policy == .purgeAtOnce {
            try writing.delete(consumer: profile)
            try writing.append(audit: audit("profile.purge", profile.id, profile.directory, requestor, now))
            return
        }
        var emptied = profile
        emptied.emptySince = now
        try writing.replace(profile, by: emptied)
        if let due = DueActions.purgeDue(of: emptied, emptySince: now, policy: policy) { try writing.insert(due: due) }
    }

    /// The token of a card in clear form; nil while there is none, or while it cannot be used.
    public func paymentToken(of card: Int64) throws -> PaymentToken? {
        guard let row = try store.read({ try $0.token(of: card) }), row.state == .active else { return nil }
        guard let record = try TokenMint(vault: vault).open(row) else {
            throw StoreError(.engine, "the token of card \(row.card) is not readable")
        }
        return PaymentToken(
            number: record.tokenNumber, expirationMonth: record.expirationMonth,
            expirationYear: record.expirationYear, paymentAccountReference: record.paymentAccountReference)
    }

    /// A card in clear form from its rows.
    public func view(_ row: CardRow, token: TokenRow?) throws -> CardView {
        CardView(row: row, card: try open(row), token: try token.map(view))
    }

    // MARK: Helpers

    private static func row(_ id: Int64, _ directory: Int64, _ reading: any DirectoryReading) throws -> CardRow {
        guard let row = try reading.card(id), row.directory == directory else { throw DirectoryRefusal.noCard }
        return row
    }

    private func open(_ row: CardRow) throws -> StoredCard {
        try StoredCard(encoded: vault.open(row.sealed, as: SealedRow(.card, row.id)))
    }

    private func view(_ row: TokenRow) throws -> TokenView {
        guard let record = try TokenMint(vault: vault).open(row) else {
            throw StoreError(.engine, "the token of card \(row.card) is not readable")
        }
        return TokenView(
            state: row.state, tokenUniqueReference: vault.reference48(.token, of: row.card),
            bin: String(record.tokenNumber.prefix(6)),
            lastFour: String(record.tokenNumber.suffix(4)), expirationMonth: record.expirationMonth,
            expirationYear: record.expirationYear, paymentAccountReference: record.paymentAccountReference)
    }
}
