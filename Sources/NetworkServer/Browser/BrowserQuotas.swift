// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import Synchronization

/// How often the browser's side may be called (checkout 7), counted before anything is looked up: for each client, each
/// shop, each block of addresses and each identity that is asked about.
final class BrowserQuotas: Sendable {
    /// Calls a minute; 0: no limit. As many may come at once.
    struct Limits: Sendable, Equatable {
        var perClient = 0
        var perApplication = 0
        var perAddressBlock = 0
        var perIdentity = 0
    }

    private let clients: QuotaTable
    private let applications: QuotaTable
    private let blocks: QuotaTable
    private let identities: QuotaTable
    /// Behind a proxy the peer is the proxy: the address is the last one that it has noted.
    private let isBehindProxy: Bool

    init(_ limits: Limits, isBehindProxy: Bool = false) {
        clients = QuotaTable(perMinute: limits.perClient)
        applications = QuotaTable(perMinute: limits.perApplication)
        blocks = QuotaTable(perMinute: limits.perAddressBlock)
        identities = QuotaTable(perMinute: limits.perIdentity)
        self.isBehindProxy = isBehindProxy
    }

    convenience init(_ configuration: ServerConfiguration) {
        self.init(
            Limits(
                perClient: configuration.pageCallsPerClient, perApplication: configuration.pageCallsPerShop,
                perAddressBlock: configuration.pageCallsPerAddressBlock,
                perIdentity: configuration.pageCallsPerIdentity),
            isBehindProxy: configuration.isBehindProxy)
    }

    /// A page of the network's own, which has no client and no shop.
    ///
    /// - Throws: RATE_LIMIT_EXCEEDED.
    func count(_ request: HTTPRequest) throws(BrowserError) {
        if let block = block(request) { try Self.take(blocks, block) }
    }

    /// - Throws: RATE_LIMIT_EXCEEDED.
    func count(client: String, dpa: String, _ request: HTTPRequest) throws(BrowserError) {
        if let block = block(request) { try Self.take(blocks, block) }
        try Self.take(applications, dpa)
        try Self.take(clients, client)
    }

    /// - Parameter identity: a fingerprint, never the identity itself.
    /// - Throws: RATE_LIMIT_EXCEEDED.
    func count(identity: [UInt8]) throws(BrowserError) {
        try Self.take(identities, String(decoding: identity.map { $0 & 0x7F }, as: UTF8.self))
    }

    private func block(_ request: HTTPRequest) -> String? {
        guard isBehindProxy else { return request.remoteAddress.block }
        guard let last = request.headers.values("X-Forwarded-For").last?.split(separator: ",").last else { return nil }
        return RemoteAddress(text: String(last))?.block
    }

    private static func take(_ table: QuotaTable, _ key: String) throws(BrowserError) {
        guard let seconds = table.take(key) else { return }
        throw BrowserError(.rateLimitExceeded, "Too many calls.", retryAfter: seconds)
    }
}

/// Token buckets by name, in bounded memory. It counts by the monotonic clock, which nobody sets.
final class QuotaTable: Sendable {
    private struct Bucket {
        var tokens: Double
        var filled: MonotonicInstant
    }

    /// With so many names the full buckets are thrown away, which loses nothing; when that is not enough, all.
    private static let countMax = 100_000

    private let burst: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    /// - Parameter perMinute: 0: no limit.
    init(perMinute: Int) {
        burst = Double(perMinute)
    }

    /// Takes a token. Otherwise says after how many seconds there will be one.
    func take(_ key: String, at instant: MonotonicInstant = .now) -> Int? {
        guard burst > 0 else { return nil }
        return buckets.withLock { buckets in
            if buckets.count >= Self.countMax, buckets[key] == nil { sweep(&buckets, instant) }
            var bucket = buckets[key] ?? Bucket(tokens: burst, filled: instant)
            bucket.tokens = tokens(bucket, instant)
            bucket.filled = instant
            defer { buckets[key] = bucket }
            guard bucket.tokens >= 1 else { return max(1, Int(((1 - bucket.tokens) * 60 / burst).rounded(.up))) }
            bucket.tokens -= 1
            return nil
        }
    }

    private func tokens(_ bucket: Bucket, _ instant: MonotonicInstant) -> Double {
        let elapsed = instant.duration(since: bucket.filled).components
        let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
        return min(burst, bucket.tokens + seconds * burst / 60)
    }

    private func sweep(_ buckets: inout [String: Bucket], _ instant: MonotonicInstant) {
        buckets = buckets.filter { tokens($0.value, instant) < burst }
        if buckets.count >= Self.countMax { buckets.removeAll(keepingCapacity: true) }
    }
}
