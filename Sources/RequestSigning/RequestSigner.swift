// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Cryptography

/// Signs requests (security 2): makes the value of the `Authorization` header.
///
/// Only canonical queries are signed, because others mean different things to different verifiers; see `CanonicalURL`.
public struct RequestSigner: Sendable {
    /// How the header's values are written (security 2.4). All three families verify under rule S1.
    public enum Family: String, Sendable, CaseIterable {
        /// Raw in the header, encoded once in the base string: most published signers.
        case a = "A"
        /// Encoded in the header, encoded twice in the base string: RFC 5849.
        case b = "B"
        /// Encoded in the header, encoded once in the base string. To try a server with; rule `rfc5849` refuses it.
        case c = "C"
    }

    /// When `oauth_body_hash` is sent (security 2.2).
    public enum BodyHash: Sendable {
        /// With every request, as the current published signers do.
        case always
        /// Only with requests that have a body.
        case whenBody
    }

    /// A signed request: where to send it and its header.
    public struct SignedRequest: Sendable {
        public let url: CanonicalURL
        /// The value of the `Authorization` header.
        public let authorization: String
        public let baseString: String
    }

    public let consumerKey: String
    public let method: SignatureMethod
    public let family: Family
    public let bodyHash: BodyHash
    private let key: RSAPrivateKey
    private let clock: any WallClock
    private let entropy: any EntropySource

    /// - Parameters:
    ///   - consumerKey: 1 to 255 characters of `A-Z a-z 0-9 + / = ! . _ ~ -`, else `malformedParameter` is thrown.
    ///   - entropy: where nonces come from.
    public init(
        consumerKey: String, key: RSAPrivateKey, method: SignatureMethod = .rsaSHA256, family: Family = .a,
        bodyHash: BodyHash = .always, clock: any WallClock = SystemClock(),
        entropy: any EntropySource = SystemEntropy()
    ) throws(RequestSigningError) {
        guard SignatureParameters.isSafe(Array(consumerKey.utf8)) else {
            throw RequestSigningError(
                .malformedParameter, "it is not 1 to 255 characters of A-Z a-z 0-9 + / = ! . _ ~ -",
                place: "oauth_consumer_key")
        }
        self.consumerKey = consumerKey
        self.key = key
        self.method = method
        self.family = family
        self.bodyHash = bodyHash
        self.clock = clock
        self.entropy = entropy
    }

    /// The `Authorization` header for a request whose URL is sent exactly as given.
    ///
    /// - Throws: `queryNotCanonical` when the query is not in canonical form, `malformedURL`, `signingFailed`.
    public func sign(method: String, url: String, body: [UInt8] = []) throws(RequestSigningError) -> String {
        let canonical = try CanonicalURL(url)
        guard canonical.wasCanonical else {
            throw RequestSigningError(.queryNotCanonical, "send and sign CanonicalURL(url).text", place: "url")
        }
        return try sign(method: method, url: canonical, body: BodyDigest(of: body)).authorization
    }

    /// Signs with a new nonce and the present time.
    public func sign(
        method: String, url: CanonicalURL, body: BodyDigest = .empty
    ) throws(RequestSigningError) -> SignedRequest {
        try sign(method: method, url: url, body: body, nonce: newNonce(), timestamp: clock.now.seconds)
    }

    /// Signs with a given nonce and time (Unix seconds), for reproducible output.
    public func sign(
        method httpMethod: String, url: CanonicalURL, body: BodyDigest, nonce: String, timestamp: Int64
    ) throws(RequestSigningError) -> SignedRequest {
        guard 1...SignatureParameters.nonceBytesMax ~= nonce.utf8.count,
            nonce.utf8.allSatisfy(PercentEncoding.isUnreserved)
        else {
            throw RequestSigningError(
                .malformedParameter, "it is not 1 to 64 characters of A-Z a-z 0-9 . _ ~ -", place: "oauth_nonce")
        }
        guard timestamp > 0 else {
            throw RequestSigningError(.malformedParameter, "it is not positive", place: "oauth_timestamp")
        }
        let values = headerValues(body, nonce, timestamp)
        let baseString = try baseString(httpMethod, url, values)
        var header = "OAuth "
        for (name, value) in values {
            header += name + "=\"" + (family == .a ? value : PercentEncoding.encode(value)) + "\","
        }
        let signature = PercentEncoding.encode(try signature(over: baseString))
        header += "oauth_signature=\"" + String(decoding: signature, as: UTF8.self) + "\""
        return SignedRequest(url: url, authorization: header, baseString: String(decoding: baseString, as: UTF8.self))
    }

    /// The parameters without the signature, by name.
    private func headerValues(_ body: BodyDigest, _ nonce: String, _ timestamp: Int64) -> [(String, String)] {
        let hash = bodyHash == .whenBody && body.isEmpty ? [] : [("oauth_body_hash", body.base64)]
        return hash + [
            ("oauth_consumer_key", consumerKey), ("oauth_nonce", nonce),
            ("oauth_signature_method", method.rawValue), ("oauth_timestamp", String(timestamp)),
            ("oauth_version", "1.0"),
        ]
    }

    private func baseString(
        _ httpMethod: String, _ url: CanonicalURL, _ values: [(String, String)]
    ) throws(RequestSigningError) -> [UInt8] {
        let target = try RequestTarget(Array(url.target.utf8))
        guard var list = ParameterList(target, as: .raw) else { return [] }
        for (name, value) in values {
            let value = family == .b ? PercentEncoding.encode(value) : value
            list.append(key: name.utf8, value: value.utf8)
        }
        list.sort()
        return SignatureBaseString.build(
            method: try SignatureBaseString.method(httpMethod), origin: url.origin.description,
            path: target.bytes.span.extracting(target.path), sorted: list)
    }

    private func signature(over baseString: [UInt8]) throws(RequestSigningError) -> [UInt8] {
        do {
            let signature = method == .rsaPSS ? try key.signPSS(baseString) : try key.sign(baseString)
            return Base64.encode(signature)
        } catch {
            throw RequestSigningError(.signingFailed, error.description)
        }
    }

    /// 16 characters, 80 bits: the length that every service is known to take (security 2.6).
    private func newNonce() -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
        return String(decoding: entropy.bytes(16).map { alphabet[Int($0 & 31)] }, as: UTF8.self)
    }
}
