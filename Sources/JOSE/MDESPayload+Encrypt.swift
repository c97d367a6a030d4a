// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Cryptography

extension MDESPayload {
    /// How the content is encrypted.
    public enum Mode: Sendable {
        /// AES-128-CBC, the default of the platform. It protects no integrity.
        case cbc
        /// AES-128-GCM.
        case gcm
    }

    /// Encrypts for `key` with a fresh AES-128 key and initialisation vector.
    ///
    /// - Parameters:
    ///   - fingerprint: what to put into `publicKeyFingerprint`; nil means the SHA-256 fingerprint of the key's
    ///     certificate, or of the key itself when it has none.
    ///   - hash: of OAEP; real traffic uses SHA-512.
    /// - Throws: `keyFailed`, which a key of 2048 bits or more never causes.
    public static func encrypt(
        _ plaintext: [UInt8], to key: RSAPublicKey, fingerprint: String? = nil, hash: OAEPHash = .sha512,
        mode: Mode = .cbc
    ) throws(MDESPayloadError) -> MDESPayload {
        var contentKey = Random.bytes(16)
        defer { wipe(&contentKey) }
        let iv = Random.bytes(mode == .cbc ? 16 : 12)
        return try encrypt(plaintext, to: key, fingerprint: fingerprint, hash: hash, mode: mode, contentKey, iv: iv)
    }

    /// Encrypts with a given content key and vector.
    static func encrypt(
        _ plaintext: [UInt8], to key: RSAPublicKey, fingerprint: String?, hash: OAEPHash, mode: Mode,
        _ contentKey: [UInt8], iv: [UInt8]
    ) throws(MDESPayloadError) -> MDESPayload {
        guard let encryptedKey = try? key.encryptOAEP(contentKey, hash: hash) else {
            throw MDESPayloadError(.keyFailed)
        }
        let fingerprints = KeyFingerprints(key)
        var payload = MDESPayload(
            encryptedData: "", encryptedKey: Hex.encode(encryptedKey), iv: Hex.encode(iv),
            oaepHashingAlgorithm: hash == .sha256 ? "SHA256" : "SHA512",
            publicKeyFingerprint: fingerprint ?? fingerprints.certificateSHA256 ?? fingerprints.keySHA256)
        switch mode {
        case .cbc:
            payload.encryptedData = Hex.encode(AESCBC.encrypt(plaintext, key: contentKey, iv: iv))
        case .gcm:
            guard let cipher = try? AESGCMKey(contentKey) else { throw MDESPayloadError(.keyFailed) }
            let sealed = cipher.seal(plaintext, nonce: iv, authenticating: [])
            payload.encryptedData = Hex.encode(Array(sealed.dropLast(AESGCM.tagCount)))
            payload.tag = Hex.encode(Array(sealed.suffix(AESGCM.tagCount)))
            payload.algorithmCipherMode = "GCM"
        }
        return payload
    }
}
