// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// An account range that is enabled in Token Connect: the accounts whose numbers, padded right with zeros to 19 digits,
/// begin with `prefix`.
struct PushRange: Sendable, Equatable {
    static let digitCount = 19

    /// 1 to 11 digits.
    var prefix: String
    var product: PushProduct
    /// The token requestors that may have accounts of the range; none: it is there to keep others out.
    var requestors: Set<String>

    /// The number of 19 digits that the range begins with.
    var start: String { Self.padded(prefix) }

    /// Digits padded right with zeros to 19 (token-connect 3.1).
    static func padded(_ digits: String) -> String {
        digits + String(repeating: "0", count: max(0, digitCount - digits.utf8.count))
    }
}
