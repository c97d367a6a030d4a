// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// AES-GCM for a key that serves one message, such as the content key of a JWE. Long-lived keys: `AESGCMKey`.
public enum AESGCM {
    public static let tagCount = 16

    /// Encrypts `plaintext` and writes ciphertext and 16-byte tag to `result`, which may begin at the plaintext's own
    /// first byte.
    ///
    /// - Parameters:
    ///   - key: 16, 24 or 32 bytes.
    ///   - nonce: 12 or 16 bytes, never used before with this key.
    ///   - result: exactly 16 bytes more than the plaintext.
    public static func seal(
        _ plaintext: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, nonce: UnsafeRawBufferPointer,
        authenticating: UnsafeRawBufferPointer, into result: UnsafeMutableRawBufferPointer
    ) {
        let context = makeContext(key: key)
        defer { EVP_CIPHER_CTX_free(context) }
        seal(context, plaintext, nonce: nonce, authenticating: authenticating, into: result)
    }

    /// Decrypts `ciphertext` to `result`, which has the same length and may be the same memory. False, and a wiped
    /// result, when the tag does not fit.
    public static func open(
        _ ciphertext: UnsafeRawBufferPointer, tag: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer,
        nonce: UnsafeRawBufferPointer, authenticating: UnsafeRawBufferPointer,
        into result: UnsafeMutableRawBufferPointer
    ) -> Bool {
        let context = makeContext(key: key)
        defer { EVP_CIPHER_CTX_free(context) }
        return open(context, ciphertext, tag: tag, nonce: nonce, authenticating: authenticating, into: result)
    }

    /// A context that holds the key and waits for a nonce. It works in both directions.
    static func makeContext(key: UnsafeRawBufferPointer) -> OpaquePointer {
        guard let cipher = Algorithms.gcm(keyCount: key.count) else {
            preconditionFailure("an AES key has 16, 24 or 32 bytes")
        }
        guard let context = EVP_CIPHER_CTX_new() else { preconditionFailure("libcrypto: no cipher context") }
        let bytes = key.bindMemory(to: UInt8.self).baseAddress
        require(EVP_EncryptInit_ex2(context, cipher, bytes, nil, nil) == 1, "AES-GCM key")
        return context
    }

    static func seal(
        _ context: OpaquePointer, _ plaintext: UnsafeRawBufferPointer, nonce: UnsafeRawBufferPointer,
        authenticating: UnsafeRawBufferPointer, into result: UnsafeMutableRawBufferPointer
    ) {
        precondition(result.count == plaintext.count + tagCount, "the result has room for ciphertext and tag")
        let nonceIsLong = start(context, nonce, encrypt: 1)
        CipherUpdate.authenticate(context, authenticating)
        CipherUpdate.process(context, plaintext, into: result.baseAddress)
        var written: Int32 = 0
        require(EVP_EncryptFinal_ex(context, spare(result), &written) == 1, "AES-GCM end")
        let tag = result.baseAddress?.advanced(by: plaintext.count)
        require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagCount), tag) == 1, "AES-GCM tag")
        if nonceIsLong { setNonceCount(context, 12) }
    }

    static func open(
        _ context: OpaquePointer, _ ciphertext: UnsafeRawBufferPointer, tag: UnsafeRawBufferPointer,
        nonce: UnsafeRawBufferPointer, authenticating: UnsafeRawBufferPointer,
        into result: UnsafeMutableRawBufferPointer
    ) -> Bool {
        precondition(result.count == ciphertext.count, "the result has room for the plaintext")
        guard tag.count == tagCount else { return false }
        let nonceIsLong = start(context, nonce, encrypt: 0)
        CipherUpdate.authenticate(context, authenticating)
        CipherUpdate.process(context, ciphertext, into: result.baseAddress)
        let expected = UnsafeMutableRawPointer(mutating: tag.baseAddress)
        require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagCount), expected) == 1, "AES-GCM tag")
        var written: Int32 = 0
        var none: UInt8 = 0
        let fits = EVP_DecryptFinal_ex(context, &none, &written) == 1
        if nonceIsLong { setNonceCount(context, 12) }
        if !fits {
            ERR_clear_error()
            wipe(result)
        }
        return fits
    }

    /// Sets direction and nonce; says whether the nonce length was changed and must be set back.
    private static func start(_ context: OpaquePointer, _ nonce: UnsafeRawBufferPointer, encrypt: Int32) -> Bool {
        precondition(nonce.count == 12 || nonce.count == 16, "a GCM nonce has 12 or 16 bytes")
        let nonceIsLong = nonce.count != 12
        if nonceIsLong { setNonceCount(context, nonce.count) }
        let bytes = nonce.bindMemory(to: UInt8.self).baseAddress
        require(EVP_CipherInit_ex2(context, nil, nil, bytes, encrypt, nil) == 1, "AES-GCM nonce")
        return nonceIsLong
    }

    private static func setNonceCount(_ context: OpaquePointer, _ count: Int) {
        require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, Int32(count), nil) == 1, "AES-GCM nonce length")
    }

    /// An address that the final step may be given; GCM writes nothing there.
    private static func spare(_ result: UnsafeMutableRawBufferPointer) -> UnsafeMutablePointer<UInt8>? {
        result.baseAddress?.assumingMemoryBound(to: UInt8.self)
    }
}
