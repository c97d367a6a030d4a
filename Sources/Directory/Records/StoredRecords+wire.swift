// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import PhoneNumbers

/// From the wire's values to what is sealed.
extension StoredConsumer {
    /// - Parameter now: when the consents were asserted.
    public init(_ consumer: Consumer, now: Timestamp) {
        self.init(
            email: consumer.email?.original, mobileCountryCode: consumer.mobile?.countryCode,
            mobileNumber: consumer.mobile?.nationalNumber, firstName: consumer.firstName, lastName: consumer.lastName,
            fullName: consumer.fullName, countryCode: consumer.countryCode.value,
            languageCode: consumer.languageCode.value, compliance: consumer.compliance,
            complianceTime: consumer.compliance == nil ? 0 : now.milliseconds)
        if !consumer.moreIdentities.isEmpty { moreIdentities = consumer.moreIdentities.map(StoredIdentity.init) }
    }

    /// Takes over what the patch sets and clears; consents that are named replace their own kind.
    mutating func apply(_ patch: ConsumerPatch, compliance newer: ComplianceSettings?, now: Timestamp) throws {
        if patch.isLinked || patch.email != .keep || patch.mobile != .keep {
            set(patch.applied(to: try identitySet()))
        }
        if case .set(let name) = patch.firstName { firstName = name }
        if case .set(let name) = patch.lastName { lastName = name }
        switch patch.fullName {
        case .keep: break
        case .clear: fullName = nil
        case .set(let name): fullName = name
        }
        if case .set(let country) = patch.countryCode { countryCode = country.value }
        if case .set(let language) = patch.languageCode { languageCode = language.value }
        // Consents may come inside the consumer, beside it, or both; those beside it are the later word.
        if let newer = newer.map({ patch.compliance?.replacing(with: $0) ?? $0 }) ?? patch.compliance {
            accept(newer, now: now)
        }
    }

    /// Takes over consents; each that is named replaces its own kind.
    package mutating func accept(_ newer: ComplianceSettings, now: Timestamp) {
        compliance = compliance?.replacing(with: newer) ?? newer
        complianceTime = now.milliseconds
    }
}

extension StoredConsumer {
    /// From what was sealed to the wire's values.
    public func consumer() throws -> Consumer {
        var consumer = Consumer(
            email: nil, mobile: nil, firstName: firstName, lastName: lastName, fullName: fullName,
            countryCode: try CountryCode(countryCode), languageCode: try LanguageCode(languageCode),
            compliance: compliance)
        consumer.identities = try identitySet()
        return consumer
    }
}

extension StoredAddress {
    public init(_ address: Address) {
        self.init(
            name: address.name, line1: address.line1, line2: address.line2, line3: address.line3, city: address.city,
            state: address.state, countryCode: address.countryCode.value, zip: address.zip)
    }
}

extension StoredCard {
    /// The security code, if there was one, goes no further than here.
    ///
    /// - Parameter holder: gives the cardholder's name when the card has none of its own (enrollment 7.4).
    public init(_ card: EnrolledCard, holder: Consumer, pendingEvents: String?) {
        self.init(
            clearPAN: card.pan.revealDigits(), panExpirationMonth: card.expiry.monthText,
            panExpirationYear: card.expiry.yearText, cardholderFullName: card.cardholderFullName,
            cardholderFirstName: card.cardholderFirstName ?? holder.firstName,
            cardholderLastName: card.cardholderLastName ?? holder.lastName,
            billingAddress: card.billingAddress.map(StoredAddress.init), pendingEvents: pendingEvents)
    }
}
