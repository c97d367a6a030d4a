// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The `encryptedPayload` object of MDES: field-level encryption that is not JOSE (security 4, token-connect 6).
///
/// All members are text as on the wire; binary ones are hexadecimal.
public struct MDESPayload: Sendable, Equatable {
    /// The ciphertext.
    public var encryptedData: String
    /// The AES key, wrapped for the RSA key.
    public var encryptedKey: String
    /// The initialisation vector: 16 bytes for CBC, 12 for GCM.
    public var iv: String?
    /// `SHA256` or `SHA512`: the hash of OAEP and of its MGF1.
    public var oaepHashingAlgorithm: String?
    /// Which RSA key: a fingerprint of certificate or key.
    public var publicKeyFingerprint: String
    /// `CBC` (also when absent) or `GCM`.
    public var algorithmCipherMode: String?
    /// The authentication tag, GCM only.
    public var tag: String?
    /// What is authenticated besides, GCM only.
    public var aad: String?

    public init(
        encryptedData: String, encryptedKey: String, iv: String?, oaepHashingAlgorithm: String?,
        publicKeyFingerprint: String, algorithmCipherMode: String? = nil, tag: String? = nil, aad: String? = nil
    ) {
        self.encryptedData = encryptedData
        self.encryptedKey = encryptedKey
        self.iv = iv
        self.oaepHashingAlgorithm = oaepHashingAlgorithm
        self.publicKeyFingerprint = publicKeyFingerprint
        self.algorithmCipherMode = algorithmCipherMode
        self.tag = tag
        self.aad = aad
    }
}
