// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What a key of the key ring is for. A key is never used for a second purpose.
public enum KeyPurpose: String, Sendable, CaseIterable, Codable {
    /// Seals rows: AES-256-GCM. Rotated; blobs name their key by number.
    case seal
    /// Makes blind indexes and payment account references: HMAC-SHA-256. Permanent.
    case index
    /// Makes public identifiers and references: AES-128. Permanent.
    case publicID = "public-id"
    /// Orders token numbers: AES-128. Permanent.
    case tokenNumber = "token-number"
    /// Decrypts what issuers encrypt for the network: RSA-2048. Rotated.
    case fpanEncryption = "fpan-encryption"
    /// Signs what the network answers at checkout: RSA-2048. Rotated.
    case payloadVerification = "payload-verification"
    /// Signs push requests towards token requestors: RSA-2048. Rotated.
    case pushSignature = "push-signature"
    /// Signs by what the network recognizes consumers again: RSA-2048. Rotated.
    case identityVerification = "identity-verification"

    /// What keys of this purpose are made of.
    var material: KeyMaterialKind {
        switch self {
        case .seal, .index: .symmetric(bytes: 32)
        case .publicID, .tokenNumber: .symmetric(bytes: 16)
        case .fpanEncryption, .payloadVerification, .pushSignature, .identityVerification: .rsa
        }
    }

    /// The purposes whose keys are published. Their keys are made when they are first asked for.
    static let network: [KeyPurpose] = [
        .fpanEncryption, .payloadVerification, .pushSignature, .identityVerification,
    ]

    /// Whether a change of the key would orphan every value it ever made.
    var isPermanent: Bool {
        switch self {
        case .index, .publicID, .tokenNumber: true
        case .seal, .fpanEncryption, .payloadVerification, .pushSignature, .identityVerification: false
        }
    }

    /// How the purpose reads inside a key id. Integrators find the network's keys by the substrings
    /// `src-fpan-encryption` or `fpan-encryption-src`, and `src-payload-verification` (security 1.2).
    var label: String {
        switch self {
        case .fpanEncryption: "src-fpan-encryption-src-muster"
        case .payloadVerification: "src-payload-verification-muster"
        case .pushSignature: "token-connect-muster"
        case .identityVerification: "src-identity-verification-muster"
        case .seal, .index, .publicID, .tokenNumber: rawValue + "-muster"
        }
    }
}

/// What a key is made of.
enum KeyMaterialKind: Equatable {
    case symmetric(bytes: Int)
    /// RSA-2048, kept as DER PKCS#8.
    case rsa
}
