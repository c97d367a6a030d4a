// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// A long-lived AES-GCM key. Safe to share; each thread reuses its own context, so that a small record costs the
/// change of the nonce and little else.
public final class AESGCMKey: Sendable {
    private let pool: ContextPool

    /// - Parameter key: 16, 24 or 32 bytes.
    public init(_ key: [UInt8]) throws(CryptographyError) {
        guard Algorithms.gcm(keyCount: key.count) != nil else {
            throw CryptographyError(.invalidArgument, "an AES key has 16, 24 or 32 bytes, not \(key.count)")
        }
        let secret = SecretBytes(key)
        pool = ContextPool(make: { AESGCM.makeContext(key: secret.bytes) }, free: { EVP_CIPHER_CTX_free($0) })
    }

    /// Encrypts `plaintext` and writes ciphertext and 16-byte tag to `result`, which may begin at the plaintext's own
    /// first byte.
    ///
    /// - Parameters:
    ///   - nonce: 12 or 16 bytes, never used before with this key.
    ///   - result: exactly 16 bytes more than the plaintext.
    public func seal(
        _ plaintext: UnsafeRawBufferPointer, nonce: UnsafeRawBufferPointer, authenticating: UnsafeRawBufferPointer,
        into result: UnsafeMutableRawBufferPointer
    ) {
        pool.withContext { context in
            AESGCM.seal(context, plaintext, nonce: nonce, authenticating: authenticating, into: result)
        }
    }

    /// Decrypts `ciphertext` to `result`, which has the same length and may be the same memory. False, and a wiped
    /// result, when the tag does not fit or has not 16 bytes.
    public func open(
        _ ciphertext: UnsafeRawBufferPointer, tag: UnsafeRawBufferPointer, nonce: UnsafeRawBufferPointer,
        authenticating: UnsafeRawBufferPointer, into result: UnsafeMutableRawBufferPointer
    ) -> Bool {
        pool.withContext { context in
            AESGCM.open(context, ciphertext, tag: tag, nonce: nonce, authenticating: authenticating, into: result)
        }
    }

    /// The ciphertext of `plaintext` followed by the 16-byte tag.
    public func seal(_ plaintext: [UInt8], nonce: [UInt8], authenticating: [UInt8]) -> [UInt8] {
        let count = plaintext.count + AESGCM.tagCount
        return [UInt8](unsafeUninitializedCapacity: count) { result, filled in
            plaintext.withUnsafeBytes { plaintext in
                nonce.withUnsafeBytes { nonce in
                    authenticating.withUnsafeBytes { authenticating in
                        seal(
                            plaintext, nonce: nonce, authenticating: authenticating,
                            into: UnsafeMutableRawBufferPointer(
                                rebasing: UnsafeMutableRawBufferPointer(result)[..<count]))
                    }
                }
            }
            filled = count
        }
    }

    /// The plaintext of what `seal` gave; nil when anything was changed, or when it is shorter than a tag.
    public func open(_ sealed: [UInt8], nonce: [UInt8], authenticating: [UInt8]) -> [UInt8]? {
        let count = sealed.count - AESGCM.tagCount
        guard count >= 0 else { return nil }
        var fits = false
        let plaintext = [UInt8](unsafeUninitializedCapacity: count) { result, filled in
            sealed.withUnsafeBytes { sealed in
                nonce.withUnsafeBytes { nonce in
                    authenticating.withUnsafeBytes { authenticating in
                        fits = open(
                            UnsafeRawBufferPointer(rebasing: sealed[..<count]),
                            tag: UnsafeRawBufferPointer(rebasing: sealed[count...]), nonce: nonce,
                            authenticating: authenticating,
                            into: UnsafeMutableRawBufferPointer(
                                rebasing: UnsafeMutableRawBufferPointer(result)[..<count]))
                    }
                }
            }
            filled = fits ? count : 0
        }
        return fits ? plaintext : nil
    }
}
