// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import ClickToPay
public import Directory
internal import SignIn
public import Store
public import Vault

/// What is kept of a consumer, for the consumer to see, and addresses to take back (enrollment 14; checkout 6.3).
///
/// No method may be called from a completion of the store: they wait for it.
public struct AccountData: Sendable {
    private static let consentsMax = 200

    private let store: any DirectoryStore
    private let vault: Vault
    private let clock: any WallClock
    private let entropy: any EntropySource
    private let profiles: Profiles
    private let notifications: Notifications?

    /// - Parameter notifications: writes what issuers are told; nil: they are told nothing.
    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, entropy: any EntropySource,
        notifications: Notifications?
    ) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.entropy = entropy
        self.notifications = notifications
        profiles = Profiles(store: store, vault: vault, clock: clock)
    }

    /// What is kept in one directory.
    public struct Kept: Sendable {
        public var profile: ProfileView
        public var consents: [KeptConsent]
        public var addresses: [KeptAddress]
    }

    /// Of every profile that may be used, the general directory's first.
    public func list(of session: AccountSession) throws -> [Kept] {
        try session.signedIn.profiles.filter { $0.status == .active }.compactMap { row in
            guard let profile = try read(row) else { return nil }
            let consents = try store.read { try $0.consents(of: row.id, limit: Self.consentsMax) }
            return Kept(
                profile: profile, consents: KeptConsent.all(profile.consumer, consents), addresses: addresses(profile))
        }
    }

    /// Nil: it was deleted a moment ago.
    private func read(_ row: ConsumerRow) throws -> ProfileView? {
        do {
            return try profiles.read(row.id, directory: row.directory)
        } catch DirectoryRefusal.noProfile {
            return nil
        }
    }

    private func addresses(_ profile: ProfileView) -> [KeptAddress] {
        var kept = profile.cards.compactMap { view -> KeptAddress? in
            guard view.row.status != .cancelled, let address = view.card.billingAddress else { return nil }
            let id = Place.billing(card: view.row.id).text(vault)
            return KeptAddress(
                id: id, kind: .billing(lastFour: String(view.card.clearPAN.suffix(4))),
                masked: MaskedAddress(address, id), isCaptured: view.card.billingCapture != nil)
        }
        if let address = profile.consumer.shippingAddress {
            let id = Place.shipping(consumer: profile.row.id).text(vault)
            kept.append(
                KeptAddress(
                    id: id, kind: .shipping, masked: MaskedAddress(address, id),
                    isCaptured: profile.consumer.shippingCapture != nil))
        }
        return kept
    }

    // MARK: Taking back

    /// Where an address is kept.
    private enum Place {
        case billing(card: Int64)
        case shipping(consumer: Int64)

        func text(_ vault: Vault) -> String {
            switch self {
            case .billing(let card): "billing-" + vault.publicID(.card, of: card)
            case .shipping(let consumer): "shipping-" + vault.publicID(.consumer, of: consumer)
            }
        }

        init?(text: String, _ vault: Vault) {
            let parts = text.split(separator: "-", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            switch parts[0] {
            case "billing":
                guard let card = vault.row(of: String(parts[1]), kind: .card) else { return nil }
                self = .billing(card: card)
            case "shipping":
                guard let consumer = vault.row(of: String(parts[1]), kind: .consumer) else { return nil }
                self = .shipping(consumer: consumer)
            default: return nil
            }
        }
    }

    /// Removes an address that was typed at a checkout. The issuer is told that the field has changed, as when it was
    /// stored.
    ///
    /// - Throws: `AccountRefusal.notFound`.
    public func removeAddress(_ id: String, of session: AccountSession) throws {
        guard let place = Place(text: id, vault) else { throw AccountRefusal.notFound }
        let own = Set(session.profiles)
        let now = clock.now
        let requestor = AccountParty.requestor(entropy)
        try store.write { [vault, notifications] writing in
            let (field, profile, card) =
                switch place {
                case .billing(let card): try Self.clearBilling(of: card, own, vault, writing)
                case .shipping(let consumer): try Self.clearShipping(of: consumer, own, vault, writing)
                }
            try writing.append(
                audit: AuditRow(
                    at: now, directory: profile.directory, actor: requestor.actor, action: "address.delete",
                    subject: profile.id, correlation: requestor.srcCorrelationId))
            // Issuers are told of cards: a profile without one has nothing to be told of.
            guard let card else { return }
            try notifications?.insertDataUpdate(
                of: card, fields: [field], srcCorrelationId: requestor.srcCorrelationId, to: writing)
        }
        notifications?.kept()
    }

    private typealias Cleared = (field: String, profile: ConsumerRow, card: CardRow?)

    private static func clearBilling(
        of card: Int64, _ own: Set<Int64>, _ vault: Vault, _ writing: any DirectoryWriting
    ) throws -> Cleared {
        guard let row = try writing.card(card), own.contains(row.consumer),
            let profile = try writing.consumer(row.consumer)
        else { throw AccountRefusal.notFound }
        var data = try StoredCard(encoded: vault.open(row.sealed, as: SealedRow(.card, card)))
        guard data.billingCapture != nil else { throw AccountRefusal.notFound }
        (data.billingAddress, data.billingCapture) = (nil, nil)
        var new = row
        new.sealed = vault.seal(data.encoded, as: SealedRow(.card, card))
        try writing.replace(row, by: new)
        return ("billingAddress", profile, new)
    }

    private static func clearShipping(
        of consumer: Int64, _ own: Set<Int64>, _ vault: Vault, _ writing: any DirectoryWriting
    ) throws -> Cleared {
        guard own.contains(consumer), let row = try writing.consumer(consumer) else { throw AccountRefusal.notFound }
        var data = try StoredConsumer(encoded: vault.open(row.sealed, as: SealedRow(.consumer, consumer)))
        guard data.shippingCapture != nil else { throw AccountRefusal.notFound }
        (data.shippingAddress, data.shippingCapture) = (nil, nil)
        var new = row
        new.sealed = vault.seal(data.encoded, as: SealedRow(.consumer, consumer))
        try writing.replace(row, by: new)
        return ("shippingAddress", new, try writing.cards(of: consumer).first { $0.status != .cancelled })
    }
}
