// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Store

/// The end of a checkout: what it holds goes, and what it made in the directory where it came to nothing. Issuers are
/// told of the tokens that go with it.
public struct CheckoutEnd: Sendable {
    /// So many open checkouts of a consumer are looked at.
    private static let openMax = 100

    private let notifications: Notifications?

    /// - Parameter notifications: writes what issuers are told; nil: they are told nothing.
    public init(notifications: Notifications?) {
        self.notifications = notifications
    }

    /// Its time is over. A checkout that was completed stays completed: its shop may still confirm it.
    public func expire(_ row: CheckoutRow, at now: Timestamp, in writing: any DirectoryWriting) throws {
        if row.state == .open { return try end(row, at: now, in: writing) }
        var row = row
        if row.made == .guest { try removeConsumer(row.consumer, in: writing) }
        row.sealed = []
        try writing.update(checkout: row)
    }

    /// It is not completed.
    public func end(_ row: CheckoutRow, at now: Timestamp, in writing: any DirectoryWriting) throws {
        var row = row
        try release(row.made, card: row.card, consumer: row.consumer, of: row.id, in: writing)
        row.state = .ended
        row.made = .nothing
        row.sealed = []
        row.settled = now
        try writing.update(checkout: row)
    }

    /// Takes back what was made for a checkout, unless somebody else needs it.
    ///
    /// - Parameter checkout: nil: the checkout did not come about.
    public func release(
        _ made: CheckoutRow.Made, card: Int64, consumer: Int64, of checkout: Int64?, in writing: any DirectoryWriting
    ) throws {
        switch made {
        case .nothing: return
        case .guest: return try removeConsumer(consumer, in: writing)
        case .card, .profile: break
        }
        // Another checkout may have been completed with the card: then it is the consumer's.
        if let use = try writing.cardUse(of: card), use.uses > 0 { return }
        let others = try writing.openCheckouts(of: consumer, limit: Self.openMax).filter { $0.id != checkout }
        // Another may be open with it: what was made is that one's to keep or to take back.
        if var heir = others.first(where: { $0.card == card }) {
            heir.made = made
            return try writing.update(checkout: heir)
        }
        let isAlone = try writing.cards(of: consumer).allSatisfy { $0.id == card }
        if made == .profile, isAlone { return try removeConsumer(consumer, in: writing) }
        if let row = try writing.card(card) {
            try notifications?.insertDeactivation(of: [row], to: writing)
            try writing.delete(card: row)
        }
        // Another that is open has put a card into the profile meanwhile: the profile goes with the last of both.
        guard made == .profile, var heir = others.first(where: { $0.made == .card }) else { return }
        heir.made = .profile
        try writing.update(checkout: heir)
    }

    private func removeConsumer(_ id: Int64, in writing: any DirectoryWriting) throws {
        guard let consumer = try writing.consumer(id) else { return }
        try notifications?.insertDeactivation(of: try writing.cards(of: id), to: writing)
        try writing.delete(consumer: consumer)
    }
}
