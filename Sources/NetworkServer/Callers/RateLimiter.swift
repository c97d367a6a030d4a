// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Synchronization

/// A token bucket for each client: so many requests a second, and so many at once. It counts by the monotonic clock,
/// which nobody sets.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filled: MonotonicInstant
    }

    private let perSecond: Double
    private let burst: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    /// - Parameters:
    ///   - perSecond: 0: no limit.
    ///   - burst: how many may come at once.
    init(perSecond: Int, burst: Int) {
        self.perSecond = Double(perSecond)
        self.burst = Double(max(1, burst))
    }

    /// Takes a token. Otherwise says after how many seconds there will be one.
    ///
    /// - Parameters:
    ///   - client: a known client; the number of clients bounds the memory.
    ///   - perSecond: another rate than the server's own; it counts from now on.
    ///   - burst: another burst than the server's own.
    func take(
        _ client: String, perSecond: Int? = nil, burst: Int? = nil, at instant: MonotonicInstant = .now
    ) -> Int? {
        let perSecond = perSecond.map(Double.init) ?? self.perSecond
        let burst = burst.map { Double(max(1, $0)) } ?? self.burst
        guard perSecond > 0 else { return nil }
        return buckets.withLock { buckets in
            var bucket = buckets[client] ?? Bucket(tokens: burst, filled: instant)
            let elapsed = instant.duration(since: bucket.filled).components
            let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
            bucket.tokens = min(burst, bucket.tokens + seconds * perSecond)
            bucket.filled = instant
            defer { buckets[client] = bucket }
            guard bucket.tokens >= 1 else { return max(1, Int(((1 - bucket.tokens) / perSecond).rounded(.up))) }
            bucket.tokens -= 1
            return nil
        }
    }
}

/// How often one thing may be asked for: the status of a batch. Remembers only what was asked within the interval.
final class AskInterval: Sendable {
    private struct State {
        var asked: [Int64: MonotonicInstant] = [:]
        var swept: MonotonicInstant = .now
    }

    private let interval: Duration
    private let state = Mutex(State())

    /// - Parameter seconds: 0: no limit.
    init(seconds: Int) {
        interval = .seconds(seconds)
    }

    /// Notes the question. When it came too early, says after how many seconds it may be asked.
    func ask(_ subject: Int64, at instant: MonotonicInstant = .now) -> Int? {
        guard interval > .zero else { return nil }
        return state.withLock { state in
            if instant.duration(since: state.swept) > interval {
                state.asked = state.asked.filter { instant.duration(since: $0.value) < interval }
                state.swept = instant
            }
            if let last = state.asked[subject] {
                let passed = instant.duration(since: last)
                if passed < interval { return max(1, Int((interval - passed).components.seconds) + 1) }
            }
            state.asked[subject] = instant
            return nil
        }
    }
}
