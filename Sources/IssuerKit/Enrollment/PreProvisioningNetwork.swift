// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay

/// Lets portfolio enrollment stage its batches instead (enrollment 9): same body, another path.
struct PreProvisioningNetwork: EnrollmentNetwork {
    let client: IssuerClient

    func submitOnce(externalBatchId: ExternalID, plaintext: [UInt8]) throws(IssuerClientError) -> BatchAccepted {
        try client.submitOnce(
            externalBatchId: externalBatchId, plaintext: plaintext, to: client.profile.paths.preProvisioning)
    }

    func statusOnce(batchId: String) throws(IssuerClientError) -> BatchStatus {
        try client.statusOnce(batchId: batchId)
    }
}
