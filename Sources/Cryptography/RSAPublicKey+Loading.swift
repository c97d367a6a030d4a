// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

extension RSAPublicKey {
    /// Reads a public key: PEM (`PUBLIC KEY`, `RSA PUBLIC KEY`, `CERTIFICATE`) or DER (certificate,
    /// SubjectPublicKeyInfo, PKCS#1). In a PEM file with several blocks the first of these counts.
    ///
    /// A certificate gives its key and is kept; nothing of it is verified, its validity neither.
    public static func load(_ file: [UInt8]) throws(CryptographyError) -> RSAPublicKey {
        try KeyFile.checkSize(file)
        guard KeyFile.isPEM(file) else {
            if let key = try fromCertificate(file) { return key }
            if let key = try fromPublicKeyInfo(file) { return key }
            if let key = try fromPKCS1(file) { return key }
            throw CryptographyError(.unreadableKey, "neither a PEM nor a DER public key or certificate")
        }
        let blocks = KeyFile.blocks(file)
        for block in blocks {
            let key: RSAPublicKey?
            switch block.label {
            case "CERTIFICATE", "X509 CERTIFICATE": key = try fromCertificate(block.content)
            case "PUBLIC KEY": key = try fromPublicKeyInfo(block.content)
            case "RSA PUBLIC KEY": key = try fromPKCS1(block.content)
            default: continue
            }
            guard let key else {
                throw CryptographyError(.unreadableKey, "the content of the PEM block \(block.label) is damaged")
            }
            return key
        }
        if blocks.contains(where: { $0.label.hasSuffix("PRIVATE KEY") }) {
            throw CryptographyError(.unreadableKey, "the file holds a private key where a public key is wanted")
        }
        throw CryptographyError(.unreadableKey, "the PEM file holds no public key or certificate")
    }

    /// The key of a DER certificate; nil when it is no certificate.
    static func fromCertificate(_ der: [UInt8]) throws(CryptographyError) -> RSAPublicKey? {
        let decoded = decodedDER(der, decode: { d2i_X509(nil, $0, $1) }, free: { X509_free($0) })
        guard let decoded else { return nil }
        defer { X509_free(decoded) }
        guard let key = X509_get0_pubkey(decoded) else {
            ERR_clear_error()
            throw CryptographyError(.unsupportedKey, "the certificate's key cannot be read")
        }
        let numbers = try RSANumbers.ofKey(key)
        return try RSAPublicKey(
            modulus: numbers.modulus, exponent: numbers.exponent, certificate: der,
            certificateNotAfter: notAfter(decoded))
    }

    private static func fromPublicKeyInfo(_ der: [UInt8]) throws(CryptographyError) -> RSAPublicKey? {
        try fromKey(decodedDER(der, decode: { d2i_PUBKEY(nil, $0, $1) }, free: { EVP_PKEY_free($0) }))
    }

    private static func fromPKCS1(_ der: [UInt8]) throws(CryptographyError) -> RSAPublicKey? {
        try fromKey(
            decodedDER(der, decode: { d2i_PublicKey(EVP_PKEY_RSA, nil, $0, $1) }, free: { EVP_PKEY_free($0) }))
    }

    private static func fromKey(_ key: OpaquePointer?) throws(CryptographyError) -> RSAPublicKey? {
        guard let key else { return nil }
        defer { EVP_PKEY_free(key) }
        let numbers = try RSANumbers.ofKey(key)
        return try RSAPublicKey(modulus: numbers.modulus, exponent: numbers.exponent)
    }

    private static func notAfter(_ certificate: OpaquePointer) -> Int64? {
        guard let end = X509_get0_notAfter(certificate), let epoch = ASN1_TIME_set(nil, 0) else { return nil }
        defer { ASN1_STRING_free(epoch) }
        var days: Int32 = 0
        var seconds: Int32 = 0
        guard ASN1_TIME_diff(&days, &seconds, epoch, end) == 1 else {
            ERR_clear_error()
            return nil
        }
        return Int64(days) * 86_400 + Int64(seconds)
    }
}
