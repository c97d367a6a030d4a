// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// How a passphrase becomes a root key. It stands in the key ring file.
struct ScryptParameters: Codable, Equatable {
    static let passphraseBytesMin = 8

    /// 128 MiB and about a third of a second: the setting that OWASP recommends.
    static let standardCost = 1 << 17

    /// Cost: a power of two.
    var n: Int
    /// Block size: one block takes 128 times this in bytes.
    var r: Int
    /// Parallelisation.
    var p: Int
    var salt: HexBytes

    /// New parameters with a random salt.
    static func random(cost: Int) -> ScryptParameters {
        ScryptParameters(n: cost, r: 8, p: 1, salt: HexBytes(Random.bytes(16)))
    }

    /// Derives the 32-byte root key. The parameters come from a file that is not yet authenticated, so that they are
    /// held within bounds: at most 1 GiB of memory, and not below what is worth calling protection.
    func rootKey(passphrase: [UInt8]) throws(VaultError) -> [UInt8] {
        guard passphrase.count >= Self.passphraseBytesMin, passphrase.count <= 1024 else {
            throw VaultError(
                .rootKeyUnusable, "a passphrase has at least \(Self.passphraseBytesMin) and at most 1024 bytes")
        }
        guard n >= 1 << 14, n <= 1 << 20, n & (n - 1) == 0, r == 8, p >= 1, p <= 4, salt.bytes.count == 16 else {
            throw VaultError(.keyRingMalformed, "the scrypt parameters of the key ring are outside their bounds")
        }
        do {
            return try KeyDerivation.scrypt(
                passphrase: passphrase, salt: salt.bytes, n: n, r: r, p: p, count: RootKeyFile.keyBytes)
        } catch {
            throw VaultError(.cryptographyFailure, "the root key cannot be derived: \(error)")
        }
    }
}
