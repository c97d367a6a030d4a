// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

extension EnrollCardRequest {
    public init(
        srcClientId: SrcClientID, serviceId: ServiceID?, srcCorrelationId: CorrelationID?, consumer: Consumer,
        route: Route, compliance: ComplianceSettings?, keyFingerprintId: KeyFingerprintID? = nil,
        externalConsumerId: ExternalID? = nil, externalCardId: ExternalID? = nil, cardSource: CardSource = .issuer
    ) {
        self.srcClientId = srcClientId
        self.serviceId = serviceId
        self.srcCorrelationId = srcCorrelationId
        self.consumer = consumer
        self.cardSource = cardSource
        self.route = route
        self.compliance = compliance
        self.keyFingerprintId = keyFingerprintId
        self.externalConsumerId = externalConsumerId
        self.externalCardId = externalCardId
    }

    /// The body of a request. It carries the consumer in clear, as the contract has it.
    public func json(generation: APIGeneration = .v1) -> [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        writer.object { writer in
            writer.member("srcClientId", srcClientId.value)
            writer.member("srcCorrelationId", srcCorrelationId?.value)
            writer.member("serviceId", serviceId?.value)
            writer.member("cardSource", cardSource.rawValue)
            writer.member("externalConsumerId", externalConsumerId?.value)
            writer.member(generation == .v1 ? "externalCardId" : "externalCredentialId", externalCardId?.value)
            writer.key("consumer")
            consumer.writeRevealed(to: &writer)
            if let compliance {
                writer.key("complianceSettings")
                compliance.write(to: &writer)
            }
            writer.member("keyFingerprintId", keyFingerprintId?.value)
            switch route {
            case .encryptedCard(let text):
                writer.key(generation == .v1 ? "encryptedCard" : "encryptedCredential")
                writer.string(utf8: text)
            case .reference(let reference):
                writer.object("enrolmentReferenceData") { writer in
                    writer.member("enrolmentReferenceId", reference.enrolmentReferenceId)
                    writer.member("enrolmentReferenceType", reference.enrolmentReferenceType.rawValue)
                }
            }
        }
        return writer.bytes
    }
}
