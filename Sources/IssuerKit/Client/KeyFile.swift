// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Cryptography
internal import JOSE

/// RSA keys in any of the forms that issuers are given: PEM, DER, PKCS#12, X.509 certificates, and JWK.
public enum KeyFile {
    /// Reads a private key; a JWK may name it.
    ///
    /// - Throws: `CryptographyError` or `KeySetError`, which say what is wrong and nothing of the key.
    public static func privateKey(
        _ bytes: [UInt8], passphrase: String? = nil
    ) throws -> (key: RSAPrivateKey, keyID: String?) {
        if isJSON(bytes) { return try JSONWebKey.privateKey(bytes) }
        return (try RSAPrivateKey.load(bytes, passphrase: passphrase), nil)
    }

    /// Reads a public key, or the public half of a private one; a JWK may name it. Of a JWK set the newest key is
    /// taken whose `use` fits.
    public static func publicKey(
        _ bytes: [UInt8], use: String, passphrase: String? = nil
    ) throws -> (key: RSAPublicKey, keyID: String?) {
        if isJSON(bytes) {
            if let set = try? JSONWebKeySet(bytes) {
                guard let key = newest(in: set, use: use) else {
                    throw KeySetError(.missingMember, place: "keys", "the set has no key for this use")
                }
                return (key.publicKey, key.keyID)
            }
            let key = try JSONWebKey(bytes)
            return (key.publicKey, key.keyID)
        }
        if let key = try? RSAPublicKey.load(bytes) { return (key, nil) }
        return (try RSAPrivateKey.load(bytes, passphrase: passphrase).publicKey, nil)
    }

    /// The key with the greatest id, which begins with the time it was made, among those for a use.
    static func newest(in set: JSONWebKeySet, use: String, idContaining marker: String = "") -> JSONWebKey? {
        set.keys
            .filter { ($0.use ?? use) == use && (marker.isEmpty || $0.keyID?.contains(marker) == true) }
            .max { ($0.keyID ?? "") < ($1.keyID ?? "") }
    }

    private static func isJSON(_ bytes: [UInt8]) -> Bool {
        bytes.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D } == UInt8(ascii: "{")
    }
}
