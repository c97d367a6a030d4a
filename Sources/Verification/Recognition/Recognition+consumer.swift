// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import Store
internal import Vault

/// A browser that is remembered, as its consumer is shown it (checkout 5.8).
public struct KnownBrowser: Sendable, Equatable {
    /// All its tokens go together.
    public var family: Int64
    /// The row number of the profile that it is remembered for.
    public var consumer: Int64
    /// The client whose pages remember it; nil: it was remembered before that was kept.
    public var client: String?
    public var remembered: Timestamp
    /// When it is forgotten unless it comes back.
    public var expires: Timestamp
}

/// What consumers do with the browsers that are remembered for them.
extension Recognition {
    /// Tokens of one consumer that are looked at: a browser has two at most, for minutes.
    static let tokensMax = 400

    /// The browsers that are remembered for these profiles, the newest first.
    public func browsers(of consumers: [Int64]) throws -> [KnownBrowser] {
        let now = clock.now
        let rows = try store.read { reading in
            try consumers.flatMap { try reading.recognitions(of: $0, limit: Self.tokensMax) }
        }
        var browsers: [Int64: KnownBrowser] = [:]
        for row in rows where row.expires > now {
            var browser =
                browsers[row.family]
                ?? KnownBrowser(
                    family: row.family, consumer: row.consumer, client: row.client, remembered: row.remembered,
                    expires: row.expires)
            browser.remembered = min(browser.remembered, row.remembered)
            browser.expires = max(browser.expires, row.expires)
            browsers[row.family] = browser
        }
        return browsers.values.sorted { ($0.remembered, $0.family) > ($1.remembered, $1.family) }
    }

    /// Whether a browser is still remembered for a profile.
    public func isRemembered(family: Int64, consumer: Int64) throws -> Bool {
        let now = clock.now
        return try store.read { try $0.recognitions(of: consumer, limit: Self.tokensMax) }
            .contains { $0.family == family && $0.expires > now }
    }

    /// Forgets browsers of these profiles, with every token of theirs. Each is noted in the audit.
    ///
    /// - Parameters:
    ///   - family: this one alone; nil: all of them. One of another profile stays as it is.
    ///   - actor: who wants it.
    /// - Returns: how many browsers were forgotten.
    @discardableResult
    public func forget(
        family: Int64?, of consumers: [Int64], by actor: String, correlation: String
    ) throws -> Int {
        try store.write { [clock] writing in
            var forgotten = Set<Int64>()
            for consumer in consumers {
                for row in try writing.recognitions(of: consumer, limit: Self.tokensMax)
                where (family.map { $0 == row.family } ?? true) && forgotten.insert(row.family).inserted {
                    try writing.deleteRecognitions(family: row.family)
                    try writing.append(
                        audit: Self.audit("recognition.revoke", row, clock.now, actor, correlation))
                }
                // Beyond those that were looked at there may be more.
                if family == nil { try writing.deleteRecognitions(consumer: consumer) }
            }
            return forgotten.count
        }
    }
}
