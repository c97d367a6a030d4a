// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// AES-CBC with PKCS#7 padding. It protects no integrity: verify a MAC first where there is one.
public enum AESCBC {
    private static let blockCount = 16

    /// The length of the ciphertext of so many bytes: up to a whole block more.
    public static func encryptedCount(_ plaintextCount: Int) -> Int {
        plaintextCount / blockCount * blockCount + blockCount
    }

    /// Pads and encrypts.
    ///
    /// - Parameters:
    ///   - key: 16, 24 or 32 bytes.
    ///   - iv: 16 bytes, unpredictable.
    ///   - result: exactly `encryptedCount(plaintext.count)` bytes; may begin at the plaintext's own first byte.
    public static func encrypt(
        _ plaintext: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, iv: UnsafeRawBufferPointer,
        into result: UnsafeMutableRawBufferPointer
    ) {
        precondition(result.count == encryptedCount(plaintext.count), "the result has room for the padded text")
        let context = makeContext(key: key, iv: iv, encrypt: 1)
        defer { EVP_CIPHER_CTX_free(context) }
        let wholeCount = plaintext.count / blockCount * blockCount
        // The last block is laid out before the first is written, since source and target may be the same memory.
        let pad = UInt8(blockCount - (plaintext.count - wholeCount))
        withUnsafeTemporaryAllocation(byteCount: blockCount, alignment: 16) { last in
            last.initializeMemory(as: UInt8.self, repeating: pad)
            last.copyBytes(from: plaintext[wholeCount...])
            CipherUpdate.process(
                context, UnsafeRawBufferPointer(rebasing: plaintext[..<wholeCount]), into: result.baseAddress)
            CipherUpdate.process(
                context, UnsafeRawBufferPointer(last), into: result.baseAddress?.advanced(by: wholeCount))
            wipe(last)
        }
    }

    /// Decrypts to `result`, which has the ciphertext's length and may be the same memory, and checks the padding in
    /// constant time.
    ///
    /// - Returns: the length of the plaintext; nil, and a wiped result, when the ciphertext is empty or no whole number
    ///   of blocks, or when the padding is wrong.
    public static func decrypt(
        _ ciphertext: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, iv: UnsafeRawBufferPointer,
        into result: UnsafeMutableRawBufferPointer
    ) -> Int? {
        precondition(result.count == ciphertext.count, "the result has room for the padded text")
        guard ciphertext.count > 0, ciphertext.count % blockCount == 0 else { return nil }
        decryptBlocks(ciphertext, key: key, iv: iv, into: result)
        guard let padCount = paddingCount(UnsafeRawBufferPointer(result)) else {
            wipe(result)
            return nil
        }
        return result.count - padCount
    }

    /// Decrypts whole blocks to `result`, which has the ciphertext's length and may be the same memory, and leaves the
    /// padding alone.
    public static func decryptBlocks(
        _ ciphertext: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, iv: UnsafeRawBufferPointer,
        into result: UnsafeMutableRawBufferPointer
    ) {
        precondition(ciphertext.count % blockCount == 0, "whole blocks only")
        precondition(result.count == ciphertext.count, "the result has room for the padded text")
        let context = makeContext(key: key, iv: iv, encrypt: 0)
        defer { EVP_CIPHER_CTX_free(context) }
        CipherUpdate.process(context, ciphertext, into: result.baseAddress)
    }

    /// `encrypt` over arrays.
    public static func encrypt(_ plaintext: [UInt8], key: [UInt8], iv: [UInt8]) -> [UInt8] {
        let count = encryptedCount(plaintext.count)
        return [UInt8](unsafeUninitializedCapacity: count) { result, filled in
            let target = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(result)[..<count])
            plaintext.withUnsafeBytes { plaintext in
                key.withUnsafeBytes { key in
                    iv.withUnsafeBytes { encrypt(plaintext, key: key, iv: $0, into: target) }
                }
            }
            filled = count
        }
    }

    /// `decrypt` over arrays; nil when length or padding is wrong.
    public static func decrypt(_ ciphertext: [UInt8], key: [UInt8], iv: [UInt8]) -> [UInt8]? {
        var count: Int?
        let plaintext = [UInt8](unsafeUninitializedCapacity: ciphertext.count) { result, filled in
            let target = UnsafeMutableRawBufferPointer(
                rebasing: UnsafeMutableRawBufferPointer(result)[..<ciphertext.count])
            ciphertext.withUnsafeBytes { ciphertext in
                key.withUnsafeBytes { key in
                    iv.withUnsafeBytes { count = decrypt(ciphertext, key: key, iv: $0, into: target) }
                }
            }
            filled = count ?? 0
        }
        return count == nil ? nil : plaintext
    }

    private static func makeContext(
        key: UnsafeRawBufferPointer, iv: UnsafeRawBufferPointer, encrypt: Int32
    ) -> OpaquePointer {
        guard let cipher = Algorithms.cbc(keyCount: key.count) else {
            preconditionFailure("an AES key has 16, 24 or 32 bytes")
        }
        precondition(iv.count == blockCount, "a CBC initialisation vector has 16 bytes")
        guard let context = EVP_CIPHER_CTX_new() else { preconditionFailure("libcrypto: no cipher context") }
        let keyBytes = key.bindMemory(to: UInt8.self).baseAddress
        let ivBytes = iv.bindMemory(to: UInt8.self).baseAddress
        require(EVP_CipherInit_ex2(context, cipher, keyBytes, ivBytes, encrypt, nil) == 1, "AES-CBC key")
        require(EVP_CIPHER_CTX_set_padding(context, 0) == 1, "AES-CBC padding")
        return context
    }

    /// How many padding bytes end these whole blocks, read without a branch on their content, so that a caller who can
    /// send ciphertexts of his own learns nothing from the time; nil when it is no PKCS#7 padding.
    public static func paddingCount(_ blocks: UnsafeRawBufferPointer) -> Int? {
        precondition(blocks.count > 0 && blocks.count % blockCount == 0, "whole blocks only")
        let start = blocks.count - blockCount
        let pad = Int(blocks[blocks.count - 1])
        // A negative difference has its top bit set.
        var bad = (pad - 1) >> 63 | (blockCount - pad) >> 63
        for index in 0..<blockCount {
            let isPadding = (blockCount - 1 - index - pad) >> 63
            bad |= isPadding & (Int(blocks[start + index]) ^ pad)
        }
        return bad == 0 ? pad : nil
    }
}
