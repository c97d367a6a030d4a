// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The scheme of an absolute URL, and what browsers may be sent to (token-connect 8.3).
enum URLScheme {
    /// In lower case; nil when the text does not begin with one.
    static func of(_ url: some StringProtocol) -> String? {
        guard let colon = url.firstIndex(of: ":") else { return nil }
        let scheme = url[..<colon]
        guard let first = scheme.utf8.first, first.isLetter, url.index(after: colon) < url.endIndex,
            scheme.utf8.allSatisfy({
                $0.isAlphanumeric || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
            })
        else { return nil }
        return scheme.lowercased()
    }

    /// Schemes that run code or read files where they are opened.
    static let refused: Set<String> = ["about", "blob", "data", "file", "javascript", "vbscript"]

    /// The host of an `http` or `https` URL, in lower case without its port. Nil when there is none or it is not a
    /// host's name, and when somebody's name stands before it: `https://bank.example@evil.example` leads to the second.
    /// A backslash is part of a name to some readers and its end to others, so it is refused as well.
    static func host(of url: some StringProtocol) -> String? {
        guard let start = url.firstRange(of: "://") else { return nil }
        let authority = url[start.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let end = (authority.firstIndex(of: "]").map { authority.index(after: $0) }) ?? authority.firstIndex(of: ":")
        let host = authority[..<(end ?? authority.endIndex)]
        let port = authority[host.endIndex...]
        guard port.isEmpty || port.first == ":" && port.dropFirst().utf8.allSatisfy(\.isDigit) else { return nil }
        let isAddress = host.hasPrefix("[") && host.hasSuffix("]")
        let name = isAddress ? host.dropFirst().dropLast() : host
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: ":"): isAddress
            case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: byte.isAlphanumeric
            }
        }
        return isName && !name.isEmpty ? host.lowercased() : nil
    }

    /// Whether a host is this machine.
    static func isLocal(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }
}
