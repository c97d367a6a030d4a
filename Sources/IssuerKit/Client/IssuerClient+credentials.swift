// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay

/// The life cycle by the issuer's own ids, second generation of the API (enrollment 12). The profile needs a
/// `directoryId`.
extension IssuerClient {
    /// A consumer with credentials, masked.
    public func getConsumer(externalConsumerId: ExternalID) throws(IssuerClientError) -> ProfileResponse {
        try get(path: path(externalConsumerId), lagOf: externalConsumerId.value, ProfileResponse.init)
    }

    /// Changes what the patch names and leaves the rest.
    public func updateConsumer(
        externalConsumerId: ExternalID, _ patch: ConsumerPatch, compliance: ComplianceSettings? = nil
    ) throws(IssuerClientError) -> ProfileResponse {
        let path = try path(externalConsumerId)
        return try call { () throws(IssuerClientError) in
            let request = UpdateProfileRequest(
                common: try self.common(), change: .plain(patch), compliance: compliance)
            return try self.exchange.send("PUT", path, body: request.json())
        } read: {
            ProfileResponse($0)
        }
    }

    /// Deletes a consumer with all credentials, and takes back what is staged for it (9.4).
    ///
    /// - Returns: false when there was none any more.
    public func deleteConsumer(externalConsumerId: ExternalID) throws(IssuerClientError) -> Bool {
        try delete(path(externalConsumerId), [])
    }

    /// One credential with its consumer, masked.
    public func getCredential(
        externalConsumerId: ExternalID, externalCredentialId: ExternalID
    ) throws(IssuerClientError) -> ProfileResponse {
        try get(
            path: path(externalConsumerId, externalCredentialId), lagOf: externalConsumerId.value,
            ProfileResponse.init)
    }

    /// Changes a credential's billing address, its expiry, or both.
    public func updateCredential(
        externalConsumerId: ExternalID, externalCredentialId: ExternalID, _ changes: CardChanges
    ) throws(IssuerClientError) -> ProfileResponse {
        let path = try path(externalConsumerId, externalCredentialId)
        return try call { () throws(IssuerClientError) in
            let request = UpdateCardRequest(common: try self.common(), change: .plain(changes))
            return try self.exchange.send("PUT", path, body: request.json(generation: .v2))
        } read: {
            ProfileResponse($0)
        }
    }

    /// Deletes a credential, or takes it back while it is staged.
    ///
    /// - Returns: false when there was none any more.
    public func deleteCredential(
        externalConsumerId: ExternalID, externalCredentialId: ExternalID
    ) throws(IssuerClientError) -> Bool {
        try delete(path(externalConsumerId, externalCredentialId), [])
    }

    private func path(
        _ consumer: ExternalID, _ credential: ExternalID? = nil
    ) throws(IssuerClientError) -> String {
        let parent = try Self.directoryPath(profile) + "/consumers/" + Self.segment(consumer)
        guard let credential else { return parent }
        return parent + "/credentials/" + (try Self.segment(credential))
    }
}
