// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A card product of a program: the PANs of its cards begin with `prefix`, and card management decides about the tokens
/// of every PAN that does (processing 6.2, 7.3).
public struct CardProductSetting: Sendable, Equatable, Codable {
    /// 1 to 32 characters out of A-Z, 0-9 and `_`.
    public var code: String
    /// 6 to 11 digits.
    public var prefix: String
    /// Whether cards of the product may have tokens.
    public var isTokenizable: Bool

    public init(code: String, prefix: String, isTokenizable: Bool = true) {
        self.code = code
        self.prefix = prefix
        self.isTokenizable = isTokenizable
    }
}

extension CardProductSetting {
    /// `CODE:PREFIX`, then `:untokenizable` where that holds.
    init?(text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(parts.count), (1...32).contains(parts[0].utf8.count),
            parts[0].utf8.allSatisfy({ (65...90).contains($0) || (48...57).contains($0) || $0 == 95 }),
            (6...11).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
            // Token numbers are made there.
            !parts[1].hasPrefix("27209"), parts.count == 2 || parts[2] == "untokenizable"
        else { return nil }
        self.init(code: parts[0], prefix: parts[1], isTokenizable: parts.count == 2)
    }

    var text: String { "\(code):\(prefix)" + (isTokenizable ? "" : ":untokenizable") }
}
