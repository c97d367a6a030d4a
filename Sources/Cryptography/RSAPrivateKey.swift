// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// An RSA private key of 2048 to 8192 bits. Safe to share; each thread reuses its own contexts. It has no description
/// that shows it.
public final class RSAPrivateKey: Sendable {
    /// The public half, with its certificate when the key came in a container that held the matching one.
    public let publicKey: RSAPublicKey

    private let owner: KeyOwner
    private let oaep256: ContextPool
    private let oaep512: ContextPool
    private let raw: ContextPool
    private let pkcs1: ContextPool
    private let pss: ContextPool

    /// Takes over `key`, which belongs to libcrypto's default library context.
    init(owning key: OpaquePointer, certificate: RSAPublicKey? = nil) throws(CryptographyError) {
        owner = KeyOwner(key)
        let numbers = try RSANumbers.ofKey(key)
        let bare = try RSAPublicKey(modulus: numbers.modulus, exponent: numbers.exponent)
        publicKey = certificate.map { $0 == bare ? $0 : bare } ?? bare
        oaep256 = RSAContext.pool(key, .decryptOAEP(.sha256))
        oaep512 = RSAContext.pool(key, .decryptOAEP(.sha512))
        raw = RSAContext.pool(key, .decryptRaw)
        pkcs1 = RSAContext.pool(key, .sign)
        pss = RSAContext.pool(key, .signPSS)
    }

    /// A key of these numbers, tried out once.
    public convenience init(_ numbers: RSAPrivateNumbers) throws(CryptographyError) {
        let modulus = Array(numbers.modulus.drop { $0 == 0 })
        _ = try RSANumbers.check(modulus: modulus, exponent: Array(numbers.exponent.drop { $0 == 0 }))
        let isBounded = numbers.all.allSatisfy { $0.count <= numbers.modulus.count }
        guard isBounded, let key = RSANumbers.privateKey(numbers) else {
            throw CryptographyError(.unacceptableKey, "libcrypto refuses the numbers of the RSA key")
        }
        try self.init(owning: key)
        try tryOut()
    }

    /// Makes a key with exponent 65537.
    ///
    /// - Parameter bits: 2048 to 8192. 2048 is by far the fastest; 3072 costs about six times as much per use.
    public static func generate(bits: Int = 2048) throws(CryptographyError) -> RSAPrivateKey {
        guard (RSANumbers.bitsMin...RSANumbers.bitsMax).contains(bits) else {
            throw CryptographyError(
                .invalidArgument, "an RSA key has \(RSANumbers.bitsMin) to \(RSANumbers.bitsMax) bits, not \(bits)")
        }
        let context = EVP_PKEY_CTX_new_from_name(nil, "RSA", nil)
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(bits)) == 1,
            EVP_PKEY_generate(context, &key) == 1, let key
        else {
            ERR_clear_error()
            throw CryptographyError(.operationFailed, "the RSA key could not be made")
        }
        return try RSAPrivateKey(owning: key)
    }

    /// Signs and verifies once, so that a damaged key is noticed when it is read and not with its first signature.
    /// (libcrypto itself checks each result of the CRT numbers and does without them when they are wrong.)
    func tryOut() throws(CryptographyError) {
        let probe: [UInt8] = Array("muster".utf8)
        guard let signature = try? sign(probe), publicKey.verify(signature, of: probe) else {
            throw CryptographyError(.unacceptableKey, "the numbers of the RSA key do not belong together")
        }
    }

    /// The RSASSA-PKCS1-v1_5 signature with SHA-256 of `message`. The same message gives the same signature.
    public func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try sign(message, pkcs1)
    }

    /// An RSASSA-PSS signature of `message`: SHA-256, MGF1 with SHA-256, random salt of 32 bytes.
    public func signPSS(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try sign(message, pss)
    }

    private func sign(_ message: [UInt8], _ pool: ContextPool) throws(CryptographyError) -> [UInt8] {
        let signature = SHA256.hash(message).withUnsafeBytes { digest in
            RSAContext.run(pool, digest, capacity: publicKey.modulusByteCount, EVP_PKEY_sign)
        }
        guard let signature else { throw CryptographyError(.operationFailed, "signing failed") }
        return signature
    }

    /// Decrypts RSA-OAEP with an empty label and the same hash in MGF1. Nil on any failure, and nothing says which:
    /// go on with a random key in that case, so that a sender learns nothing from the time either.
    public func decryptOAEP(_ bytes: [UInt8], hash: OAEPHash) -> [UInt8]? {
        bytes.withUnsafeBytes { decryptOAEP($0, hash: hash) }
    }

    /// `decryptOAEP` over a buffer.
    public func decryptOAEP(_ bytes: UnsafeRawBufferPointer, hash: OAEPHash) -> [UInt8]? {
        guard bytes.count == publicKey.modulusByteCount else { return nil }
        let pool = hash == .sha256 ? oaep256 : oaep512
        return RSAContext.run(pool, bytes, capacity: publicKey.modulusByteCount, EVP_PKEY_decrypt)
    }

    /// Decrypts a key that was wrapped with RSAES-PKCS1-v1_5, with implicit rejection: what does not decrypt to
    /// exactly `keyCount` bytes gives as many random bytes, and the time does not tell the two apart. For an old form
    /// of the MDES payload only (security 4).
    ///
    /// - Parameter keyCount: 1 to 64.
    /// - Returns: `keyCount` bytes; nil when `bytes` has not the length of the modulus or is no number below it, which
    ///   the sender can see by himself.
    public func decryptPKCS1(_ bytes: [UInt8], keyCount: Int) -> [UInt8]? {
        precondition((1...64).contains(keyCount), "a wrapped key has 1 to 64 bytes")
        guard bytes.count == publicKey.modulusByteCount else { return nil }
        var key = Random.bytes(keyCount)
        let block = bytes.withUnsafeBytes {
            RSAContext.run(raw, $0, capacity: publicKey.modulusByteCount, EVP_PKEY_decrypt)
        }
        guard var block else { return nil }
        let keyStart = block.count - keyCount
        // 00 02, non-zero padding, 00, key (RFC 8017, 7.2). `bad` collects what does not fit, without a branch.
        var bad = block[0] | (block[1] ^ 0x02) | block[keyStart - 1]
        for index in 2..<keyStart - 1 {
            let isZero = UInt8(truncatingIfNeeded: (Int(block[index]) - 1) >> 8)
            bad |= isZero
        }
        let keep = UInt8(truncatingIfNeeded: (Int(bad) - 1) >> 8)
        for index in 0..<keyCount {
            key[index] = block[keyStart + index] & keep | key[index] & ~keep
        }
        wipe(&block)
        return key
    }

    /// The key as PKCS#8 in PEM, not encrypted.
    public var pkcs8PEM: String {
        let text = drainBIO { PEM_write_bio_PKCS8PrivateKey($0, owner.key, nil, nil, 0, nil, nil) == 1 }
        require(text != nil, "the private key cannot be encoded")
        return String(decoding: text ?? [], as: UTF8.self)
    }

    /// The key as PKCS#8 in DER, not encrypted.
    public var pkcs8DER: [UInt8] {
        let info = EVP_PKEY2PKCS8(owner.key)
        defer { PKCS8_PRIV_KEY_INFO_free(info) }
        let encoded = encodedDER { i2d_PKCS8_PRIV_KEY_INFO(info, $0) }
        require(encoded != nil, "the private key cannot be encoded")
        return encoded ?? []
    }
}
