// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Enrollment
internal import PhoneNumbers
internal import Store
internal import Vault
internal import Verification

/// What is to be done before a checkout is complete (checkout 4.7, 5.5, 6.2).
extension Checkouts {
    /// Keeps the checkout, and completes it at once when nothing is outstanding.
    func open(
        _ order: CheckoutOrder, _ facts: CheckoutFacts, _ made: CheckoutRow.Made, _ documents: Documents,
        _ securityCode: CardSecurityCode? = nil
    ) throws -> CheckoutView {
        let id = store.reserveCheckoutIDs(1).lowerBound
        let isGuest = made == .guest && order.newcomer.isEmpty
        let completed = Told()
        let view: CheckoutView = try store.write { [self] writing in
            let now = clock.now
            completed.value = false
            // Between the look and here the card may have changed.
            guard
                let facts = try self.facts(card: facts.card.id, consumer: facts.consumer.id, in: writing)
            else { throw CheckoutRefusal(.cardNotRecognized, "The card is gone.") }
            let inherited = try supersede(order, by: facts.card.id, at: now, in: writing)
            let session = try session(
                order, facts, isGuest: isGuest, hasSecurityCode: securityCode != nil, documents, now, in: writing)
            let row = CheckoutRow(
                id: id, correlation: order.srcCorrelationId, client: order.client, dpa: order.dpa,
                directory: facts.card.directory, consumer: facts.consumer.id, card: facts.card.id,
                made: inherited ?? made,
                sealed: session.sealed(vault, as: id), created: now, expires: now.advanced(by: Self.lifetime))
            try writing.insert(checkout: row)
            guard session.steps.isEmpty else { return CheckoutView(row: row, session: session, facts: facts) }
            return try complete(row, session, completed, at: now, in: writing)
        }
        if let securityCode, wantsSecurityCode(view.session, facts) {
            securityCodes.put(securityCode, of: id, until: view.row.expires, now: clock.now)
        }
        return try finished(view, completed)
    }

    /// Ends what is open under the same correlation. What it has made of the same card is this checkout's from now on:
    /// a shop may call again when an answer was lost.
    private func supersede(
        _ order: CheckoutOrder, by card: Int64, at now: Timestamp, in writing: any DirectoryWriting
    ) throws -> CheckoutRow.Made? {
        var inherited: CheckoutRow.Made?
        for var row in try writing.checkouts(correlation: order.srcCorrelationId, client: order.client, limit: 20)
        where row.state == .open {
            if row.card == card, row.made != .nothing {
                inherited = row.made
                row.made = .nothing
            }
            try ending.end(row, at: now, in: writing)
        }
        return inherited
    }

    private func session(
        _ order: CheckoutOrder, _ facts: CheckoutFacts, isGuest: Bool, hasSecurityCode: Bool, _ documents: Documents,
        _ now: Timestamp, in reading: any DirectoryReading
    ) throws -> CheckoutSession {
        let options = order.request.options
        let settings = programs(facts.card.directory) ?? ProgramSettings()
        let issuer = programs(facts.issuer) ?? settings
        let eligibility = facts.eligibility(today)
        var needed: Set<CheckoutStep> = []
        switch eligibility.atCheckout {
        case .proceed: break
        case .steps(let steps): needed.formUnion(steps)
        case .refused(let reason): throw CheckoutRefusal(reason, "The card cannot be used.")
        }
        var requested = options.requestedFields
        let isAddressWanted = eligibility.pending.contains(.addressCheck)
        if isAddressWanted, !requested.contains(.billingAddress) { requested.insert(.billingAddress, at: 0) }
        let newcomer = order.newcomer
        let guest = isGuest || !newcomer.isEmpty ? Self.guest(order.request.consumer) : nil
        var missing = Set(requested.filter { !facts.has($0, for: options) && guest?.has($0) != true })
        if isAddressWanted { missing.insert(.billingAddress) }
        if !missing.isEmpty { needed.insert(.dataCapture) }
        let accepted = Self.accepted(order.request.compliance, documents, now)
        if accepted == nil, try !isAgreed(facts, settings, isGuest: isGuest, in: reading) { needed.insert(.terms) }
        let isFirstUse = (facts.use?.uses ?? 0) == 0
        if options.isAuthenticationRequested || isFirstUse && issuer.firstUseAuthentication == .otp && !isGuest
            || !newcomer.isEmpty
        {
            needed.insert(.authentication)
        }
        if needed.contains(.authentication), isGuest || channels(newcomer, facts).isEmpty {
            throw CheckoutRefusal(.authenticationNotSupported, "The cardholder cannot be authenticated.")
        }
        if options.confirmPayment { needed.insert(.confirm) }
        var session = CheckoutSession(
            options: options, srciTransactionId: order.request.srciTransactionId?.value, language: order.language,
            needed: needed, requested: requested, missing: missing)
        if wantsSecurityCode(session, facts), !hasSecurityCode { session.needed.insert(.securityCode) }
        session.newcomer = newcomer
        session.shopOrigin = order.origin
        session.isGuest = isGuest
        session.guest = guest
        session.accepted = accepted
        session.isRemembered = order.request.isRemembered && !isGuest
        session.proved = proved(order, facts.consumer)
        session.browser = isGuest ? nil : order.identity?.browser
        session.visitor =
            isGuest
            ? nil
            : order.identity.map {
                CheckoutVisitor(identities: $0.identities, browser: $0.family, token: $0.token)
            }
        if !newcomer.isEmpty { session.visitor = CheckoutVisitor(identities: []) }
        session.delegated = isGuest ? [] : Set(requested.filter(settings.allowCheckoutUpdates.allows))
        // An address without its lines is not one to keep.
        if options.billing == .postalCountry, !isAddressWanted { session.delegated.remove(.billingAddress) }
        if options.shipping == .postalCountry { session.delegated.remove(.shippingAddress) }
        return session
    }

