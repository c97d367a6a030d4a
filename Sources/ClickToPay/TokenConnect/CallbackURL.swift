// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Where the consumer comes back to (token-connect 5.1, 8.3): absolute, at most 256 characters of printable ASCII, in
/// the plain form that JSON carries. Schemes of apps are allowed; `http` only to this machine.
public struct CallbackURL: WireText, Hashable {
    public static let charactersMax = 256

    public let value: String

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard utf8.count <= Self.charactersMax else { throw .format("must have at most 256 characters") }
        guard utf8.areAll(\.isVisible) else { throw .format("must hold printable ASCII only") }
        let text = utf8.text
        guard let scheme = URLScheme.of(text) else { throw .format("must be absolute, with its scheme") }
        guard !URLScheme.refused.contains(scheme) else {
            throw .value("must not have a scheme that runs in the browser")
        }
        if scheme == "https" || scheme == "http" {
            guard let host = URLScheme.host(of: text) else { throw .format("must name a host, and no user before it") }
            guard scheme == "https" || URLScheme.isLocal(host) else { throw .value("must begin with https") }
        }
        value = text
    }

    /// The same with one more parameter, for the value that binds a return to a session (token-connect 9.2).
    public func appending(_ name: String, _ value: String) throws(ValueFault) -> CallbackURL {
        let pair = PercentText.encode(name) + "=" + PercentText.encode(value)
        return try CallbackURL(LinkParts.append(pair, to: self.value))
    }

    /// Whether it is a scheme of an app: another app can take it over, a verified https link it cannot
    /// (token-connect 9.3).
    public var isAppScheme: Bool {
        switch URLScheme.of(value) {
        case "https", "http": false
        default: true
        }
    }
}
