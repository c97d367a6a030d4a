// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
public import Store
public import Vault

/// What can be done to a token (processing 10.1).
public enum TokenChange: Sendable {
    /// The authentication that was outstanding is done.
    case activate
    case suspend
    case resume
    /// For good: the card is CANCELLED.
    case delete
    /// The card behind the token was replaced.
    case replaceCard(pan: PAN?, expiry: Expiry?)
}

/// Why a token was not changed.
public enum TokenRefusal: Error, Sendable, Equatable {
    /// No such token in this directory, or it is deleted.
    case noToken
    /// The token's state does not allow it.
    case notInThisState
    /// The profile has the new PAN already.
    case panTaken
}

/// Changes of a token and what follows for its card (enrollment 13.6, processing 10). Asking for what is the case
/// already succeeds and changes nothing.
///
/// The issuer is not told of what it did itself (processing 9.2); `notifications` are written for what others do.
public struct TokenLifeCycle: Sendable {
    private let store: any DirectoryStore
    private let vault: Vault
    private let clock: any WallClock
    private let notifications: Notifications?

    public init(store: any DirectoryStore, vault: Vault, clock: any WallClock, notifications: Notifications? = nil) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.notifications = notifications
    }

    /// Changes the token of a card.
    ///
    /// - Parameters:
    ///   - directory: that of the card, or that of the program that issued it.
    ///   - party: who wants it: a token that several parties have suspended needs each of them to be resumed.
    public func apply(
        _ change: TokenChange, toTokenOf card: Int64, directory: Int64, as party: TokenRow.Suspenders,
        by requestor: Requestor
    ) throws {
        let now = clock.now
        let told = notifications(party)
        try store.write { [self] writing in
            try apply(change, toTokenOf: card, directory: directory, as: party, by: requestor, at: now, in: writing)
        }
        told?.kept()
    }

    /// The same inside a job of the caller's. What is told to the issuer is written there too; a change by the issuer
    /// itself or by its card management tells nothing.
    public func apply(
        _ change: TokenChange, toTokenOf card: Int64, directory: Int64, as party: TokenRow.Suspenders,
        by requestor: Requestor, at now: Timestamp, in writing: any DirectoryWriting
    ) throws {
        guard let row = try writing.card(card), try writing.isIssuer(directory, of: row),
            var token = try writing.token(of: card)
        else { throw TokenRefusal.noToken }
        let reason: Notifications.UpdateReason?
        switch change {
        case .activate: reason = try activate(row, &token, in: writing)
        case .suspend: reason = try suspend(row, &token, party, in: writing)
        case .resume: reason = try resume(row, &token, party, in: writing)
        case .delete: reason = try delete(row, in: writing)
        case .replaceCard(let pan, let expiry):
            // A token that waits for authentication is of the card that was asked about.
            guard token.state != .inactive else { throw TokenRefusal.notInThisState }
            reason = try replace(row, pan, expiry, in: writing)
        }
        try writing.append(audit: audit(change.action, card, directory, requestor, now))
        guard let told = notifications(party), let reason else { return }
        try told.insertUpdate(of: row, token: token, reason, to: writing)
    }

    private func notifications(_ party: TokenRow.Suspenders) -> Notifications? {
        party == .issuer || party == .cardManagement ? nil : notifications
    }

    private func activate(
        _ card: CardRow, _ token: inout TokenRow, in writing: any DirectoryWriting
    ) throws -> Notifications.UpdateReason? {
        switch token.state {
        case .active: return nil
        case .suspended: throw TokenRefusal.notInThisState
        case .inactive:
            // Its card may have been blocked before the authentication was done.
            token.state = token.suspenders.isEmpty ? .active : .suspended
            try writing.replace(token: token)
            // Only now the card can be used; whoever tells knows whether the program wants it told.
            if let due = DueActions.tellDue(of: card, token: token, at: clock.now) { try writing.insert(due: due) }
            var data = try open(card)
            data.pendingEvents = nil
            var new = card
            if token.state == .suspended { new.status = .suspended }
            try replace(card, by: data, as: new, in: writing)
            return .resumed
        }
    }

    private func suspend(
        _ card: CardRow, _ token: inout TokenRow, _ party: TokenRow.Suspenders, in writing: any DirectoryWriting
    ) throws -> Notifications.UpdateReason? {
        if token.state == .inactive, party == .cardManagement {
            // Not to be used yet, and not once it is activated either.
            token.suspenders.formUnion(party)
            try writing.replace(token: token)
            return nil
        }
        guard token.state != .inactive else { throw TokenRefusal.notInThisState }
        let wasActive = token.state == .active
        guard wasActive || !token.suspenders.isSuperset(of: party) else { return nil }
        token.state = .suspended
        token.suspenders.formUnion(party)
        try writing.replace(token: token)
        try setStatus(.suspended, of: card, in: writing)
        return wasActive ? .suspended : nil
    }

    private func resume(
        _ card: CardRow, _ token: inout TokenRow, _ party: TokenRow.Suspenders, in writing: any DirectoryWriting
    ) throws -> Notifications.UpdateReason? {
        if token.state == .inactive, party == .cardManagement {
            token.suspenders.subtract(party)
            try writing.replace(token: token)
            return nil
        }
        guard token.state != .inactive else { throw TokenRefusal.notInThisState }
        guard token.state == .suspended, !token.suspenders.isDisjoint(with: party) else { return nil }
        token.suspenders.subtract(party)
        let isFree = token.suspenders.isEmpty
        if isFree { token.state = .active }
        try writing.replace(token: token)
        if isFree { try setStatus(.active, of: card, in: writing) }
        return isFree ? .resumed : nil
    }

    private func delete(_ card: CardRow, in writing: any DirectoryWriting) throws -> Notifications.UpdateReason? {
        try writing.deleteToken(of: card.id)
        try setStatus(.cancelled, of: card, in: writing)
        return .deactivated
    }

    /// The token stays what it is; the card behind it has a new number or a new expiry.
    private func replace(
        _ card: CardRow, _ pan: PAN?, _ expiry: Expiry?, in writing: any DirectoryWriting
    ) throws -> Notifications.UpdateReason? {
        var new = card
        var data = try open(card)
        if let expiry { (data.panExpirationMonth, data.panExpirationYear) = (expiry.monthText, expiry.yearText) }
        if let pan {
            new.pan = vault.panIndex(pan, directory: card.directory)
            let others = try writing.cards(of: card.consumer).filter { $0.id != card.id && $0.status != .cancelled }
            if others.contains(where: { $0.pan == new.pan }) { throw TokenRefusal.panTaken }
            data.clearPAN = pan.revealDigits()
            new.bin = Int64(pan.panBin) ?? 0
            new.lastFour = Int64(pan.panLastFour) ?? 0
        }
        new.sealed = vault.seal(data.encoded, as: SealedRow(.card, card.id))
        try writing.replace(card, by: new)
        return pan == nil ? .expiryUpdate : .panUpdate
    }

    private func setStatus(_ status: CardRow.Status, of card: CardRow, in writing: any DirectoryWriting) throws {
        guard card.status != status else { return }
        var new = card
        new.status = status
        try writing.replace(card, by: new)
    }

    private func open(_ card: CardRow) throws -> StoredCard {
        try StoredCard(encoded: vault.open(card.sealed, as: SealedRow(.card, card.id)))
    }

    private func replace(
        _ card: CardRow, by data: StoredCard, as changed: CardRow, in writing: any DirectoryWriting
    ) throws {
        var new = changed
        new.sealed = vault.seal(data.encoded, as: SealedRow(.card, card.id))
        try writing.replace(card, by: new)
    }
}

extension TokenChange {
    /// The word of the audit.
    fileprivate var action: String {
        switch self {
        case .activate: "token.activate"
        case .suspend: "token.suspend"
        case .resume: "token.resume"
        case .delete: "token.delete"
        case .replaceCard: "token.update"
        }
    }
}
