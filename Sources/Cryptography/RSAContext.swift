// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// Contexts of RSA operations: made once per thread and key, with padding and hash already set.
enum RSAContext {
    /// What a context is set up for.
    enum Use: Sendable {
        case encryptOAEP(OAEPHash)
        case decryptOAEP(OAEPHash)
        /// s^e mod n, and its inverse, without any padding.
        case encryptRaw, decryptRaw
        case sign, signPSS, verifyPSS
    }

    static func pool(_ key: OpaquePointer, _ use: Use) -> ContextPool {
        nonisolated(unsafe) let key = key
        return ContextPool(slotCount: 8, make: { make(key, use) }, free: { EVP_PKEY_CTX_free($0) })
    }

    private static func make(_ key: OpaquePointer, _ use: Use) -> OpaquePointer {
        guard let context = EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else {
            preconditionFailure("libcrypto: no RSA context")
        }
        let ready =
            switch use {
            case .encryptOAEP(let hash): EVP_PKEY_encrypt_init(context) > 0 && setOAEP(context, hash)
            case .decryptOAEP(let hash): EVP_PKEY_decrypt_init(context) > 0 && setOAEP(context, hash)
            case .encryptRaw: EVP_PKEY_encrypt_init(context) > 0 && setPadding(context, RSA_NO_PADDING)
            case .decryptRaw: EVP_PKEY_decrypt_init(context) > 0 && setPadding(context, RSA_NO_PADDING)
            case .sign:
                EVP_PKEY_sign_init(context) > 0 && setPadding(context, RSA_PKCS1_PADDING) && setDigest(context)
            case .signPSS: EVP_PKEY_sign_init(context) > 0 && setPSS(context)
            case .verifyPSS: EVP_PKEY_verify_init(context) > 0 && setPSS(context)
            }
        require(ready, "RSA context setup")
        return context
    }

    private static func setPadding(_ context: OpaquePointer, _ padding: Int32) -> Bool {
        EVP_PKEY_CTX_set_rsa_padding(context, padding) > 0
    }

    private static func setDigest(_ context: OpaquePointer) -> Bool {
        EVP_PKEY_CTX_set_signature_md(context, Algorithms.sha256) > 0
    }

    private static func setOAEP(_ context: OpaquePointer, _ hash: OAEPHash) -> Bool {
        setPadding(context, RSA_PKCS1_OAEP_PADDING)
            && EVP_PKEY_CTX_set_rsa_oaep_md(context, hash.algorithm) > 0
            && EVP_PKEY_CTX_set_rsa_mgf1_md(context, hash.algorithm) > 0
    }

    private static func setPSS(_ context: OpaquePointer) -> Bool {
        setPadding(context, RSA_PKCS1_PSS_PADDING) && setDigest(context)
            && EVP_PKEY_CTX_set_rsa_mgf1_md(context, Algorithms.sha256) > 0
            && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, 32) > 0
    }

    /// Runs one operation that reads `input` and writes at most `capacity` bytes; nil when libcrypto refuses.
    static func run(
        _ pool: ContextPool, _ input: UnsafeRawBufferPointer, capacity: Int,
        _ operation: (
            OpaquePointer, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?, UnsafePointer<UInt8>?, Int
        ) -> Int32
    ) -> [UInt8]? {
        var succeeded = false
        let output = [UInt8](unsafeUninitializedCapacity: capacity) { result, filled in
            var count = capacity
            let source = input.bindMemory(to: UInt8.self)
            succeeded = pool.withContext { context in
                operation(context, result.baseAddress, &count, source.baseAddress, source.count) > 0
            }
            if !succeeded { ERR_clear_error() }
            filled = succeeded ? count : 0
        }
        return succeeded ? output : nil
    }
}
