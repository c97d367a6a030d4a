// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
public import Directory
public import Store
public import Vault

/// Gives shops what they pay with (checkout 4.9).
public struct TransactionCredentials: Sendable {
    /// What was given, with what may be shown beside it.
    public struct Given: Sendable {
        public var row: CheckoutRow
        public var session: CheckoutSession
        public var facts: CheckoutFacts
        /// To be encrypted to the shop's key.
        public var payload: CheckoutPayload
    }

    private let store: any DirectoryStore
    private let vault: Vault
    private let clock: any WallClock
    private let codes: SecurityCodes
    private let making: PayloadMaking

    /// - Parameter programs: the settings of the program of a directory.
    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, entropy: any EntropySource,
        codes: SecurityCodes, programs: @escaping @Sendable (Int64) -> ProgramSettings?
    ) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.codes = codes
        making = PayloadMaking(vault: vault, entropy: entropy, codes: codes, programs: programs)
    }

    /// Each call within the checkout's time gives the same token with a fresh cryptogram; what belongs to this checkout
    /// alone is in the first answer, and gone with it (checkout 4.9, 6.3).
    ///
    /// - Parameters:
    ///   - client: who calls.
    ///   - card: the row of the card; nil: the id is none.
    /// - Throws: a `ServiceError` of the table in checkout 4.9.
    public func give(_ request: CredentialsRequest, client: String, card: Int64?) throws -> Given {
        let given = try store.write { [self] writing in
            let now = clock.now
            let row = try checkout(request, client, now, in: writing)
            guard let card, row.card == card,
                let facts = try CheckoutFacts.read(card: card, consumer: row.consumer, in: writing, vault)
            else { throw CheckoutEligibility.fault(.cardNotFound, "There is no such card in this checkout.") }
            if let fault = facts.eligibility(CalendarMonth(now)).credentialsFault { throw fault }
            let session = try CheckoutSession(row, vault)
            let made = try making.payload(facts, session, checkout: row.id, now: now, in: writing)
            var after = row
            after.sealed = session.spent.sealed(vault, as: row.id)
            // A guest's token must outlive what was made with it.
            if row.made == .guest { after.expires = max(row.expires, made.expires) }
            try writing.update(checkout: after)
            try writing.append(
                audit: AuditRow(
                    at: now, directory: row.directory, actor: client, action: "checkout.credentials", subject: row.card,
                    correlation: row.correlation))
            return Given(row: after, session: session, facts: facts, payload: made.payload)
        }
        codes.remove(of: given.row.id)
        return given
    }

    /// The checkout that a shop names, when credentials may be had of it.
    private func checkout(
        _ request: CredentialsRequest, _ client: String, _ now: Timestamp, in reading: any DirectoryReading
    ) throws -> CheckoutRow {
        let correlation = request.srcCorrelationId.value
        guard let row = try reading.checkouts(correlation: correlation, client: client, limit: 1).first else {
            try CheckoutOwner.refuseForeign(correlation, in: reading)
            throw Self.fault(.notFound, "There is no checkout of this srcCorrelationId.")
        }
        guard row.dpa == request.srcDpaId else {
            throw ServiceError(
                .permissionDenied, "The checkout is another shop's.",
                details: [ErrorDetail(.invalidValue, .body, "srcDpaId", "is not the checkout's")])
        }
        guard row.state == .complete else { throw Self.fault(.invalidState, "The checkout is not complete.") }
        if row.isClosed { throw Self.fault(.invalidState, "The checkout was cancelled.") }
        guard !row.sealed.isEmpty, row.expires > now else { throw Self.fault(.expired, "The checkout is over.") }
        return row
    }

    private static func fault(_ reason: DetailReason, _ message: String) -> ServiceError {
        CheckoutEligibility.fault(reason, message, "srcCorrelationId")
    }
}

extension CalendarMonth {
    init(_ instant: Timestamp) {
        let day = instant.day
        self.init(year: day.year, month: day.month)
    }
}