    /// Where a code can go. A card that its issuer wants its holder authenticated for is not opened by a code to an
    /// address that a stranger names.
    private func channels(_ newcomer: [LinkedIdentity], _ facts: CheckoutFacts) -> [CodeChannel] {
        guard !newcomer.isEmpty else { return facts.channels }
        let pending = facts.eligibility(today).pending
        guard pending.isDisjoint(with: [.strongAuthentication, .consumerVerification]) else { return [] }
        return CodeChannel.offered(newcomer.map { CodeChannel($0) }, reach: facts.reach)
    }

    /// Whether the shop gets the card's own number, with which its code belongs.
    private func wantsSecurityCode(_ session: CheckoutSession, _ facts: CheckoutFacts) -> Bool {
        session.options.dynamicData == .none && programs(facts.issuer)?.panAtCheckout == true
    }

    /// Whether terms and privacy notice were accepted before: by the consumer, or by the word of an issuer whose word
    /// counts (checkout 5.5).
    private func isAgreed(
        _ facts: CheckoutFacts, _ settings: ProgramSettings, isGuest: Bool, in reading: any DirectoryReading
    ) throws -> Bool {
        guard !isGuest else { return false }
        let asserted = facts.profile.compliance?.assertsAcceptance ?? false
        if facts.card.directory == general()?.directory || settings.termsAcceptedByIssuer { return asserted }
        let kinds = Set(try reading.consents(of: facts.consumer.id, limit: 200).map(\.kind))
        return kinds.isSuperset(of: [.terms, .privacy])
    }

    private static func accepted(
        _ compliance: CheckoutCompliance, _ documents: Documents, _ now: Timestamp
    ) -> CheckoutSession.Accepted? {
        guard let terms = compliance.terms, let privacy = compliance.privacy else { return nil }
        return CheckoutSession.Accepted(
            // LATEST is what is the latest when it comes (checkout 2.8).
            version: terms.version ?? documents.version,
            termsURI: terms.uri.isEmpty ? documents.termsURL : terms.uri,
            privacyURI: privacy.uri.isEmpty ? documents.privacyURL : privacy.uri, at: now)
    }

    private func proved(_ order: CheckoutOrder, _ consumer: ConsumerRow) -> Identifier? {
        let found = (order.identity?.identities ?? []).map { identifier(of: $0, directory: consumer.directory) }
        return found.first { consumer.isIdentified(by: $0.index, $0.kind) }
    }

    private static func guest(_ told: CheckoutRequest.Consumer) -> CheckoutSession.Captured {
        var captured = CheckoutSession.Captured()
        captured.email = told.email?.original
        captured.mobileCountryCode = told.mobile?.countryCode
        captured.mobileNumber = told.mobile?.nationalNumber
        captured.firstName = told.firstName
        captured.lastName = told.lastName
        return captured
    }
}
