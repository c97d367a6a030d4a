// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Store

/// The end of a checkout: what it holds goes, and what it made in the directory where it came to nothing.
public enum CheckoutEnd {
    /// Its time is over. A checkout that was completed stays completed: its shop may still confirm it.
    public static func expire(_ row: CheckoutRow, at now: Timestamp, in writing: any DirectoryWriting) throws {
        if row.state == .open { return try end(row, at: now, in: writing) }
        var row = row
        if row.made == .guest { try removeConsumer(of: row, in: writing) }
        row.sealed = []
        try writing.update(checkout: row)
    }

    /// So many open checkouts of a consumer are looked at.
    private static let openMax = 100

    /// It is not completed.
    public static func end(_ row: CheckoutRow, at now: Timestamp, in writing: any DirectoryWriting) throws {
        var row = row
        // Another checkout may have been completed with the card: then it is the consumer's.
        let isUsed = try writing.cardUse(of: row.card).map { $0.uses > 0 } ?? false
        switch row.made {
        case .nothing: break
        case .card where isUsed, .profile where isUsed: break
        case .card, .profile:
            if try !handOver(row, in: writing) { try takeBack(row, in: writing) }
        case .guest: try removeConsumer(of: row, in: writing)
        }
        row.state = .ended
        row.made = .nothing
        row.sealed = []
        row.settled = now
        try writing.update(checkout: row)
    }

    /// Another checkout may be open with the card: what this one has made is that one's to keep or to take back.
    private static func handOver(_ row: CheckoutRow, in writing: any DirectoryWriting) throws -> Bool {
        guard var heir = try others(than: row, in: writing).first(where: { $0.card == row.card }) else { return false }
        heir.made = row.made
        try writing.update(checkout: heir)
        return true
    }

    private static func takeBack(_ row: CheckoutRow, in writing: any DirectoryWriting) throws {
        let isAlone = try writing.cards(of: row.consumer).allSatisfy { $0.id == row.card }
        if row.made == .profile, isAlone { return try removeConsumer(of: row, in: writing) }
        if let card = try writing.card(row.card) { try writing.delete(card: card) }
        // Another checkout that is open has put a card into the profile meanwhile: it goes with the last of both.
        guard row.made == .profile, var heir = try others(than: row, in: writing).first(where: { $0.made == .card })
        else { return }
        heir.made = .profile
        try writing.update(checkout: heir)
    }

    private static func others(than row: CheckoutRow, in writing: any DirectoryWriting) throws -> [CheckoutRow] {
        try writing.openCheckouts(of: row.consumer, limit: openMax).filter { $0.id != row.id }
    }

    private static func removeConsumer(of row: CheckoutRow, in writing: any DirectoryWriting) throws {
        if let consumer = try writing.consumer(row.consumer) { try writing.delete(consumer: consumer) }
    }
}
