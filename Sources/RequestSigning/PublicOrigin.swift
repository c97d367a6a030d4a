// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Scheme, host and port under which clients reach a server: the front part of the base string's URI (security 2.3).
public struct PublicOrigin: Sendable, Hashable, CustomStringConvertible {
    public enum Scheme: String, Sendable { case http, https }

    /// The longest host with port, in bytes.
    static let authorityBytesMax = 255

    public let scheme: Scheme
    /// Lower case; an IPv6 address with its brackets.
    public let host: String
    /// Nil when it is the scheme's own port (80 or 443).
    public let port: Int?

    /// Reads `scheme://host[:port]`, with nothing behind it but an optional `/`.
    public init(_ text: String) throws(RequestSigningError) {
        guard let colon = text.range(of: "://"), let scheme = Scheme(rawValue: text[..<colon.lowerBound].lowercased())
        else { throw Self.fault("an origin begins with http:// or https://") }
        var authority = text[colon.upperBound...]
        if authority.last == "/" { authority.removeLast() }
        try self.init(scheme: scheme, authority: String(authority))
    }

    /// Reads what a `Host` header holds: `host[:port]`.
    public init(scheme: Scheme, authority: String) throws(RequestSigningError) {
        let bytes = Array(authority.utf8)
        guard 1...Self.authorityBytesMax ~= bytes.count else { throw Self.fault("the host is missing or too long") }
        let isBracketed = bytes[0] == UInt8(ascii: "[")
        let hostEnd =
            isBracketed
            ? (bytes.firstIndex(of: UInt8(ascii: "]")) ?? -1) + 1
            : bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
        guard hostEnd > 0 else { throw Self.fault("the host is not a name or an address") }
        let inner = isBracketed ? bytes[1..<max(1, hostEnd - 1)] : bytes[..<hostEnd]
        guard !inner.isEmpty, inner.allSatisfy(isBracketed ? Self.isAddressByte : Self.isHostByte) else {
            throw Self.fault("the host is not a name or an address")
        }
        self.scheme = scheme
        self.host = String(decoding: bytes[..<hostEnd].map(Self.lowercase), as: UTF8.self)
        self.port = try Self.port(bytes[hostEnd...], of: scheme)
    }

    /// `scheme://host[:port]`, as it stands in the base string before encoding.
    public var description: String {
        scheme.rawValue + "://" + host + (port.map { ":" + String($0) } ?? "")
    }

    private static func port(_ rest: ArraySlice<UInt8>, of scheme: Scheme) throws(RequestSigningError) -> Int? {
        guard let colon = rest.first else { return nil }
        guard colon == UInt8(ascii: ":"), rest.count <= 6,
            rest.dropFirst().allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { throw fault("the port is not a number") }
        // "host:" means the scheme's own port (RFC 3986, 3.2.3).
        guard rest.count > 1 else { return nil }
        let port = rest.dropFirst().reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        guard 1...65_535 ~= port else { throw fault("the port is not between 1 and 65535") }
        return port == (scheme == .http ? 80 : 443) ? nil : port
    }

    private static func isHostByte(_ byte: UInt8) -> Bool { PercentEncoding.isUnreserved(byte) }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") || PercentEncoding.hexValue(byte) != nil
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }

    private static func fault(_ reason: String) -> RequestSigningError {
        RequestSigningError(.malformedURL, reason, place: "host")
    }
}

extension String {
    /// The first occurrence of `needle`; Foundation's is not available here.
    fileprivate func range(of needle: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}
