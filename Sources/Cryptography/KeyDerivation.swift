// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// Keys from passphrases.
public enum KeyDerivation {
    /// The most memory that one derivation may take: 1 GiB.
    private static let memoryMax = 1 << 30

    /// scrypt (RFC 7914).
    ///
    /// - Parameters:
    ///   - n: the cost, a power of two above 1.
    ///   - r: the block size.
    ///   - p: the parallelisation; with `n` and `r` it must stay within 1 GiB of memory.
    ///   - count: how many bytes are wanted, at least 1.
    /// - Throws: `invalidArgument` for numbers out of range.
    public static func scrypt(
        passphrase: [UInt8], salt: [UInt8], n: Int, r: Int, p: Int, count: Int
    ) throws(CryptographyError) -> [UInt8] {
        let inRange =
            n > 1 && n & (n - 1) == 0 && n <= 1 << 24 && (1...1024).contains(r) && (1...1024).contains(p)
            && (1...1 << 20).contains(count) && 128 * r * (n + p + 2) <= memoryMax
        guard inRange else {
            throw CryptographyError(.invalidArgument, "scrypt parameters are out of range or need more than 1 GiB")
        }
        var derived = false
        let key = [UInt8](unsafeUninitializedCapacity: count) { result, filled in
            derived = passphrase.withUnsafeBytes { passphrase in
                // A null passphrase would only ask whether the parameters are allowed.
                let text = passphrase.baseAddress ?? UnsafeRawPointer(result.baseAddress)
                return EVP_PBE_scrypt(
                    text?.assumingMemoryBound(to: CChar.self), passphrase.count, salt, salt.count, UInt64(n), UInt64(r),
                    UInt64(p), UInt64(memoryMax + (1 << 20)), result.baseAddress, count) == 1
            }
            filled = derived ? count : 0
        }
        guard derived else {
            ERR_clear_error()
            throw CryptographyError(.operationFailed, "scrypt failed")
        }
        return key
    }
}
