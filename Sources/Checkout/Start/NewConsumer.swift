// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import PhoneNumbers

/// The consumer of a card that a checkout brings.
enum NewConsumer {
    /// A profile that is there keeps what it has. A new one is found by what its consumer has proved, and by nothing
    /// that a shop says: otherwise anybody could put a card into the profile that another person will sign in to. A
    /// guest is found by nothing.
    ///
    /// - Parameter profile: whether there is one.
    static func make(
        _ order: CheckoutOrder, _ card: EnrolledCard, _ settings: ProgramSettings, profile: Bool
    ) throws -> Consumer {
        let told = order.request.consumer
        let (first, last) = names(told, card)
        var consumer = Consumer(
            email: nil, mobile: nil, firstName: first, lastName: last, fullName: told.fullName,
            countryCode: try told.country ?? card.billingAddress?.countryCode ?? CountryCode(settings.issuingCountry),
            languageCode: told.language ?? order.language)
        if let identity = order.identity {
            consumer.identities = IdentitySet(Array(identity.identities.prefix(LinkedIdentity.countMax)))
            consumer.isLinked = true
            consumer.compliance = compliance(order.request.compliance)
        }
        return consumer
    }

    private static func names(
        _ told: CheckoutRequest.Consumer, _ card: EnrolledCard
    ) -> (first: String, last: String) {
        if let first = told.firstName, let last = told.lastName { return (first, last) }
        if let first = card.cardholderFirstName, let last = card.cardholderLastName {
            return (short(first), short(last))
        }
        let words = (told.fullName ?? card.cardholderFullName ?? "").split(separator: " ")
        return (short(words.dropLast().joined(separator: " ")), short(words.last.map(String.init) ?? ""))
    }

    private static func short(_ name: String) -> String { String(name.prefix(Consumer.nameCharactersMax)) }

    private static func compliance(_ given: CheckoutCompliance) -> ComplianceSettings? {
        guard let terms = given.terms, let privacy = given.privacy else { return nil }
        func consent(_ accepted: CheckoutCompliance.Acceptance) -> Consent {
            Consent(acceptedVersion: accepted.version ?? "LATEST", latestVersionUri: accepted.uri)
        }
        return ComplianceSettings(privacy: consent(privacy), tnc: consent(terms))
    }
}
