// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// An RSA public key of 2048 to 8192 bits, with the certificate it came in, if any. Safe to share; each thread reuses
/// its own contexts. Two keys are equal when modulus and exponent are.
public final class RSAPublicKey: Sendable, Equatable {
    /// The modulus: big-endian, without leading zeros.
    public let modulus: [UInt8]
    /// The public exponent: big-endian, without leading zeros.
    public let exponent: [UInt8]
    /// The size of the modulus.
    public let bits: Int
    /// The DER SubjectPublicKeyInfo.
    public let subjectPublicKeyInfo: [UInt8]
    /// The DER certificate, when the key was loaded from one.
    public let certificate: [UInt8]?
    /// The end of the certificate's validity in Unix seconds.
    public let certificateNotAfter: Int64?

    private let owner: KeyOwner
    private let raw: ContextPool
    private let pss: ContextPool
    private let oaep256: ContextPool
    private let oaep512: ContextPool

    /// The length of the modulus, and so of signatures and of encrypted keys.
    public var modulusByteCount: Int { modulus.count }

    /// - Parameters:
    ///   - modulus: big-endian; 2048 to 8192 bits, odd.
    ///   - exponent: big-endian; odd, at least 3, at most 64 bits.
    public convenience init(modulus: [UInt8], exponent: [UInt8]) throws(CryptographyError) {
        try self.init(modulus: modulus, exponent: exponent, certificate: nil, certificateNotAfter: nil)
    }

    init(
        modulus: [UInt8], exponent: [UInt8], certificate: [UInt8]?, certificateNotAfter: Int64?
    ) throws(CryptographyError) {
        self.modulus = Array(modulus.drop { $0 == 0 })
        self.exponent = Array(exponent.drop { $0 == 0 })
        self.certificate = certificate
        self.certificateNotAfter = certificateNotAfter
        bits = try RSANumbers.check(modulus: self.modulus, exponent: self.exponent)
        guard let key = RSANumbers.publicKey(modulus: self.modulus, exponent: self.exponent) else {
            throw CryptographyError(.unacceptableKey, "libcrypto refuses the numbers of the RSA key")
        }
        owner = KeyOwner(key)
        guard let encoded = encodedDER({ i2d_PUBKEY(key, $0) }) else {
            throw CryptographyError(.operationFailed, "the public key cannot be encoded")
        }
        subjectPublicKeyInfo = encoded
        raw = RSAContext.pool(key, .encryptRaw)
        pss = RSAContext.pool(key, .verifyPSS)
        oaep256 = RSAContext.pool(key, .encryptOAEP(.sha256))
        oaep512 = RSAContext.pool(key, .encryptOAEP(.sha512))
    }

    public static func == (left: RSAPublicKey, right: RSAPublicKey) -> Bool {
        left.modulus == right.modulus && left.exponent == right.exponent
    }

    /// Whether `signature` is the RSASSA-PKCS1-v1_5 signature with SHA-256 of `message`. The whole encoded block is
    /// compared, so nothing may be added to it or hidden in it.
    public func verify(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        signature.withUnsafeBytes { signature in
            message.withUnsafeBytes { verify(signature, of: $0) }
        }
    }

    /// Whether `signature` is the RSASSA-PKCS1-v1_5 signature with SHA-256 of `message`.
    public func verify(_ signature: UnsafeRawBufferPointer, of message: UnsafeRawBufferPointer) -> Bool {
        guard let block = recoverPKCS1Block(signature) else { return false }
        let expected = Self.expectedPKCS1Block(sha256: SHA256.hash(message), modulusBytes: modulusByteCount)
        return constantTimeEqual(block, expected)
    }

    /// Whether `signature` is an RSASSA-PSS signature of `message`: SHA-256, MGF1 with SHA-256, salt of 32 bytes.
    public func verifyPSS(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == modulusByteCount else { return false }
        let digest = SHA256.hash(message)
        let fits = pss.withContext { EVP_PKEY_verify($0, signature, signature.count, digest, digest.count) == 1 }
        if !fits { ERR_clear_error() }
        return fits
    }

    /// What was signed, as the full encoded block: signature^e mod n, with no padding taken off. Nil when the
    /// signature has not the length of the modulus or is no number below it.
    public func recoverPKCS1Block(_ signature: [UInt8]) -> [UInt8]? {
        signature.withUnsafeBytes { recoverPKCS1Block($0) }
    }

    /// `recoverPKCS1Block` over a buffer.
    public func recoverPKCS1Block(_ signature: UnsafeRawBufferPointer) -> [UInt8]? {
        guard signature.count == modulusByteCount else { return nil }
        return RSAContext.run(raw, signature, capacity: modulusByteCount, EVP_PKEY_encrypt)
    }

    /// The block that a right RSASSA-PKCS1-v1_5 signature with SHA-256 encodes (RFC 8017, 9.2):
    /// 00 01 FF … FF 00, DigestInfo, digest.
    public static func expectedPKCS1Block(sha256 digest: [UInt8], modulusBytes: Int) -> [UInt8] {
        let info: [UInt8] = [
            0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04,
            0x20,
        ]
        precondition(digest.count == 32, "a SHA-256 digest has 32 bytes")
        let padCount = modulusBytes - 3 - info.count - digest.count
        precondition(padCount >= 8, "the modulus has room for the block")
        var block: [UInt8] = [0x00, 0x01]
        block.reserveCapacity(modulusBytes)
        block.append(contentsOf: repeatElement(0xFF, count: padCount))
        block.append(0x00)
        block.append(contentsOf: info)
        block.append(contentsOf: digest)
        return block
    }

    /// Encrypts with RSA-OAEP, the same hash in MGF1, and an empty label.
    ///
    /// - Parameter bytes: at most modulus length - 2 - 2 × hash length bytes.
    public func encryptOAEP(_ bytes: [UInt8], hash: OAEPHash) throws(CryptographyError) -> [UInt8] {
        let pool = hash == .sha256 ? oaep256 : oaep512
        let encrypted = bytes.withUnsafeBytes {
            RSAContext.run(pool, $0, capacity: modulusByteCount, EVP_PKEY_encrypt)
        }
        guard let encrypted else { throw CryptographyError(.operationFailed, "the bytes are too long for this key") }
        return encrypted
    }
}
