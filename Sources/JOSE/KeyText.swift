// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Cryptography

/// Reading a key from a file of any form: PEM, DER, PKCS#12 or JWK.
public enum KeyText {
    /// A private key, and the `kid` of a JWK.
    ///
    /// - Parameter passphrase: for an encrypted file.
    /// - Throws: `CryptographyError` or, for a JWK, `KeySetError`.
    public static func privateKey(
        _ file: [UInt8], passphrase: String? = nil
    ) throws -> (key: RSAPrivateKey, keyID: String?) {
        guard isJSON(file) else { return (try RSAPrivateKey.load(file, passphrase: passphrase), nil) }
        return try JSONWebKey.privateKey(file)
    }

    /// A public key, and the `kid` of a JWK. A certificate gives its key and is kept with it.
    ///
    /// - Throws: `CryptographyError` or, for a JWK, `KeySetError`.
    public static func publicKey(_ file: [UInt8]) throws -> (key: RSAPublicKey, keyID: String?) {
        guard isJSON(file) else { return (try RSAPublicKey.load(file), nil) }
        let key = try JSONWebKey(file)
        return (key.publicKey, key.keyID)
    }

    /// Whether the first character that is no blank opens a JSON object.
    private static func isJSON(_ file: [UInt8]) -> Bool {
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
        return file.first { !blanks.contains($0) } == UInt8(ascii: "{")
    }
}
