// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// AES-128 on single blocks (ECB), for turning numbers into opaque identifiers and back. It hides nothing about equal
/// blocks: never use it on text.
public final class AESBlockKey: Sendable {
    private let encrypting: ContextPool
    private let decrypting: ContextPool

    /// - Parameter key: 16 bytes.
    public init(_ key: [UInt8]) throws(CryptographyError) {
        guard key.count == 16 else {
            throw CryptographyError(.invalidArgument, "a block key has 16 bytes, not \(key.count)")
        }
        let secret = SecretBytes(key)
        encrypting = ContextPool(make: { Self.context(secret, encrypt: 1) }, free: { EVP_CIPHER_CTX_free($0) })
        decrypting = ContextPool(make: { Self.context(secret, encrypt: 0) }, free: { EVP_CIPHER_CTX_free($0) })
    }

    /// Encrypts whole 16-byte blocks where they are.
    public func encrypt(blocks: UnsafeMutableRawBufferPointer) {
        run(encrypting, blocks)
    }

    /// Decrypts whole 16-byte blocks where they are.
    public func decrypt(blocks: UnsafeMutableRawBufferPointer) {
        run(decrypting, blocks)
    }

    private func run(_ pool: ContextPool, _ blocks: UnsafeMutableRawBufferPointer) {
        precondition(blocks.count % 16 == 0, "whole blocks only")
        pool.withContext { CipherUpdate.process($0, UnsafeRawBufferPointer(blocks), into: blocks.baseAddress) }
    }

    private static func context(_ secret: SecretBytes, encrypt: Int32) -> OpaquePointer {
        guard let context = EVP_CIPHER_CTX_new() else { preconditionFailure("libcrypto: no cipher context") }
        require(
            EVP_CipherInit_ex2(context, Algorithms.aes128ECB, secret.start, nil, encrypt, nil) == 1, "AES block key")
        // Without padding each call does exactly the blocks it is given and leaves nothing behind in the context.
        require(EVP_CIPHER_CTX_set_padding(context, 0) == 1, "AES block padding")
        return context
    }
}
