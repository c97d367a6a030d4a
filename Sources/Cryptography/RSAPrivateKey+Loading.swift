// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

extension RSAPrivateKey {
    /// Reads a private key: PEM (PKCS#8, encrypted or not, and PKCS#1), DER (PKCS#8 and PKCS#1), or PKCS#12, both with
    /// PBES2 and with the legacy set of RC2-40, 3DES and a SHA-1 MAC. The form is detected.
    ///
    /// The legacy set needs OpenSSL's legacy provider; it is loaded for that one file into a library context of its
    /// own. The key of a PKCS#12 file brings the matching certificate along.
    ///
    /// - Parameter passphrase: for an encrypted file; ignored by one that is not.
    public static func load(
        _ file: [UInt8], passphrase: String? = nil
    ) throws(CryptographyError) -> RSAPrivateKey {
        try KeyFile.checkSize(file)
        if KeyFile.isPEM(file) { return try checked(fromPEM(file, passphrase: passphrase)) }
        if let container = PKCS12File(file) { return try checked(container.open(passphrase: passphrase)) }
        let decoded = decodedDER(
            file, decode: { d2i_AutoPrivateKey_ex(nil, $0, $1, nil, nil) }, free: { EVP_PKEY_free($0) })
        if let decoded { return try checked(RSAPrivateKey(owning: decoded)) }
        if let decoded = try fromEncryptedPKCS8(file, passphrase: passphrase) { return try checked(decoded) }
        throw CryptographyError(.unreadableKey, "neither PEM, DER nor PKCS#12 with a private key")
    }

    private static func checked(_ key: RSAPrivateKey) throws(CryptographyError) -> RSAPrivateKey {
        try key.tryOut()
        return key
    }

    private static func fromPEM(_ file: [UInt8], passphrase: String?) throws(CryptographyError) -> RSAPrivateKey {
        let blocks = KeyFile.blocks(file)
        guard let block = blocks.first(where: { $0.label.hasSuffix("PRIVATE KEY") }) else {
            let isPublic = blocks.contains { $0.label.hasSuffix("PUBLIC KEY") || $0.label.hasSuffix("CERTIFICATE") }
            throw CryptographyError(
                .unreadableKey,
                isPublic
                    ? "the file holds a public key or certificate where a private key is wanted"
                    : "the PEM file holds no private key")
        }
        if block.label == "ENCRYPTED PRIVATE KEY" {
            guard let key = try fromEncryptedPKCS8(block.content, passphrase: passphrase) else {
                throw CryptographyError(.unreadableKey, "the content of the encrypted PEM block is damaged")
            }
            return key
        }
        if block.isEncrypted { return try fromTraditional(file, passphrase: passphrase) }
        let decoded = decodedDER(
            block.content, decode: { d2i_AutoPrivateKey_ex(nil, $0, $1, nil, nil) }, free: { EVP_PKEY_free($0) })
        guard let decoded else {
            throw CryptographyError(.unreadableKey, "the content of the PEM block \(block.label) is damaged")
        }
        return try RSAPrivateKey(owning: decoded)
    }

    /// An encrypted PKCS#8 key in DER; nil when the bytes are none.
    private static func fromEncryptedPKCS8(
        _ der: [UInt8], passphrase: String?
    ) throws(CryptographyError) -> RSAPrivateKey? {
        let decoded = decodedDER(der, decode: { d2i_X509_SIG(nil, $0, $1) }, free: { X509_SIG_free($0) })
        guard let decoded else { return nil }
        defer { X509_SIG_free(decoded) }
        guard let passphrase else { throw passphraseRequired }
        guard let info = PKCS8_decrypt(decoded, passphrase, Int32(passphrase.utf8.count)) else {
            throw decryptionFailure()
        }
        defer { PKCS8_PRIV_KEY_INFO_free(info) }
        guard let key = EVP_PKCS82PKEY(info) else {
            ERR_clear_error()
            throw CryptographyError(.unreadableKey, "the decrypted file holds no private key")
        }
        return try RSAPrivateKey(owning: key)
    }

    /// A PKCS#1 PEM block that is encrypted by its own headers.
    private static func fromTraditional(
        _ file: [UInt8], passphrase: String?
    ) throws(CryptographyError) -> RSAPrivateKey {
        guard let passphrase else { throw passphraseRequired }
        let key = passphrase.withCString { text in
            // With no callback given, libcrypto reads the passphrase from the last argument and asks nobody.
            withReadBIO(file) { PEM_read_bio_PrivateKey($0, nil, nil, UnsafeMutableRawPointer(mutating: text)) }
        }
        guard let key else { throw decryptionFailure() }
        return try RSAPrivateKey(owning: key)
    }

    private static let passphraseRequired = CryptographyError(
        .passphraseRequired, "the private key is encrypted and no passphrase was given")

    /// What a failed decryption means: an algorithm that only the legacy provider has, or a wrong passphrase.
    private static func decryptionFailure() -> CryptographyError {
        PKCS12File.takeErrors().contains(.unknownAlgorithm)
            ? CryptographyError(
                .legacyProviderMissing, "the private key is encrypted with an algorithm of OpenSSL's legacy provider")
            : CryptographyError(.wrongPassphrase, "the passphrase does not open the private key")
    }
}
