// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Cryptography

/// A private key with the names that a sender may know it by.
public struct DecryptionKey: Sendable {
    public let privateKey: RSAPrivateKey
    /// The configured `kid`.
    public let keyID: String?
    /// Whether senders are meant to use the key now. A key that is not active still decrypts what names it.
    public let isActive: Bool
    public let fingerprints: KeyFingerprints

    /// - Parameter certificate: the certificate of the key, if the key itself did not bring it along.
    public init(
        _ privateKey: RSAPrivateKey, keyID: String? = nil, certificate: RSAPublicKey? = nil, isActive: Bool = true
    ) {
        self.privateKey = privateKey
        self.keyID = keyID
        self.isActive = isActive
        fingerprints = KeyFingerprints(certificate ?? privateKey.publicKey)
    }
}

/// The private keys that payloads may be encrypted for, found by name.
///
/// A key is known under its configured `kid`, under the SHA-256 and SHA-1 fingerprints of key and certificate in
/// hexadecimal of either case, under the base64 of the SHA-256 ones, and under its JWK thumbprint (security 3.4). An
/// unknown name finds nothing: keys are never tried one after the other.
public struct DecryptionKeySet: Sendable {
    public let keys: [DecryptionKey]
    private let indexByName: [String: Int]
    private let onlyActive: Int?

    /// - Throws: `duplicateKeyID` when one name would mean two different keys.
    public init(_ keys: [DecryptionKey]) throws(KeySetError) {
        self.keys = keys
        var indexByName: [String: Int] = [:]
        for (index, key) in keys.enumerated() {
            let names = (key.keyID.map { [$0] } ?? []) + key.fingerprints.names
            for name in names {
                if let other = indexByName[name], keys[other].privateKey.publicKey != key.privateKey.publicKey {
                    throw KeySetError(.duplicateKeyID, place: "\(index)", "two keys go by the same name")
                }
                indexByName[name] = index
            }
        }
        self.indexByName = indexByName
        let active = keys.indices.filter { keys[$0].isActive }
        onlyActive = active.count == 1 ? active.first : nil
    }

    /// The key of that name. No name means the one active key, if there is exactly one.
    public func key(named name: String?) -> DecryptionKey? {
        guard let name else { return onlyActive.map { keys[$0] } }
        return (indexByName[name] ?? indexByName[KeyFingerprints.normalized(name)]).map { keys[$0] }
    }
}
