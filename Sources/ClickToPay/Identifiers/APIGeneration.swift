// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The two generations of the contract. They differ in names and keys, not in what they mean (enrollment 12.3).
public enum APIGeneration: String, Sendable, Hashable, CaseIterable {
    /// Issuer Enrollment: `cards`, `externalCardId`; profiles are found by the ids that the network gives.
    case v1
    /// Credential Directory: `credentials`, `externalCredentialId`; profiles are found by the issuer's own ids.
    case v2
}
