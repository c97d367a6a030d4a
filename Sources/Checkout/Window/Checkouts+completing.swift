// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Store
internal import Vault
internal import Verification

/// Whether a job has written something that an issuer is to be told.
final class Told: @unchecked Sendable {
    // The job writes it on the store's thread before the caller reads it.
    var value = false
}

/// The end of a checkout: what it leaves in the directory, all of it in one job (checkout 6.3).
extension Checkouts {
    func complete(
        _ row: CheckoutRow, _ session: CheckoutSession, _ told: Told, at now: Timestamp,
        in writing: any DirectoryWriting
    ) throws -> CheckoutView {
        var (row, session) = (row, session)
        try adopt(&row, &session, in: writing)
        guard let before = try facts(row, in: writing), before.isUsable(today) else {
            return try end(row, session, as: .error, at: now, in: writing)
        }
        try clear(before, session, row, in: writing, at: now)
        guard var facts = try facts(row, in: writing), facts.eligibility(today).atCheckout == .proceed else {
            return try end(row, session, as: .error, at: now, in: writing)
        }
        session.action = .complete
        if session.bearer == nil { session.visitor = nil }
        try keepConsents(&facts, session, row, at: now, in: writing)
        try keepData(&facts, &session, row, told, at: now, in: writing)
        var use = facts.use ?? CardUseRow(card: facts.card.id, directory: facts.card.directory)
        use.uses += 1
        use.lastUsed = now
        try writing.put(cardUse: use)
        facts.use = use
        row.state = .complete
        row.settled = now
        row.expires = now.advanced(by: Self.lifetime)
        if row.made != .guest { row.made = .nothing }
        row.sealed = session.sealed(vault, as: row.id)
        try writing.update(checkout: row)
        try note("checkout.complete", row, at: now, in: writing)
        return CheckoutView(row: row, session: session, facts: facts)
    }

    /// What the answer to a completed checkout holds for its shop alone; nil where it wants masked data only
    /// (checkout 2.11). Each call makes a fresh cryptogram.
    public func payload(_ view: CheckoutView) throws -> CheckoutPayload? {
        guard view.row.state == .complete, view.session.options.payloadType.isEncrypted, view.facts != nil else {
            return nil
        }
        return try store.write { [self] writing in
            guard let facts = try facts(view.row, in: writing) else { return nil }
            return try making.payload(facts, view.session, checkout: view.row.id, now: clock.now, in: writing).payload
        }
    }

    /// - Parameter action: anything but COMPLETE.
    func end(
        _ row: CheckoutRow, _ session: CheckoutSession, as action: CheckoutAction, at now: Timestamp,
        in writing: any DirectoryWriting
    ) throws -> CheckoutView {
        try ending.end(row, at: now, in: writing)
        let visitor = session.visitor
        // Whoever sits there now is somebody else (checkout 5.8).
        if action == .switchConsumer, let token = visitor?.token { try idTokens.retire(token, writing) }
        var session = session.spent
        session.action = action
        session.visitor = visitor
        if session.bearer == nil { session.visitor = nil }
        session.accepted = nil
        session.consented = nil
        session.outcomes = session.requested.map { field in
            CaptureOutcome(
                field: field, isFromCheckout: session.missing.contains(field),
                reason: session.missing.contains(field) ? .notCompleted : .alreadyPresent)
        }
        guard var ended = try writing.checkout(row.id) else {
            throw CheckoutRefusal(.notFound, "The checkout is over.")
        }
        // How it ended can be asked for as long as the window could have been open.
        ended.sealed = session.sealed(vault, as: row.id)
        try writing.update(checkout: ended)
        try note("checkout.end", ended, at: now, in: writing)
        return CheckoutView(row: ended, session: session)
    }

    func facts(_ row: CheckoutRow, in reading: any DirectoryReading) throws -> CheckoutFacts? {
        try facts(card: row.card, consumer: row.consumer, in: reading)
    }

    func facts(card: Int64, consumer: Int64, in reading: any DirectoryReading) throws -> CheckoutFacts? {
        var facts = try CheckoutFacts.read(card: card, consumer: consumer, in: reading, vault)
        facts?.reach = codes.reach
        return facts
    }

    /// What the card waited for and has got now is not pending any more; with the last of it the token is activated
    /// (checkout 5.9; processing 10.1).
    private func clear(
        _ facts: CheckoutFacts, _ session: CheckoutSession, _ row: CheckoutRow, in writing: any DirectoryWriting,
        at now: Timestamp
    ) throws {
        let pending = facts.eligibility(today).pending
        guard !pending.isEmpty else { return }
        var left = pending
        if session.captured.billing != nil { left.remove(.addressCheck) }
        if session.authenticated != nil { left.subtract([.strongAuthentication, .consumerVerification]) }
        guard left != pending else { return }
        if left.isEmpty, facts.token?.state == .inactive {
            return try tokens.apply(
                .activate, toTokenOf: facts.card.id, directory: facts.card.directory, as: .requestor,
                by: requestor(row), at: now, in: writing)
        }
        var data = facts.data
        data.pendingEvents = left.isEmpty ? nil : left.map(\.rawValue).sorted().joined(separator: ",")
        try replace(facts.card, by: data, in: writing)
    }

