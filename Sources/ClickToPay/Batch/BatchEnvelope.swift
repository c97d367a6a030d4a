// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// The clear part of a batch (enrollment 7.3).
public struct BatchEnvelope: Sendable, Hashable {
    /// Texts of a batch that is encrypted for each consumer.
    public static let payloadsMax = 10_000

    public var srcClientId: SrcClientID
    /// Always there in the first generation; in the second the directory stands for it.
    public var serviceId: ServiceID?
    public var srcCorrelationId: CorrelationID?
    public var externalBatchId: ExternalID
    public var payload: EncryptedPayload
    public var keyFingerprintId: KeyFingerprintID?

    public init(
        srcClientId: SrcClientID, serviceId: ServiceID?, srcCorrelationId: CorrelationID? = nil,
        externalBatchId: ExternalID, payload: EncryptedPayload, keyFingerprintId: KeyFingerprintID? = nil
    ) {
        self.srcClientId = srcClientId
        self.serviceId = serviceId
        self.srcCorrelationId = srcCorrelationId
        self.externalBatchId = externalBatchId
        self.payload = payload
        self.keyFingerprintId = keyFingerprintId
    }

    /// Reads a request body. Throws one error with every fault there is.
    public static func decode(
        _ body: JSONValue, generation: APIGeneration = .v1
    ) throws(ServiceError) -> BatchEnvelope {
        var faults = FaultCollector()
        let envelope = faults.envelope(body, generation)
        try faults.throwIfAny()
        guard let envelope else { throw ServiceError(.invalidArgument) }
        return envelope
    }
}

extension FaultCollector {
    fileprivate mutating func envelope(_ body: JSONValue, _ generation: APIGeneration) -> BatchEnvelope? {
        guard body.kind == .object else {
            add(.invalidValue, nil, "must be an object")
            return nil
        }
        let client: SrcClientID? = required(body["srcClientId"], "srcClientId")
        let service: ServiceID? =
            generation == .v1 ? required(body["serviceId"], "serviceId") : optional(body["serviceId"], "serviceId")
        let correlation: CorrelationID? = optional(body["srcCorrelationId"], "srcCorrelationId")
        let batch: ExternalID? = required(body["externalBatchId"] ?? body["externalBatchID"], "externalBatchId")
        let payload =
            body["enrollmentData"] != nil || body["encryptedEnrollmentData"] == nil
            ? payload(body["enrollmentData"], "enrollmentData")
            : payload(body["encryptedEnrollmentData"], "encryptedEnrollmentData")
        let fingerprint: KeyFingerprintID? = optional(body["keyFingerprintId"], "keyFingerprintId")
        guard let client, let batch, let payload else { return nil }
        return BatchEnvelope(
            srcClientId: client, serviceId: service, srcCorrelationId: correlation, externalBatchId: batch,
            payload: payload, keyFingerprintId: fingerprint)
    }

    private mutating func payload(_ member: JSONValue?, _ name: StaticString) -> EncryptedPayload? {
        guard let member, member.kind == .array else { return encrypted(member, name).map { .one($0) } }
        guard (1...BatchEnvelope.payloadsMax).contains(member.count) else {
            add(.invalidValue, name, "must have at least one element and not too many")
            return nil
        }
        var texts: [[UInt8]] = []
        for (index, element) in member.elements.enumerated() {
            enter(name, index)
            if let text = encrypted(element, nil) { texts.append(text) }
            leave()
        }
        return .perConsumer(texts)
    }

    /// A JWE as bytes. Whether it is one shows when it is decrypted.
    mutating func encrypted(_ member: JSONValue?, _ name: StaticString?) -> [UInt8]? {
        guard let member, !member.isNull else {
            add(.cannotBeNull, name, "must not be null")
            return nil
        }
        guard let text = member.withUTF8({ Array($0) }) else {
            add(.invalidValue, name, "must be a string")
            return nil
        }
        guard !text.isEmpty else {
            add(.invalidValue, name, "must not be empty")
            return nil
        }
        return text
    }
}
