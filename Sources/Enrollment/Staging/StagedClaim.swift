// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
public import Directory
internal import PhoneNumbers
public import Store
public import Vault

/// A staged card, as its cardholder may see it.
public struct StagedCardView: Sendable {
    public var row: StagedCardRow
    /// What the issuer said of its cardholder.
    public var consumer: StoredConsumer
    public var card: StoredCard
}

/// What a cardholder does with staged cards after signing in (enrollment 9.4): sees them, takes them, or does not want
/// them. The caller has verified the identifier with a one-time code: before that, nothing may be shown.
public struct StagedClaim: Sendable {
    /// An identifier that was verified.
    public enum Verified: Sendable {
        case email(Email)
        /// Country code and national number together, digits only.
        case mobile(e164: String)
    }

    private let directory: any DirectoryStore
    private let vault: Vault
    private let enrollment: CardEnrollment
    private let clock: any WallClock

    public init(directory: any DirectoryStore, vault: Vault, enrollment: CardEnrollment, clock: any WallClock) {
        self.directory = directory
        self.vault = vault
        self.enrollment = enrollment
        self.clock = clock
    }

    /// The cards staged for whoever has this identifier, but for those whose time is over.
    public func cards(of verified: Verified, directory id: Int64) throws -> [StagedCardView] {
        try cards(rows(of: verified, id))
    }

    /// These cards, but for those whose time is over.
    public func cards(_ rows: [StagedCardRow]) throws -> [StagedCardView] {
        let now = clock.now
        return try rows.filter { $0.expires > now }.map { row in
            let stored = try open(row)
            return StagedCardView(row: row, consumer: stored.consumer, card: stored.card)
        }
    }

    /// Puts a staged card into its cardholder's profile, which is made when there is none. The row and the profile
    /// change in one transaction; a card that is refused stays staged.
    ///
    /// - Parameters:
    ///   - compliance: the terms that the cardholder has accepted now.
    ///   - completion: called once; the failure is a `ServiceError` for the consumer, or a fault of the server.
    public func provision(
        _ staged: Int64, of verified: Verified, directory id: Int64, settings: ProgramSettings,
        compliance: ComplianceSettings?, by requestor: Requestor,
        completion: @escaping @Sendable (Result<CardOutcome, any Error>) -> Void
    ) {
        do {
            let row = try row(staged, of: verified, id)
            let (consumer, card) = try open(row).order(compliance: compliance)
            var order = CardOrder(
                directory: id, settings: settings, consumer: consumer, card: card,
                externalConsumerId: try ExternalID(row.externalConsumerId),
                externalCardId: try ExternalID(row.externalCardId), generation: .v1, requestor: requestor)
            order.staged = staged
            enrollment.enroll(order, completion: completion)
        } catch {
            completion(.failure(error))
        }
    }

    /// The cardholder does not want the card: it is not offered again until the issuer stages it anew.
    public func decline(
        _ staged: Int64, of verified: Verified, directory id: Int64, by requestor: Requestor
    ) throws {
        _ = try row(staged, of: verified, id)
        let now = clock.now
        try directory.write { writing in
            guard try Self.decline(staged, by: requestor, at: now, in: writing) else { throw DirectoryRefusal.noCard }
        }
    }

    /// The same inside a job of the caller's, who has seen to it that the card is the cardholder's. Returns whether it
    /// was still staged.
    @discardableResult
    public static func decline(
        _ staged: Int64, by requestor: Requestor, at now: Timestamp, in writing: any DirectoryWriting
    ) throws -> Bool {
        guard let row = try writing.stagedCard(staged), row.state == .staged else { return false }
        try writing.replace(row, by: row.ended(as: .declined, at: now))
        try writing.append(
            audit: AuditRow(
                at: now, directory: row.directory, actor: requestor.actor, action: "staged.decline", subject: staged,
                correlation: requestor.srcCorrelationId))
        return true
    }

    private func rows(of verified: Verified, _ id: Int64) throws -> [StagedCardRow] {
        switch verified {
        case .email(let email):
            let key = vault.emailIndex(email, directory: id)
            return try directory.read { try $0.stagedCards(identifiedBy: key, kind: .email, directory: id) }
        case .mobile(let e164):
            guard let mobile = PhoneNumberRules.kept(e164: e164) else { return [] }
            let key = vault.mobileIndex(mobile, directory: id)
            return try directory.read { try $0.stagedCards(identifiedBy: key, kind: .mobile, directory: id) }
        }
    }

    /// The row, when the identifier is its own and its time is not over.
    private func row(_ staged: Int64, of verified: Verified, _ id: Int64) throws -> StagedCardRow {
        let now = clock.now
        guard let row = try rows(of: verified, id).first(where: { $0.id == staged }), row.expires > now else {
            throw DirectoryRefusal.noCard
        }
        return row
    }

    private func open(_ row: StagedCardRow) throws -> StoredStagedCard {
        try StoredStagedCard(encoded: vault.open(row.sealed, as: SealedRow(.staged, row.id)))
    }
}
