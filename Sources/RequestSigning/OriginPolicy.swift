// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Where the base string's origin comes from. Headers such as `X-Forwarded-Host` are never asked: whoever can set them
/// could move a signature to another host (security 2.4).
public enum OriginPolicy: Sendable {
    /// The origin whose host and port equal the `Host` header, otherwise the first. Must not be empty.
    case configured([PublicOrigin])
    /// The connection's own scheme and the `Host` header.
    case hostHeader

    /// The origin that a request with this `Host` header must have been signed for.
    public func origin(scheme: PublicOrigin.Scheme, host: String?) throws(RequestSigningError) -> PublicOrigin {
        switch self {
        case .configured(let list):
            if list.count > 1, let host {
                for origin in list {
                    guard let sent = try? PublicOrigin(scheme: origin.scheme, authority: host) else { break }
                    if sent == origin { return origin }
                }
            }
            guard let first = list.first else {
                throw RequestSigningError(.malformedURL, "no public origin is configured", place: "host")
            }
            return first
        case .hostHeader:
            guard let host else { throw RequestSigningError(.malformedURL, "there is no Host header", place: "host") }
            return try PublicOrigin(scheme: scheme, authority: host)
        }
    }
}
