// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Cryptography

/// JSON Web Signature in compact form with RS256 (RFC 7515), as push provisioning and checkout use it (security 5).
public enum JWS {
    /// The only `alg`. It is never taken from a token.
    public static let algorithm = "RS256"

    /// What a token may cost.
    public struct Limits: Sendable {
        /// Characters of the whole token.
        public var tokenCountMax: Int
        /// Characters of the header part.
        public var headerCountMax: Int

        public init(tokenCountMax: Int = 1 << 20, headerCountMax: Int = 4096) {
            self.tokenCountMax = tokenCountMax
            self.headerCountMax = headerCountMax
        }
    }

    /// A token whose signature is right.
    public struct Message: Sendable, Equatable {
        public let header: JWSHeader
        /// The signed bytes.
        public let payload: [UInt8]
    }

    /// Signs `payload`; the same payload, key and header give the same token.
    ///
    /// - Throws: `emptyPart` for an empty payload, whose token receivers refuse; `keyFailed`.
    public static func sign(
        _ payload: [UInt8], with key: RSAPrivateKey, header: JWSHeader
    ) throws(JWSError) -> String {
        guard !payload.isEmpty else { throw JWSError(.emptyPart) }
        let signed = Base64URL.encode(header.json) + "." + Base64URL.encode(payload)
        guard let signature = try? key.sign(Array(signed.utf8)) else { throw JWSError(.keyFailed) }
        return signed + "." + Base64URL.encode(signature)
    }

    /// Signs `payload` under a header of `alg` and `kid` and nothing else (security 5.1).
    public static func sign(
        _ payload: [UInt8], with key: RSAPrivateKey, keyID: String
    ) throws(JWSError) -> String {
        try sign(payload, with: key, header: JWSHeader(keyID: keyID))
    }

    /// Verifies a token with the trusted key that its `kid` names.
    ///
    /// Exactly three non-empty parts in strict base64url, `alg` RS256, no `crit`. The payload is given back undamaged
    /// and unread.
    public static func verify(
        _ token: String, keys: VerificationKeySet, limits: Limits = Limits()
    ) throws(JWSError) -> Message {
        try verify(token, limits) { (header) throws(JWSError) in
            guard let keyID = header.keyID else { throw JWSError(.missingKeyID) }
            guard let key = keys.key(id: keyID) else { throw JWSError(.unknownKey) }
            return key
        }
    }

    /// Verifies a token with this key, whatever its `kid` says.
    public static func verify(
        _ token: String, key: RSAPublicKey, limits: Limits = Limits()
    ) throws(JWSError) -> Message {
        try verify(token, limits) { (_) throws(JWSError) in key }
    }

    private static func verify(
        _ token: String, _ limits: Limits, key: (JWSHeader) throws(JWSError) -> RSAPublicKey
    ) throws(JWSError) -> Message {
        var token = token
        let result = token.withUTF8 { token in
            Result { () throws(JWSError) in try verify(UnsafeRawBufferPointer(token), limits, key: key) }
        }
        return try result.get()
    }

    private static func verify(
        _ token: UnsafeRawBufferPointer, _ limits: Limits, key: (JWSHeader) throws(JWSError) -> RSAPublicKey
    ) throws(JWSError) -> Message {
        guard token.count <= limits.tokenCountMax else { throw JWSError(.tooLong) }
        guard let parts = CompactParts.split(token, count: 3) else { throw JWSError(.notCompact) }
        guard parts.allSatisfy({ !$0.isEmpty }) else { throw JWSError(.emptyPart) }
        guard parts[0].count <= limits.headerCountMax else { throw JWSError(.headerTooLong) }
        guard let headerJSON = Base64URL.decode(parts[0]) else { throw JWSError(.notBase64URL) }
        let header = try JWSHeader(headerJSON)
        let key = try key(header)
        guard let signature = Base64URL.decode(parts[2]), let payload = Base64URL.decode(parts[1]) else {
            throw JWSError(.notBase64URL)
        }
        let signed = UnsafeRawBufferPointer(rebasing: token[..<(parts[0].count + 1 + parts[1].count)])
        guard signature.withUnsafeBytes({ key.verify($0, of: signed) }) else { throw JWSError(.notAuthentic) }
        return Message(header: header, payload: payload)
    }
}
