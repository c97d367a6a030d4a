// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// The numbers of RSA keys: which are accepted (security 1), and how they become keys.
enum RSANumbers {
    static let bitsMin = 2048
    /// A check with a bigger key would take milliseconds, a gift to whoever may send keys.
    static let bitsMax = 8192
    private static let exponentByteCountMax = 8

    /// The size of an acceptable modulus. Both numbers are big-endian without leading zeros.
    static func check(modulus: [UInt8], exponent: [UInt8]) throws(CryptographyError) -> Int {
        guard let first = modulus.first, let last = modulus.last, let exponentLast = exponent.last else {
            throw CryptographyError(.unacceptableKey, "the RSA modulus or exponent is zero")
        }
        let bits = modulus.count * 8 - first.leadingZeroBitCount
        guard (bitsMin...bitsMax).contains(bits) else {
            throw CryptographyError(
                .unacceptableKey, "an RSA key has \(bitsMin) to \(bitsMax) bits, not \(bits)")
        }
        guard last & 1 == 1 else { throw CryptographyError(.unacceptableKey, "the RSA modulus is even") }
        guard exponentLast & 1 == 1, exponent.count <= exponentByteCountMax, exponent != [1] else {
            throw CryptographyError(.unacceptableKey, "the RSA exponent is odd, at least 3 and at most 64 bits long")
        }
        return bits
    }

    /// A public key of these numbers.
    static func publicKey(modulus: [UInt8], exponent: [UInt8]) -> OpaquePointer? {
        key([("n", modulus), ("e", exponent)], selection: muster_EVP_PKEY_PUBLIC_KEY)
    }

    /// A private key of these numbers.
    static func privateKey(_ numbers: RSAPrivateNumbers) -> OpaquePointer? {
        key(
            [
                ("n", numbers.modulus), ("e", numbers.exponent), ("d", numbers.privateExponent),
                ("rsa-factor1", numbers.prime1), ("rsa-factor2", numbers.prime2),
                ("rsa-exponent1", numbers.exponent1), ("rsa-exponent2", numbers.exponent2),
                ("rsa-coefficient1", numbers.coefficient),
            ], selection: muster_EVP_PKEY_KEYPAIR)
    }

    private static func key(_ numbers: [(StaticString, [UInt8])], selection: Int32) -> OpaquePointer? {
        let builder = OSSL_PARAM_BLD_new()
        let context = EVP_PKEY_CTX_new_from_name(nil, "RSA", nil)
        let values = numbers.map { BN_bin2bn($0.1, Int32($0.1.count), BN_secure_new()) }
        defer {
            for value in values { BN_clear_free(value) }
            OSSL_PARAM_BLD_free(builder)
            EVP_PKEY_CTX_free(context)
            ERR_clear_error()
        }
        guard let builder, let context else { return nil }
        for (number, value) in zip(numbers, values) {
            // The builder keeps the name's address until the parameters are made, so it must be a static string.
            guard let value, OSSL_PARAM_BLD_push_BN(builder, cString(number.0), value) == 1 else { return nil }
        }
        guard let parameters = OSSL_PARAM_BLD_to_param(builder) else { return nil }
        defer { OSSL_PARAM_free(parameters) }
        var key: OpaquePointer?
        guard EVP_PKEY_fromdata_init(context) == 1, EVP_PKEY_fromdata(context, &key, selection, parameters) == 1
        else { return nil }
        return key
    }

    /// Modulus and exponent of a key that libcrypto has read.
    static func ofKey(_ key: OpaquePointer) throws(CryptographyError) -> (modulus: [UInt8], exponent: [UInt8]) {
        guard EVP_PKEY_is_a(key, "RSA") == 1 else {
            throw CryptographyError(.unsupportedKey, "the key is no RSA key")
        }
        guard let modulus = number(key, "n"), let exponent = number(key, "e") else {
            ERR_clear_error()
            throw CryptographyError(.unreadableKey, "the RSA key has no modulus or no exponent")
        }
        return (modulus, exponent)
    }

    private static func number(_ key: OpaquePointer, _ name: String) -> [UInt8]? {
        var value: OpaquePointer?
        guard EVP_PKEY_get_bn_param(key, name, &value) == 1, let value else { return nil }
        defer { BN_free(value) }
        return bytesOfNumber(value)
    }
}
