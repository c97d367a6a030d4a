// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Cryptography

/// The public keys that are trusted to sign, found by `kid`.
public struct VerificationKeySet: Sendable {
    private let keysByID: [String: RSAPublicKey]

    public init(_ keysByID: [String: RSAPublicKey]) {
        self.keysByID = keysByID
    }

    /// The keys of a set that may verify RS256 signatures: those with a `kid` whose `use`, `key_ops` and `alg`, where
    /// given, allow it.
    ///
    /// - Throws: `duplicateKeyID` when two of them have one `kid` and are not the same key.
    public init(_ set: JSONWebKeySet) throws(KeySetError) {
        var keysByID: [String: RSAPublicKey] = [:]
        for (index, key) in set.keys.enumerated() {
            guard let keyID = key.keyID, key.use ?? "sig" == "sig", key.algorithm ?? JWS.algorithm == JWS.algorithm,
                key.operations?.contains("verify") ?? true
            else { continue }
            if let other = keysByID[keyID], other != key.publicKey {
                throw KeySetError(.duplicateKeyID, place: "keys[\(index)].kid", "two keys have the same kid")
            }
            keysByID[keyID] = key.publicKey
        }
        self.keysByID = keysByID
    }

    /// The key of that `kid`.
    public func key(id: String) -> RSAPublicKey? {
        keysByID[id]
    }
}
