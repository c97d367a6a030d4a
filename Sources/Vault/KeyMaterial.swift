// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// A key of the ring, ready for use. Each kind wipes its memory when its last owner lets go of it.
enum KeyMaterial: Sendable {
    case sealing(AESGCMKey)
    case indexing(HMACKey)
    case block(AESBlockKey)
    case rsa(RSAPrivateKey)

    /// The bytes of a new random key, as they are wrapped. The caller wipes them.
    static func generate(for purpose: KeyPurpose) throws(VaultError) -> [UInt8] {
        switch purpose.material {
        case .symmetric(let count):
            return Random.bytes(count)
        case .rsa:
            do {
                return try RSAPrivateKey.generate(bits: 2048).pkcs8DER
            } catch {
                throw VaultError(.cryptographyFailure, "no RSA key can be made: \(error)")
            }
        }
    }

    /// Takes `bytes` over and wipes them.
    init(consuming bytes: inout [UInt8], of record: KeyRingFile.Record) throws(VaultError) {
        defer { wipe(&bytes) }
        if case .symmetric(let count) = record.purpose.material, bytes.count != count {
            throw VaultError(.keyRingMalformed, "key \(record.id) has not \(count) bytes", keyID: record.id)
        }
        do {
            switch record.purpose {
            case .seal: self = .sealing(try AESGCMKey(bytes))
            case .index: self = .indexing(HMACKey(bytes))
            case .publicID, .tokenNumber: self = .block(try AESBlockKey(bytes))
            case .fpanEncryption, .payloadVerification, .pushSignature, .identityVerification:
                self = .rsa(try RSAPrivateKey.load(bytes))
            }
        } catch {
            throw VaultError(.cryptographyFailure, "key \(record.id) cannot be used: \(error)", keyID: record.id)
        }
    }
}