    /// What was accepted is on file from now on, and not asked for again (checkout 5.5).
    private func keepConsents(
        _ facts: inout CheckoutFacts, _ session: CheckoutSession, _ row: CheckoutRow, at now: Timestamp,
        in writing: any DirectoryWriting
    ) throws {
        guard let accepted = session.accepted, !session.isGuest else { return }
        let known = try writing.consents(of: row.consumer, limit: 200)
        for (kind, uri) in [(ConsentRow.Kind.terms, accepted.termsURI), (.privacy, accepted.privacyURI)] {
            let last = known.first { $0.kind == kind }
            // A shop that says the same each time makes no second record.
            if last?.version == accepted.version, last?.uri == uri { continue }
            try writing.append(consent: consent(kind, row, version: accepted.version, uri: uri, at: accepted.at))
        }
        let newer = ComplianceSettings(
            privacy: Consent(acceptedVersion: accepted.version, latestVersionUri: accepted.privacyURI),
            tnc: Consent(acceptedVersion: accepted.version, latestVersionUri: accepted.termsURI))
        let settings = facts.profile.compliance?.replacing(with: newer) ?? newer
        guard settings != facts.profile.compliance else { return }
        facts.profile.compliance = settings
        facts.profile.complianceTime = accepted.at.milliseconds
        facts.consumer = try replace(facts.consumer, by: facts.profile, in: writing)
    }

    /// What was typed goes to the issuer where it has delegated that and the consumer agrees (checkout 6.2).
    private func keepData(
        _ facts: inout CheckoutFacts, _ session: inout CheckoutSession, _ row: CheckoutRow, _ told: Told,
        at now: Timestamp, in writing: any DirectoryWriting
    ) throws {
        // Delegation as it is now decides, not as it was when the window opened.
        let updates = (programs(facts.card.directory) ?? ProgramSettings()).allowCheckoutUpdates
        var stored: [CaptureField] = []
        session.outcomes = session.requested.map { field in
            let isCaptured = session.captured.has(field)
            let decision = CaptureDecision(
                isRequested: true,
                isPresent: facts.has(field, for: session.options) || session.guest?.has(field) == true,
                isCaptured: isCaptured,
                isDelegated: updates.allows(field) && session.isWhole(field) && !session.isGuest,
                isConsented: session.consented != nil, isCompleted: true)
            if decision.isStored { stored.append(field) }
            return CaptureOutcome(
                field: field, isFromCheckout: isCaptured, reason: decision.reason ?? .notCompleted)
        }
        guard !stored.isEmpty, let consented = session.consented, let version = session.storageVersion else { return }
        let capture = StoredCapture(
            checkout: row.id, consentVersion: version, consentTime: consented.milliseconds)
        if stored.contains(.billingAddress) {
            facts.data.billingAddress = session.captured.billing
            facts.data.billingCapture = capture
            facts.card = try replace(facts.card, by: facts.data, in: writing)
        }
        if stored.contains(.shippingAddress) {
            facts.profile.shippingAddress = session.captured.shipping
            facts.profile.shippingCapture = capture
            facts.consumer = try replace(facts.consumer, by: facts.profile, in: writing)
        }
        let names = stored.map(\.rawValue)
        var agreed = consent(.storage, row, version: version, uri: "", at: consented)
        agreed.fields = names
        try writing.append(consent: agreed)
        try note("checkout.store", row, at: now, in: writing)
        told.value =
            try notifications?.insertDataUpdate(
                of: facts.card, fields: names, srcCorrelationId: row.correlation, to: writing) ?? false
    }

    // MARK: Parts

    private func consent(
        _ kind: ConsentRow.Kind, _ row: CheckoutRow, version: String, uri: String, at instant: Timestamp
    ) -> ConsentRow {
        ConsentRow(
            directory: row.directory, consumer: row.consumer, kind: kind, version: version, uri: uri,
            channel: "CHECKOUT", at: instant, correlation: row.correlation)
    }

    @discardableResult
    private func replace(
        _ old: CardRow, by data: StoredCard, in writing: any DirectoryWriting
    ) throws -> CardRow {
        var new = old
        new.sealed = vault.seal(data.encoded, as: SealedRow(.card, old.id))
        try writing.replace(old, by: new)
        return new
    }

    private func replace(
        _ old: ConsumerRow, by profile: StoredConsumer, in writing: any DirectoryWriting
    ) throws -> ConsumerRow {
        var new = old
        new.sealed = vault.seal(profile.encoded, as: SealedRow(.consumer, old.id))
        try writing.replace(old, by: new)
        return new
    }

    private func requestor(_ row: CheckoutRow) -> Requestor {
        Requestor(actor: row.client, srcCorrelationId: row.correlation)
    }

    private func note(
        _ action: String, _ row: CheckoutRow, at now: Timestamp, in writing: any DirectoryWriting
    ) throws {
        try writing.append(
            audit: AuditRow(
                at: now, directory: row.directory, actor: row.client, action: action, subject: row.card,
                correlation: row.correlation))
    }
}

extension CheckoutFacts {
    /// Whether there is anything but steps in the way.
    fileprivate func isUsable(_ today: CalendarMonth) -> Bool {
        if case .refused = eligibility(today).atCheckout { false } else { true }
    }
}

extension CheckoutSession {
    /// Whether what was typed is all that a directory keeps of such a field.
    fileprivate func isWhole(_ field: CaptureField) -> Bool {
        switch field {
        case .billingAddress: captured.billing.map { !$0.line1.isEmpty } ?? false
        case .shippingAddress: captured.shipping.map { !$0.line1.isEmpty } ?? false
        default: true
        }
    }
}
