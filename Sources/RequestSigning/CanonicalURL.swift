// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// An absolute URL whose query every verifier reads the same way (the rule for a client in security 2.4): each
/// character outside the unreserved set is an upper-case `%XX`, a blank is `%20`, a plus is `%2B`, and every key has
/// its `=`.
///
/// Send the request to `text`, not to the URL it was made from.
public struct CanonicalURL: Sendable, Hashable, CustomStringConvertible {
    /// The URL without its fragment, its query rewritten; everything else as given.
    public let text: String
    public let origin: PublicOrigin
    /// Path and query: what stands in the request line.
    public let target: String
    /// Whether the query that was given was canonical already.
    public let wasCanonical: Bool

    /// Reads an `http` or `https` URL. `+` in its query is taken for a blank, as a server takes it; use
    /// `query(_:)` to put names and values together without any doubt.
    ///
    /// - Throws: `malformedURL` for anything but scheme, host, optional port, path and query, for bytes outside
    ///   printable ASCII in host or path, and for a `%` without two digits in the query.
    public init(_ url: String) throws(RequestSigningError) {
        let url = try AbsoluteURL(url)
        let sent = try RequestTarget(url.target)
        guard sent.bytes[sent.path].allSatisfy({ $0 < 0x80 }) else {
            throw Self.fault("the path holds a character that must be percent-encoded")
        }
        guard !sent.hasOAuthParameter else { throw Self.fault("oauth_* parameters belong into the header") }
        guard let query = Self.canonicalQuery(of: sent) else {
            throw Self.fault("a % in the query is not followed by two digits")
        }
        wasCanonical = query == Array(sent.bytes[sent.query])
        let path = sent.bytes[sent.path]
        let target = query.isEmpty ? Array(path) : path + [UInt8(ascii: "?")] + query
        self.target = String(decoding: target, as: UTF8.self)
        origin = url.origin
        text = url.front + self.target
    }

    /// A canonical query (without `?`) of names and values in this order.
    public static func query(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }.joined(separator: "&")
    }

    public var description: String { text }

    private static func canonicalQuery(of target: RequestTarget) -> [UInt8]? {
        guard let list = ParameterList(target, as: .rfc) else { return nil }
        var query: [UInt8] = []
        for entry in list.entries {
            if !query.isEmpty { query.append(UInt8(ascii: "&")) }
            query += list.bytes[entry.key] + [UInt8(ascii: "=")] + list.bytes[entry.value]
        }
        return query
    }

    private static func fault(_ reason: String) -> RequestSigningError {
        RequestSigningError(.malformedURL, reason, place: "url")
    }
}
