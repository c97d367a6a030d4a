// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// A PKCS#12 container (security 1).
struct PKCS12File {
    /// What libcrypto's error queue tells apart.
    enum Failure {
        /// The MAC over the container does not fit the passphrase.
        case wrongMAC
        /// An algorithm that the loaded providers do not have.
        case unknownAlgorithm
        case other
    }

    private let bytes: [UInt8]

    /// Nil when the bytes are no PKCS#12 container.
    init?(_ bytes: [UInt8]) {
        guard let container = Self.read(bytes) else { return nil }
        PKCS12_free(container)
        self.bytes = bytes
    }

    /// The private key with the matching certificate.
    func open(passphrase: String?) throws(CryptographyError) -> RSAPrivateKey {
        var failures: [Failure] = []
        if let contents = contents(passphrase, &failures) { return try Self.privateKey(contents) }
        if failures.contains(.wrongMAC) { throw Self.wrongPassphrase(passphrase) }
        return try openWithLegacyAlgorithms(passphrase)
    }

    /// Opens the container in a library context that has the legacy provider, and takes the key out of it as PKCS#8,
    /// so that nothing else ever runs there.
    private func openWithLegacyAlgorithms(_ passphrase: String?) throws(CryptographyError) -> RSAPrivateKey {
        guard let library = OSSL_LIB_CTX_new() else {
            throw CryptographyError(.operationFailed, "libcrypto has no memory for a library context")
        }
        defer { OSSL_LIB_CTX_free(library) }
        guard let legacy = OSSL_PROVIDER_load(library, "legacy") else {
            ERR_clear_error()
            throw CryptographyError(
                .legacyProviderMissing,
                "the PKCS#12 file needs algorithms (such as 40-bit RC2) of OpenSSL's legacy provider, "
                    + "which is not installed")
        }
        defer { OSSL_PROVIDER_unload(legacy) }
        guard let standard = OSSL_PROVIDER_load(library, "default") else {
            ERR_clear_error()
            throw CryptographyError(.operationFailed, "OpenSSL's default provider is not available")
        }
        defer { OSSL_PROVIDER_unload(standard) }

        // The functions of PKCS#12 take the calling thread's default library context.
        let before = OSSL_LIB_CTX_set0_default(library)
        var failures: [Failure] = []
        let contents = contents(passphrase, &failures)
        OSSL_LIB_CTX_set0_default(before)
        guard let contents else {
            throw failures.contains(.wrongMAC)
                ? Self.wrongPassphrase(passphrase)
                : CryptographyError(.unreadableKey, "the PKCS#12 file cannot be opened")
        }
        return try Self.privateKey(contents)
    }

    /// PKCS#8 DER of the key, DER of its certificate.
    private typealias Contents = (key: [UInt8]?, certificate: [UInt8]?)

    private func contents(_ passphrase: String?, _ failures: inout [Failure]) -> Contents? {
        ERR_clear_error()
        guard let container = Self.read(bytes) else { return nil }
        defer { PKCS12_free(container) }
        var key: OpaquePointer?
        var certificate: OpaquePointer?
        guard PKCS12_parse(container, passphrase, &key, &certificate, nil) == 1 else {
            failures = Self.takeErrors()
            return nil
        }
        defer {
            EVP_PKEY_free(key)
            X509_free(certificate)
        }
        let info = key.flatMap { EVP_PKEY2PKCS8($0) }
        defer { PKCS8_PRIV_KEY_INFO_free(info) }
        return (
            info.flatMap { info in encodedDER { i2d_PKCS8_PRIV_KEY_INFO(info, $0) } },
            certificate.flatMap { certificate in encodedDER { i2d_X509(certificate, $0) } }
        )
    }

    private static func privateKey(_ contents: Contents) throws(CryptographyError) -> RSAPrivateKey {
        guard var der = contents.key else {
            throw CryptographyError(.unreadableKey, "the PKCS#12 file holds no private key")
        }
        defer { wipe(&der) }
        let decoded = decodedDER(
            der, decode: { d2i_AutoPrivateKey_ex(nil, $0, $1, nil, nil) }, free: { EVP_PKEY_free($0) })
        guard let decoded else {
            throw CryptographyError(.unreadableKey, "the private key in the PKCS#12 file cannot be read")
        }
        let certificate = try contents.certificate.flatMap { (der) throws(CryptographyError) in
            try RSAPublicKey.fromCertificate(der)
        }
        return try RSAPrivateKey(owning: decoded, certificate: certificate)
    }

    private static func read(_ bytes: [UInt8]) -> OpaquePointer? {
        decodedDER(bytes, decode: { d2i_PKCS12(nil, $0, $1) }, free: { PKCS12_free($0) })
    }

    private static func wrongPassphrase(_ passphrase: String?) -> CryptographyError {
        passphrase == nil
            ? CryptographyError(.passphraseRequired, "the PKCS#12 file is encrypted and no passphrase was given")
            : CryptographyError(.wrongPassphrase, "the passphrase does not open the PKCS#12 file")
    }

    /// Empties libcrypto's error queue of this thread.
    static func takeErrors() -> [Failure] {
        var failures: [Failure] = []
        while case let error = ERR_get_error(), error != 0 {
            let library = ERR_GET_LIB(error)
            let reason = ERR_GET_REASON(error)
            if library == ERR_LIB_PKCS12, reason == PKCS12_R_MAC_VERIFY_FAILURE {
                failures.append(.wrongMAC)
            } else if library == ERR_LIB_EVP,
                reason == EVP_R_UNSUPPORTED_ALGORITHM || reason == EVP_R_UNKNOWN_PBE_ALGORITHM
                    || reason == muster_ERR_R_UNSUPPORTED
            {
                failures.append(.unknownAlgorithm)
            } else {
                failures.append(.other)
            }
        }
        return failures
    }
}
