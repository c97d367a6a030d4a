// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// How the content of a JWE is encrypted: the `enc` header member (RFC 7518, 5).
public enum ContentEncryption: String, Sendable, CaseIterable {
    case a128GCM = "A128GCM"
    case a192GCM = "A192GCM"
    case a256GCM = "A256GCM"
    case a128CBCHS256 = "A128CBC-HS256"
    case a192CBCHS384 = "A192CBC-HS384"
    case a256CBCHS512 = "A256CBC-HS512"

    /// The length of the content key.
    public var keyCount: Int {
        switch self {
        case .a128GCM: 16
        case .a192GCM: 24
        case .a256GCM, .a128CBCHS256: 32
        case .a192CBCHS384: 48
        case .a256CBCHS512: 64
        }
    }

    /// The length of the authentication tag.
    public var tagCount: Int { macHash.map { $0.byteCount / 2 } ?? AESGCM.tagCount }

    /// The length of the initialisation vector that is sent.
    var ivCount: Int { macHash == nil ? 12 : 16 }

    /// Whether a received initialisation vector has an acceptable length. GCM wants 12 bytes, and several libraries
    /// send 16 (security 3.2).
    func accepts(ivCount: Int) -> Bool {
        ivCount == 16 || macHash == nil && ivCount == 12
    }

    /// Whether a ciphertext may have that length: never empty, and whole blocks for CBC.
    func accepts(ciphertextCount: Int) -> Bool {
        ciphertextCount > 0 && (macHash == nil || ciphertextCount % 16 == 0)
    }

    /// The hash of the separate MAC of the CBC forms.
    private var macHash: HMACHash? {
        switch self {
        case .a128GCM, .a192GCM, .a256GCM: nil
        case .a128CBCHS256: .sha256
        case .a192CBCHS384: .sha384
        case .a256CBCHS512: .sha512
        }
    }

    /// The length of the ciphertext of so many bytes.
    func ciphertextCount(_ plaintextCount: Int) -> Int {
        macHash == nil ? plaintextCount : AESCBC.encryptedCount(plaintextCount)
    }

    /// Verifies the tag over everything, then decrypts where the ciphertext is.
    ///
    /// - Returns: the length of the plaintext, which begins where the ciphertext began; nil when the tag is wrong, and
    ///   then `content` holds nothing of the plaintext.
    func open(
        _ content: UnsafeMutableRawBufferPointer, tag: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer,
        iv: UnsafeRawBufferPointer, authenticating: UnsafeRawBufferPointer
    ) -> Int? {
        let ciphertext = UnsafeRawBufferPointer(content)
        guard let macHash else {
            let fits = AESGCM.open(
                ciphertext, tag: tag, key: key, nonce: iv, authenticating: authenticating, into: content)
            return fits ? content.count : nil
        }
        var expected = Self.mac(macHash, key: key, iv: iv, ciphertext: ciphertext, authenticating: authenticating)
        defer { wipe(&expected) }
        let fits = expected.withUnsafeBytes { constantTimeEqual($0, tag) }
        guard fits else { return nil }
        return AESCBC.decrypt(ciphertext, key: Self.cipherKey(key), iv: iv, into: content)
    }

    /// Encrypts and writes ciphertext and tag to `result`, which has exactly that length and may begin at the
    /// plaintext's own first byte.
    func seal(
        _ plaintext: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, iv: UnsafeRawBufferPointer,
        authenticating: UnsafeRawBufferPointer, into result: UnsafeMutableRawBufferPointer
    ) {
        guard let macHash else {
            return AESGCM.seal(plaintext, key: key, nonce: iv, authenticating: authenticating, into: result)
        }
        let count = ciphertextCount(plaintext.count)
        let ciphertext = UnsafeMutableRawBufferPointer(rebasing: result[..<count])
        AESCBC.encrypt(plaintext, key: Self.cipherKey(key), iv: iv, into: ciphertext)
        let tag = Self.mac(
            macHash, key: key, iv: iv, ciphertext: UnsafeRawBufferPointer(ciphertext), authenticating: authenticating)
        UnsafeMutableRawBufferPointer(rebasing: result[count...]).copyBytes(from: tag)
    }

    /// The second half of the key is the cipher's, the first the MAC's (RFC 7518, 5.2.2.1).
    private static func cipherKey(_ key: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: key[(key.count / 2)...])
    }

    /// The first half of the HMAC over associated data, vector, ciphertext and the bit length of the associated data.
    private static func mac(
        _ hash: HMACHash, key: UnsafeRawBufferPointer, iv: UnsafeRawBufferPointer, ciphertext: UnsafeRawBufferPointer,
        authenticating: UnsafeRawBufferPointer
    ) -> [UInt8] {
        var macKey = Array(key[..<(key.count / 2)])
        defer { wipe(&macKey) }
        let bitCount = (UInt64(authenticating.count) * 8).bigEndian
        let code = withUnsafeBytes(of: bitCount) { bitCount in
            HMACKey(macKey, hash: hash).code(forParts: [authenticating, iv, ciphertext, bitCount])
        }
        return Array(code.prefix(hash.byteCount / 2))
    }
}
