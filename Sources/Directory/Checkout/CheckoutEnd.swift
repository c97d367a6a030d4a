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

    /// It is not completed.
    public static func end(_ row: CheckoutRow, at now: Timestamp, in writing: any DirectoryWriting) throws {
        var row = row
        // Another checkout may have been completed with the card: then it is the consumer's.
        let isUsed = try writing.cardUse(of: row.card).map { $0.uses > 0 } ?? false
        switch row.made {
        case .nothing: break
        case .card where isUsed, .profile where isUsed: break
        case .card: if let card = try writing.card(row.card) { try writing.delete(card: card) }
        case .profile:
            // Somebody may have put another card there meanwhile.
            let others = try writing.cards(of: row.consumer).filter { $0.id != row.card }
            if others.isEmpty {
                try removeConsumer(of: row, in: writing)
            } else if let card = try writing.card(row.card) {
                try writing.delete(card: card)
            }
        case .guest: try removeConsumer(of: row, in: writing)
        }
        row.state = .ended
        row.made = .nothing
        row.sealed = []
        row.settled = now
        try writing.update(checkout: row)
    }

    private static func removeConsumer(of row: CheckoutRow, in writing: any DirectoryWriting) throws {
        if let consumer = try writing.consumer(row.consumer) { try writing.delete(consumer: consumer) }
    }
}
