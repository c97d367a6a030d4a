// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Store

/// Carries out what falls due in the directory. Each action checks that it still applies: between setting it and its
/// time, a consumer may have come back and a card may have gone.
public struct DueActions {
    /// Suspends the token of a card and with it the card (enrollment 13.6). The issuer is told when it wants to be;
    /// returns whether it is.
    @discardableResult
    public static func suspendToken(
        of card: Int64, notifications: Notifications? = nil, in writing: any DirectoryWriting
    ) throws -> Bool {
        guard let row = try writing.card(card), row.status == .active, var token = try writing.token(of: card) else {
            return false
        }
        token.state = .suspended
        token.suspenders.insert(.issuer)
        try writing.replace(token: token)
        var suspended = row
        suspended.status = .suspended
        try writing.replace(row, by: suspended)
        guard let notifications else { return false }
        return try notifications.insertUpdate(of: suspended, token: token, .suspended, to: writing)
    }

    /// The wish to tell a cardholder of a card that was just added. A token that waits for its issuer is not told of.
    public static func tellDue(of card: CardRow, token: TokenRow?, at now: Timestamp) -> DueRow? {
        guard let token, token.state == .active else { return nil }
        return DueRow(kind: DueKind.tellCardholder.rawValue, subject: card.id, directory: card.directory, due: now)
    }

    /// The card that a cardholder is to be told of; nil when it went, or was stopped, at once.
    public static func addedCard(_ card: Int64, in reading: any DirectoryReading) throws -> AddedCard? {
        guard let row = try reading.card(card), row.status == .active, let consumer = try reading.consumer(row.consumer)
        else { return nil }
        return AddedCard(
            card: row, consumer: consumer, issuer: try reading.issuer(ofCard: card) ?? row.directory)
    }

    /// What falls due for a profile that lost its last card at `emptySince`; nil when it may stay (enrollment 13.5).
    public static func purgeDue(of profile: ConsumerRow, emptySince: Timestamp, policy: EmptyProfilePolicy) -> DueRow? {
        let days: Int
        switch policy {
        case .keep: return nil
        case .purgeAtOnce: days = 0
        case .purgeAfterDays(let after): days = after
        }
        return DueRow(
            kind: DueKind.purgeProfile.rawValue, subject: profile.id, directory: profile.directory,
            due: emptySince.advanced(by: .seconds(days * 86_400)))
    }

    /// Removes a profile that has been empty for as long as its program's policy says; when it has not, asks again at
    /// the time when it would be (enrollment 13.5).
    public static func purge(
        consumer: Int64, policy: EmptyProfilePolicy, now: Timestamp, in writing: any DirectoryWriting
    ) throws {
        guard let row = try writing.consumer(consumer), let emptySince = row.emptySince,
            let due = purgeDue(of: row, emptySince: emptySince, policy: policy)
        else { return }
        if due.due > now { return try writing.insert(due: due) }
        try writing.delete(consumer: row)
        try writing.append(
            audit: AuditRow(
                at: now, directory: row.directory, actor: "muster", action: "profile.purge", subject: row.id,
                correlation: ""))
    }
}

/// A card that was added, and whom to tell of it.
public struct AddedCard: Sendable {
    public var card: CardRow
    public var consumer: ConsumerRow
    /// The directory of the program that issued the card.
    public var issuer: Int64
}
