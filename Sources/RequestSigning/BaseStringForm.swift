// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// How the query's keys and values enter the parameter string (security 2.4).
public enum QueryForm: String, Sendable, Hashable, CaseIterable {
    /// Decoded as an HTML form (`+` is a blank), then encoded: RFC 5849.
    case rfc = "Q_rfc"
    /// Exactly as on the wire.
    case raw = "Q_raw"
    /// `%XX` decoded, `+` kept, then encoded.
    case percent = "Q_pct"
}

/// How the `oauth_*` values of the header enter the parameter string (security 2.4).
public enum HeaderForm: String, Sendable, Hashable, CaseIterable {
    /// Exactly as between the quotes.
    case verbatim = "O_verb"
    /// `%XX` decoded once.
    case decoded = "O_dec"
}

/// One way of writing a request's base string.
public struct BaseStringForm: Sendable, Hashable, CustomStringConvertible {
    public let query: QueryForm
    public let header: HeaderForm

    public init(_ query: QueryForm, _ header: HeaderForm) {
        self.query = query
        self.header = header
    }

    /// For example `Q_rfc/O_verb`.
    public var description: String { query.rawValue + "/" + header.rawValue }
}
