// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay

/// What portfolio enrollment needs of the network: single attempts, whose repetition it decides itself.
public protocol EnrollmentNetwork: Sendable {
    /// Submits a batch once. A batch of the same id and content may be submitted any number of times.
    ///
    /// - Parameter plaintext: the JSON text of `enrollmentData`.
    func submitOnce(externalBatchId: ExternalID, plaintext: [UInt8]) throws(IssuerClientError) -> BatchAccepted

    /// Asks once for the status of a batch.
    func statusOnce(batchId: String) throws(IssuerClientError) -> BatchStatus
}

extension IssuerClient: EnrollmentNetwork {
    /// Encrypts, signs and sends.
    public func submitOnce(
        externalBatchId: ExternalID, plaintext: [UInt8]
    ) throws(IssuerClientError) -> BatchAccepted {
        let path =
            options.generation == .v1 ? profile.paths.batch : try Self.directoryPath(profile) + "/credentials/batch"
        return try submitOnce(externalBatchId: externalBatchId, plaintext: plaintext, to: path)
    }

    func submitOnce(
        externalBatchId: ExternalID, plaintext: [UInt8], to path: String
    ) throws(IssuerClientError) -> BatchAccepted {
        try withNetworkKey { (key) throws(IssuerClientError) in
            try self.submit(externalBatchId, try self.encrypt(plaintext, to: key), path)
        }
    }

    func submit(
        _ externalBatchId: ExternalID, _ encrypted: [UInt8], _ path: String
    ) throws(IssuerClientError) -> BatchAccepted {
        let common = try common()
        let envelope = BatchEnvelope(
            srcClientId: clientId, serviceId: serviceId, srcCorrelationId: common.srcCorrelationId,
            externalBatchId: externalBatchId, payload: .one(encrypted))
        let accepted = try exchange.send("POST", path, body: envelope.json()).read { BatchAccepted($0) }
        guard accepted.externalBatchId.isEmpty || accepted.externalBatchId == externalBatchId.value else {
            throw IssuerClientError(.unexpectedAnswer(status: 202, "the answer is about another batch"))
        }
        return accepted
    }

    public func statusOnce(batchId: String) throws(IssuerClientError) -> BatchStatus {
        let id = try Self.segment(batchId)
        let path =
            options.generation == .v1
            ? APIPaths.fill(profile.paths.batchStatus, with: id)
            : try Self.directoryPath(profile) + "/credentials/batch/" + id
        return try exchange.send("GET", path, query: try common().items).read { BatchStatus($0) }
    }
}
