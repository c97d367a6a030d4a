// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Cryptography
public import WireJSON

/// An RSA public key as a JWK (RFC 7517) with the members that the network's key sets have.
public struct JSONWebKey: Sendable, Equatable {
    /// The key. Its certificate, if any, is not part of the JWK.
    public let publicKey: RSAPublicKey
    /// `kid`
    public var keyID: String?
    /// `use`: `enc` or `sig`.
    public var use: String?
    /// `key_ops`
    public var operations: [String]?
    /// `alg`
    public var algorithm: String?

    public init(
        _ publicKey: RSAPublicKey, keyID: String? = nil, use: String? = nil, operations: [String]? = nil,
        algorithm: String? = nil
    ) {
        self.publicKey = publicKey
        self.keyID = keyID
        self.use = use
        self.operations = operations
        self.algorithm = algorithm
    }

    /// A key that senders encrypt for: `use` `enc`, `alg` `RSA-OAEP-256`.
    public static func forEncryption(_ publicKey: RSAPublicKey, keyID: String) -> JSONWebKey {
        JSONWebKey(
            publicKey, keyID: keyID, use: "enc", operations: ["encrypt", "wrapKey"], algorithm: JWE.algorithm)
    }

    /// A key that signatures verify with: `use` `sig`, `alg` `RS256`.
    public static func forVerification(_ publicKey: RSAPublicKey, keyID: String) -> JSONWebKey {
        JSONWebKey(publicKey, keyID: keyID, use: "sig", operations: ["verify"], algorithm: JWS.algorithm)
    }

    /// Reads a JWK. Members that are not known here are ignored, private ones too.
    public init(_ json: JSONValue) throws(KeySetError) {
        guard json.kind == .object else { throw KeySetError(.notJSON, "a JWK is a JSON object") }
        let keyType = try Self.text(json, "kty")
        guard let keyType else { throw KeySetError(.missingMember, place: "kty", "the member is missing") }
        guard keyType == "RSA" else { throw KeySetError(.unsupportedKeyType, place: "kty", "only RSA keys are read") }
        keyID = try Self.text(json, "kid")
        use = try Self.text(json, "use")
        algorithm = try Self.text(json, "alg")
        operations = try Self.texts(json, "key_ops")
        let modulus = try Self.number(json, "n")
        let exponent = try Self.number(json, "e")
        do {
            publicKey = try RSAPublicKey(modulus: modulus, exponent: exponent)
        } catch {
            throw KeySetError(.unacceptableKey, place: "n", error.reason)
        }
    }

    /// Reads a JWK from its text.
    public init(_ text: [UInt8]) throws(KeySetError) {
        try self.init(Self.document(text, depth: 4).root)
    }

    /// Writes the key with the members in the order of the network's own key sets.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("kty", "RSA")
            writer.member("e", Base64URL.encode(publicKey.exponent))
            writer.member("use", use)
            writer.member("kid", keyID)
            writer.member("key_ops", operations)
            writer.member("alg", algorithm)
            writer.member("n", Base64URL.encode(publicKey.modulus))
        }
    }

    /// The key as JSON text.
    public var json: [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        write(to: &writer)
        return writer.bytes
    }

    /// The JWK thumbprint of RFC 7638.
    public var thumbprint: String { KeyFingerprints(publicKey).thumbprint }

    /// The most bytes that a text of keys may have.
    static let byteCountMax = 1 << 20

    static func document(_ text: [UInt8], depth: Int) throws(KeySetError) -> JSONDocument {
        do {
            return try JSONDocument.parse(text, limits: JSONLimits(depth: depth, bytes: byteCountMax))
        } catch {
            throw KeySetError(.notJSON, "the text is not acceptable JSON: \(error.description)")
        }
    }

    private static func text(_ json: JSONValue, _ name: StaticString) throws(KeySetError) -> String? {
        guard let value = json[name] else { return nil }
        guard let text = value.string else {
            throw KeySetError(.badMember, place: "\(name)", "the member is no string")
        }
        return text
    }

    private static func texts(_ json: JSONValue, _ name: StaticString) throws(KeySetError) -> [String]? {
        guard let value = json[name] else { return nil }
        let texts = value.elements.compactMap(\.string)
        guard value.kind == .array, texts.count == value.count else {
            throw KeySetError(.badMember, place: "\(name)", "the member is no array of strings")
        }
        return texts
    }

    /// A number in base64url.
    static func number(_ json: JSONValue, _ name: StaticString) throws(KeySetError) -> [UInt8] {
        guard let value = json[name] else {
            throw KeySetError(.missingMember, place: "\(name)", "the member is missing")
        }
        guard let bytes = value.string.flatMap({ Base64URL.decode($0) }) else {
            throw KeySetError(.badMember, place: "\(name)", "the member is no base64url text")
        }
        return bytes
    }
}
