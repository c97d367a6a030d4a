// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import HTTPService

/// A cookie that no script can read.
public struct PageCookie: Sendable {
    /// Without the prefix that a secure one gets.
    private let plainName: String
    private let path: String
    /// Whether the server is reached by https alone.
    private let isSecure: Bool
    /// Whether pages of others get it too, in what they ask of this server.
    private let isCrossSite: Bool

    public init(_ name: String, path: String = "/", isSecure: Bool, isCrossSite: Bool = false) {
        self.isCrossSite = isCrossSite
        plainName = name
        self.path = path
        self.isSecure = isSecure
    }

    /// A browser takes these names only from a secure server, and the first only for all of its paths.
    public var name: String {
        guard isSecure else { return plainName }
        return (path == "/" ? "__Host-" : "__Secure-") + plainName
    }

    /// - Parameter value: letters, digits, `-`, `_` and `.`.
    public func set(_ value: String, seconds: Int) -> HTTPField {
        // Browsers take a cookie for all sites only with Secure, which on this machine needs no TLS.
        let secure = isSecure || isCrossSite ? "; Secure" : ""
        let site = isCrossSite ? "None" : "Lax"
        return HTTPField(
            "Set-Cookie", "\(name)=\(value); Path=\(path); Max-Age=\(seconds); HttpOnly; SameSite=\(site)\(secure)")
    }

    public var clearing: HTTPField { self.set("", seconds: 0) }

    /// The value that the browser sent; nil when it sent none or an empty one.
    public func value(in request: HTTPRequest) -> String? {
        for header in request.headers.values("Cookie") {
            for part in header.split(separator: ";") {
                let pair = part.drop { $0 == " " }
                guard let equals = pair.firstIndex(of: "="), pair[..<equals] == name else { continue }
                let value = pair[pair.index(after: equals)...]
                return value.isEmpty ? nil : String(value)
            }
        }
        return nil
    }
}
