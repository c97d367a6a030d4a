// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
public import Directory
internal import Store
internal import Tokenization
internal import Vault

/// Makes payloads, inside the job that counts them.
struct PayloadMaking: Sendable {
    var vault: Vault
    var entropy: any EntropySource
    var codes: SecurityCodes
    var programs: @Sendable (Int64) -> ProgramSettings?

    /// - Returns: the payload, and until when its dynamic part is good; the card's counter has gone up by one.
    /// - Throws: INVALID_ARGUMENT when the card has no token that can be used, or has had its last cryptogram.
    func payload(
        _ facts: CheckoutFacts, _ session: CheckoutSession, checkout: Int64, now: Timestamp,
        in writing: any DirectoryWriting
    ) throws -> (payload: CheckoutPayload, expires: Timestamp) {
        guard let row = facts.token, row.state == .active, let token = try TokenMint(vault: vault).open(row) else {
            throw CheckoutEligibility.fault(.cardNotFound, "The card has no token that can be used.")
        }
        var use = facts.use ?? CardUseRow(card: facts.card.id, directory: facts.card.directory)
        guard use.counter < Cryptograms.counterMax else {
            throw CheckoutEligibility.fault(.inactiveCard, "The card has had its last cryptogram.")
        }
        use.counter += 1
        try writing.put(cardUse: use)
        let cryptogram = Cryptograms(vault: vault).make(
            card: facts.card.id, tokenNumber: token.tokenNumber,
            tokenExpiry: token.expirationYear + token.expirationMonth, counter: use.counter,
            unpredictable: entropy.bytes(4),
            // Rounded up, so that a cryptogram lives at least as long as was asked for.
            expires: now.advanced(by: .seconds(session.options.ttlMinutes * 60 + 59)))
        let credential = credential(facts, session, token, cryptogram, checkout)
        return (payload(facts, session, credential), cryptogram.expires)
    }

    private func credential(
        _ facts: CheckoutFacts, _ session: CheckoutSession, _ token: TokenRecord, _ cryptogram: Cryptograms.Cryptogram,
        _ checkout: Int64
    ) -> CheckoutPayload.Credential {
        switch session.options.dynamicData {
        case .cryptogram:
            return .token(token, cryptogram, requestor: TokenRequestorID.clickToPay.value)
        case .none where programs(facts.issuer)?.panAtCheckout == true:
            return .card(
                CheckoutPayload.Card(
                    clearNumber: facts.data.clearPAN, month: facts.data.panExpirationMonth,
                    year: facts.data.panExpirationYear, securityCode: codes.code(of: checkout),
                    fullName: facts.data.cardholderFullName, firstName: facts.data.cardholderFirstName,
                    lastName: facts.data.cardholderLastName, paymentAccountReference: token.paymentAccountReference),
                dynamicUntil: nil)
        case .none:
            return .card(
                CheckoutPayload.Card(
                    clearNumber: token.tokenNumber, month: token.expirationMonth, year: token.expirationYear,
                    securityCode: cryptogram.dynamicCode, fullName: facts.data.cardholderFullName,
                    firstName: facts.data.cardholderFirstName, lastName: facts.data.cardholderLastName,
                    paymentAccountReference: token.paymentAccountReference),
                dynamicUntil: cryptogram.expires)
        }
    }

    private func payload(
        _ facts: CheckoutFacts, _ session: CheckoutSession, _ credential: CheckoutPayload.Credential
    ) -> CheckoutPayload {
        let options = session.options
        let typed = session.captured
        var payload = CheckoutPayload(
            credential: credential, isBillingPlace: options.billing == .postalCountry,
            isShippingPlace: options.shipping == .postalCountry)
        if options.billing != .none { payload.billing = typed.billing ?? facts.data.billingAddress }
        if options.shipping != .none { payload.shipping = session.shipping(of: facts) }
        let guest = session.guest
        if options.isEmailRequested { payload.email = typed.email ?? guest?.email ?? facts.profile.email }
        if options.isPhoneRequested {
            let sources = [typed, guest].compactMap { captured in
                captured?.mobileCountryCode.flatMap { code in captured?.mobileNumber.map { (code, $0) } }
            }
            let stored = facts.profile.mobileCountryCode.flatMap { code in
                facts.profile.mobileNumber.map { (code, $0) }
            }
            payload.mobile = sources.first ?? stored
        }
        if options.isNameRequested {
            let first = typed.firstName ?? guest?.firstName ?? facts.profile.firstName
            let last = typed.lastName ?? guest?.lastName ?? facts.profile.lastName
            if !first.isEmpty || !last.isEmpty {
                payload.name = (first, last, typed.firstName == nil ? facts.profile.fullName : nil)
            }
        }
        return payload
    }
}

extension CheckoutSession {
    /// Where this purchase goes; nil: the shop did not ask.
    public func shipping(of facts: CheckoutFacts) -> StoredAddress? {
        guard options.shipping != .none else { return nil }
        return captured.shipping ?? facts.profile.shippingAddress
    }
}
