// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// JSON Web Encryption in compact form with RSA-OAEP-256 (RFC 7516), as the network's payloads use it (security 3).
public enum JWE {
    /// The only `alg`.
    public static let algorithm = "RSA-OAEP-256"

    /// What a token may cost.
    public struct Limits: Sendable {
        /// Characters of the whole token.
        public var tokenCountMax: Int
        /// Characters of the header part.
        public var headerCountMax: Int

        public init(tokenCountMax: Int = 64 << 20, headerCountMax: Int = 4096) {
            self.tokenCountMax = tokenCountMax
            self.headerCountMax = headerCountMax
        }
    }

    /// Decrypts a token.
    ///
    /// All parts may use `+` and `/` and carry padding. Everything that can be judged without a key is judged first.
    /// A bad encrypted key then takes the same path as a bad tag. Wipe the plaintext when it has served.
    ///
    /// - Parameter token: the ASCII text as received; it is authenticated as it stands.
    /// - Returns: the plaintext.
    /// - Throws: a `JWEError` that says the same for every cause, unless its `cause` is asked for.
    public static func decrypt(
        _ token: UnsafeRawBufferPointer, keys: DecryptionKeySet, limits: Limits = Limits()
    ) throws(JWEError) -> [UInt8] {
        let parts = try Parts(token, limits)
        let header = try parts.readHeader()
        guard let key = keys.key(named: header.keyID) else {
            throw JWEError(header.keyID == nil ? .ambiguousKey : .unknownKey)
        }
        return try parts.open(header.encryption, key.privateKey)
    }

    /// `decrypt` over an array.
    public static func decrypt(
        _ token: [UInt8], keys: DecryptionKeySet, limits: Limits = Limits()
    ) throws(JWEError) -> [UInt8] {
        let result = token.withUnsafeBytes { token in
            Result { () throws(JWEError) in try decrypt(token, keys: keys, limits: limits) }
        }
        return try result.get()
    }

    /// `decrypt` over a string.
    public static func decrypt(
        _ token: String, keys: DecryptionKeySet, limits: Limits = Limits()
    ) throws(JWEError) -> [UInt8] {
        var token = token
        let result = token.withUTF8 { token in
            Result { () throws(JWEError) in
                try decrypt(UnsafeRawBufferPointer(token), keys: keys, limits: limits)
            }
        }
        return try result.get()
    }

    /// The header of a token, checked like that of a token to decrypt.
    public static func header(
        of token: UnsafeRawBufferPointer, limits: Limits = Limits()
    ) throws(JWEError) -> JWEHeader {
        try Parts(token, limits).readHeader()
    }
}
