// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// Enrollment of one card (enrollment 6.4; in the second generation 12.3).
public struct EnrollCardRequest: Sendable {
    /// How the card is given.
    public enum Route: Sendable, Hashable {
        /// JWE compact text of an `EnrolledCard`, not yet looked into.
        case encryptedCard([UInt8])
        case reference(EnrolmentReference)
    }

    public var srcClientId: SrcClientID
    /// Always there in the first generation; in the second the directory stands for it.
    public var serviceId: ServiceID?
    public var srcCorrelationId: CorrelationID?
    public var consumer: Consumer
    public var cardSource: CardSource
    public var route: Route
    public var compliance: ComplianceSettings?
    public var keyFingerprintId: KeyFingerprintID?
    public var externalConsumerId: ExternalID?
    public var externalCardId: ExternalID?
    /// Reads a request body. Throws one error with every fault there is.
    ///
    /// Without acceptance of terms and privacy notice the card route is refused as COMPLIANCE_REQUIRED, unless
    /// something else is wrong as well.
    public static func decode(
        _ body: JSONValue, generation: APIGeneration = .v1, rule: IdentityRule = .classic
    ) throws(ServiceError) -> EnrollCardRequest {
        guard body.kind == .object else {
            throw ServiceError(.invalidArgument, details: [.bodyIsNoObject])
        }
        var faults = FaultCollector()
        let request = faults.enrollCard(body, generation, rule)
        try faults.throwIfAny()
        guard let request else { throw ServiceError(.invalidArgument) }
        try request.checkCompliance(generation)
        return request
    }

    private func checkCompliance(_ generation: APIGeneration) throws(ServiceError) {
        guard generation == .v1, case .encryptedCard = route else { return }
        let missing = [("tnc", compliance?.tnc), ("privacy", compliance?.privacy)].filter {
            $0.1?.latestVersionUri == nil
        }
        guard !missing.isEmpty else { return }
        let details = missing.map { name, _ in
            ErrorDetail(
                .cannotBeNull, .body,
                compliance == nil ? "complianceSettings" : "complianceSettings.\(name).latestVersionUri",
                "must not be null")
        }
        throw ServiceError(.complianceRequired, details: compliance == nil ? [details[0]] : details)
    }
}

extension FaultCollector {
    fileprivate mutating func enrollCard(
        _ body: JSONValue, _ generation: APIGeneration, _ rule: IdentityRule
    ) -> EnrollCardRequest? {
        let client: SrcClientID? = required(body["srcClientId"], "srcClientId")
        let service: ServiceID? =
            generation == .v1 ? required(body["serviceId"], "serviceId") : optional(body["serviceId"], "serviceId")
        let correlation: CorrelationID? = optional(body["srcCorrelationId"], "srcCorrelationId")
        let consumer = person(body["consumer"], rule)
        let source = cardSource(body["cardSource"], generation)
        let route = route(body, generation)
        let compliance = compliance(body["complianceSettings"])
        let fingerprint: KeyFingerprintID? = optional(body["keyFingerprintId"], "keyFingerprintId")
        let consumerName: ExternalID? =
            generation == .v1
            ? optional(body["externalConsumerId"], "externalConsumerId")
            : required(body["externalConsumerId"], "externalConsumerId")
        let cardName: ExternalID? =
            generation == .v1
            ? optional(body["externalCardId"], "externalCardId")
            : required(body["externalCredentialId"], "externalCredentialId")
        guard let client, let consumer, let source, let route else { return nil }
        return EnrollCardRequest(
            srcClientId: client, serviceId: service, srcCorrelationId: correlation, consumer: consumer,
            cardSource: source, route: route, compliance: compliance ?? consumer.compliance,
            keyFingerprintId: fingerprint, externalConsumerId: consumerName, externalCardId: cardName)
    }

    private mutating func person(_ member: JSONValue?, _ rule: IdentityRule) -> Consumer? {
        guard let object = requiredObject(member, "consumer") else { return nil }
        enter("consumer")
        defer { leave() }
        return object.withMembers(ConsumerMembers.v1) { consumer(ConsumerMembers(members: $0), rule) }
    }

    private mutating func cardSource(_ member: JSONValue?, _ generation: APIGeneration) -> CardSource? {
        if generation == .v2, member?.isNull ?? true { return .issuer }
        guard let word = requiredText(member, "cardSource", max: 255) else { return nil }
        let source = CardSource(rawValue: word)
        guard CardSource.all.contains(source) else {
            add(.invalidValue, "cardSource", "is not one of the allowed words")
            return nil
        }
        return source
    }

    /// Exactly one of the two ways to give the card.
    private mutating func route(_ body: JSONValue, _ generation: APIGeneration) -> EnrollCardRequest.Route? {
        let name: StaticString =
            generation == .v2 && body["encryptedCard"] == nil ? "encryptedCredential" : "encryptedCard"
        let sealed = body[name].flatMap { $0.isNull ? nil : $0 }
        let reference = body["enrolmentReferenceData"].flatMap { $0.isNull ? nil : $0 }
        switch (sealed, reference) {
        case (nil, nil):
            add(.cannotBeNull, name, "must not be null")
            return nil
        case (_?, _?):
            add(.invalidValue, "enrolmentReferenceData", "must not be sent together with an encrypted card")
            return nil
        case (let sealed?, nil):
            return encrypted(sealed, name).map { .encryptedCard($0) }
        case (nil, let reference?):
            return self.reference(reference).map { .reference($0) }
        }
    }

    private mutating func reference(_ member: JSONValue) -> EnrolmentReference? {
        guard let object = requiredObject(member, "enrolmentReferenceData") else { return nil }
        enter("enrolmentReferenceData")
        defer { leave() }
        let id = requiredText(
            object["enrolmentReferenceId"], "enrolmentReferenceId", max: EnrolmentReference.idCharactersMax)
        let word = requiredText(object["enrolmentReferenceType"], "enrolmentReferenceType", max: 255)
        guard let word else { return nil }
        let kind = EnrolmentReference.Kind(rawValue: word)
        guard EnrolmentReference.Kind.all.contains(kind) else {
            add(.invalidValue, "enrolmentReferenceType", "is not one of the allowed words")
            return nil
        }
        return id.map { EnrolmentReference(enrolmentReferenceId: $0, enrolmentReferenceType: kind) }
    }
}
