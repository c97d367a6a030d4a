// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import Cryptography
public import JOSE

/// The signature over receipts and settings (token-connect 7). An issuer passes it on and need not look into it; this
/// is for whoever wants to know.
public enum PushSignature {
    /// What a key has vouched for.
    public struct Verified: Sendable, Hashable {
        public let keyID: String?
        public let claims: PushClaims
    }

    public enum Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        case signature(JWSError.Cause)
        /// The signature fits, and what it covers is no such content.
        case content(LinkFinding)

        public var description: String {
            switch self {
            case .signature(let cause): cause.description
            case .content(let finding): finding.message
            }
        }
    }

    private static let limits = JWS.Limits(tokenCountMax: PushRedirect.signatureBytesMax)

    /// Verifies with the key that the `kid` selects; RS256 alone is taken, and no key from inside the token.
    public static func verify(_ token: String, keys: VerificationKeySet) throws(Refusal) -> Verified {
        try read { () throws(JWSError) in try JWS.verify(token, keys: keys, limits: limits) }
    }

    /// Verifies with the one key that was meant.
    public static func verify(_ token: String, key: RSAPublicKey) throws(Refusal) -> Verified {
        try read { () throws(JWSError) in try JWS.verify(token, key: key, limits: limits) }
    }

    /// What is in a token that nobody has verified: to be shown, never to be relied on.
    public static func unverifiedClaims(_ token: String) throws(Refusal) -> PushClaims {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= limits.tokenCountMax, parts.count == 3 else { throw .signature(.notCompact) }
        guard let json = Base64URL.decode(String(parts[1])) else { throw .signature(.notBase64URL) }
        return try claims(json)
    }

    private static func read(_ verify: () throws(JWSError) -> JWS.Message) throws(Refusal) -> Verified {
        let message: JWS.Message
        do throws(JWSError) {
            message = try verify()
        } catch {
            throw .signature(error.cause)
        }
        return Verified(keyID: message.header.keyID, claims: try claims(message.payload))
    }

    private static func claims(_ json: [UInt8]) throws(Refusal) -> PushClaims {
        do throws(LinkFinding) {
            return try PushClaims(json: json)
        } catch {
            throw .content(error)
        }
    }
}
