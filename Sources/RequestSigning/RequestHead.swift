// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What of a request's head takes part in its signature, as it came over the wire.
public struct RequestHead: Sendable {
    public var method: String
    /// Path and query exactly as sent, escapes untouched: `/path?query`.
    public var target: String
    /// The scheme of the connection; used only where no public origin is configured.
    public var scheme: PublicOrigin.Scheme
    /// The `Host` header.
    public var host: String?
    /// Every `Authorization` header.
    public var authorizationHeaders: [String]

    public init(
        method: String, target: String, scheme: PublicOrigin.Scheme = .https, host: String? = nil,
        authorizationHeaders: [String]
    ) {
        self.method = method
        self.target = target
        self.scheme = scheme
        self.host = host
        self.authorizationHeaders = authorizationHeaders
    }

    /// The head of a request to an absolute URL, its target left exactly as it stands there.
    public init(method: String, url: String, authorizationHeaders: [String]) throws(RequestSigningError) {
        let url = try AbsoluteURL(url)
        let target = url.target.first == UInt8(ascii: "/") ? url.target : [UInt8(ascii: "/")] + url.target
        self.init(
            method: method, target: String(decoding: target, as: UTF8.self), scheme: url.origin.scheme,
            host: url.authority, authorizationHeaders: authorizationHeaders)
    }
}

/// A request whose head has passed steps 1 to 4 of the verification and which waits for its body.
public struct HeadChecked: Sendable {
    public let parameters: SignatureParameters
    public let key: SigningKey
    let signed: SignedParts

    /// The consumer key of the client that claims to have signed. Not proven until `finish` has returned.
    public var claimedConsumerKey: String { parameters.consumerKey }
}

/// Method, origin and target, checked and ready for base strings.
struct SignedParts: Sendable {
    let method: [UInt8]
    let origin: PublicOrigin
    let target: RequestTarget
}

/// A request that its client has signed and that has not been seen before.
public struct VerifiedRequest: Sendable {
    /// The full consumer key.
    public let consumerKey: String
    /// The key that verified it.
    public let key: SigningKey
    /// The request's own timestamp, in Unix seconds.
    public let timestamp: Int64
    /// The form whose base string was signed.
    public let form: BaseStringForm

    /// Whether `+` in the query must be read as a literal plus, because only that reading was signed. Otherwise the
    /// query must be read as an HTML form, with `+` as a blank (security 2.4).
    public var isPlusLiteral: Bool { form.query == .percent }
}
