// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import PhoneNumbers

/// The steps as the session sees them: each takes what fits and refuses what does not. What was done before is done, so
/// that a form that is sent twice does no harm.
extension CheckoutSession {
    private static let wrongOrder = CheckoutRefusal(.invalidRequest, "The checkout does not wait for this.")

    /// - Throws: INVALID_REQUEST unless `step` is the next one.
    func expect(_ step: CheckoutStep) throws {
        guard steps.first == step else { throw Self.wrongOrder }
    }

    mutating func acceptTerms(_ documents: Checkouts.Documents, at now: Timestamp) throws {
        if done.contains(.terms) { return }
        try expect(.terms)
        accepted = Accepted(
            version: documents.version, termsURI: documents.termsURL, privacyURI: documents.privacyURL, at: now)
        done.insert(.terms)
    }

    mutating func consent(_ isGiven: Bool, _ documents: Checkouts.Documents, at now: Timestamp) throws {
        guard offersStorage, steps.first != .terms else { throw Self.wrongOrder }
        if isGiven == (consented != nil) { return }
        consented = isGiven ? now : nil
        storageVersion = isGiven ? documents.storageVersion : nil
    }

    mutating func confirm() throws {
        if done.contains(.confirm) { return }
        try expect(.confirm)
        done.insert(.confirm)
    }

    mutating func remember(_ isWanted: Bool) throws {
        guard !isGuest else { throw Self.wrongOrder }
        // Cleared here, the shop gives up what it has (checkout 5.8).
        unbindsAppInstance = !isWanted
        isRemembered = isWanted
    }

    /// What the consumer typed: what is missing, or what is there and is to be otherwise this time.
    mutating func take(_ data: CapturedData) throws {
        guard let next = steps.first, next != .terms else { throw Self.wrongOrder }
        var captured = captured
        if let billing = try address(data.billingAddress, data.billingPlace, options.billing, .billingAddress) {
            captured.billing = billing
        }
        if let shipping = try address(data.shippingAddress, data.shippingPlace, options.shipping, .shippingAddress) {
            guard options.shipsTo(shipping.countryCode) else {
                throw Self.field(.shippingAddress, .invalidValue, "The shop does not send to this country.")
            }
            captured.shipping = shipping
        }
        if let email = data.email {
            try expect(.consumerEmailAddress)
            captured.email = email.original
        }
        if let mobile = data.mobile {
            try expect(.consumerMobileNumber)
            captured.mobileCountryCode = mobile.countryCode
            captured.mobileNumber = mobile.nationalNumber
        }
        if let first = data.firstName, let last = data.lastName {
            try expect(.consumerName)
            (captured.firstName, captured.lastName) = (first, last)
        }
        if next == .dataCapture { try requireMissing(captured) }
        if next == .securityCode, data.securityCode == nil {
            throw CheckoutRefusal(.cardSecurityCodeMissing, "The card's security code is missing.")
        }
        self.captured = captured
        if needed.contains(.dataCapture) { done.insert(.dataCapture) }
        if data.securityCode != nil, needed.contains(.securityCode) { done.insert(.securityCode) }
    }

    private func requireMissing(_ captured: Captured) throws {
        for field in requested where missing.contains(field) && !captured.has(field) {
            guard field != .billingAddress else {
                throw CheckoutRefusal(
                    .billingAddressRequired, "The billing address is missing.",
                    details: [ErrorDetail(.cannotBeNull, .body, "billingAddress", "must not be null")])
            }
            throw Self.field(field, .cannotBeNull, "The shop needs this to go on.")
        }
    }

    /// Where a shop wants zip and country alone, no more is kept than that, unless the card's address check wants all.
    private func address(
        _ whole: Address?, _ place: CapturedData.Place?, _ preference: TransactionOptions.AddressPreference,
        _ field: CaptureField
    ) throws -> StoredAddress? {
        guard whole != nil || place != nil else { return nil }
        try expect(field)
        if preference == .postalCountry {
            guard let zip = whole?.zip ?? place?.zip, let country = whole?.countryCode ?? place?.countryCode else {
                throw Self.field(field, .cannotBeNull, "A zip code and a country are needed.")
            }
            return StoredAddress(
                name: nil, line1: "", line2: nil, line3: nil, city: "", state: nil, countryCode: country.value,
                zip: zip)
        }
        guard let whole else { throw Self.field(field, .cannotBeNull, "The whole address is needed.") }
        return StoredAddress(whole)
    }

    private func expect(_ field: CaptureField) throws {
        guard requested.contains(field) else {
            throw Self.field(field, .invalidValue, "The shop does not want this.")
        }
    }

    private static func field(_ field: CaptureField, _ reason: DetailReason, _ message: String) -> CheckoutRefusal {
        CheckoutRefusal(
            .invalidParameter, message, details: [ErrorDetail(reason, .body, field.rawValue, message)])
    }
}
