// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension HTTPClientRequest {
    /// `host[:port]` of the URL, empty when there is none.
    var host: String {
        guard let scheme = url.firstRange(of: "://") else { return "" }
        let rest = url[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        // A user and password are not part of a place.
        return String(authority.split(separator: "@", omittingEmptySubsequences: false).last ?? "")
    }

    /// Refuses what would change the shape of the request on the wire.
    func check() throws(HTTPClientError) {
        let lower = url.prefix(8).lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://"), !host.isEmpty else {
            throw HTTPClientError(
                code: .invalidRequest, message: "the URL is not an absolute http or https URL", host: "")
        }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw HTTPClientError(
                code: .invalidRequest, message: "the URL holds a space, a control or a non-ASCII character", host: host)
        }
        guard !method.isEmpty, method.utf8.allSatisfy(isTokenByte) else {
            throw HTTPClientError(code: .invalidRequest, message: "the method is not a token", host: host)
        }
        for header in headers {
            guard !header.name.isEmpty, header.name.utf8.allSatisfy(isTokenByte),
                header.value.utf8.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F })
            else {
                throw HTTPClientError(
                    code: .invalidRequest, message: "a header name or value holds a character that is not allowed",
                    host: host)
            }
        }
    }
}

/// Whether a byte may stand in a method or a header name (RFC 9110, 5.6.2).
private func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
        UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
        true
    default:
        false
    }
}
