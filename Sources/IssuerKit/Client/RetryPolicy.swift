// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay

/// When a call is made again, and how long to wait before (enrollment 4.7).
public struct RetryPolicy: Sendable, Equatable {
    /// Calls in all, the first one included.
    public var attemptsMax: Int
    /// The wait before the second attempt; it doubles from there.
    public var delayFirst: Duration
    public var delayMax: Duration
    /// A longer `Retry-After` than this is not waited for.
    public var retryAfterMax: Duration

    public init(
        attemptsMax: Int = 5, delayFirst: Duration = .seconds(1), delayMax: Duration = .seconds(60),
        retryAfterMax: Duration = .seconds(300)
    ) {
        self.attemptsMax = attemptsMax
        self.delayFirst = delayFirst
        self.delayMax = delayMax
        self.retryAfterMax = retryAfterMax
    }

    /// One attempt and no more.
    public static let never = RetryPolicy(attemptsMax: 1)

    /// Whether a repetition is safe. All operations of this client are: enrolling again gives the ids of the first
    /// time, a batch is told by its `externalBatchId`, and the others set, read or delete (enrollment 17).
    ///
    /// - Parameters:
    ///   - attempt: how many attempts were made, from 1.
    ///   - jitter: a number from 0 to 1 that spreads the callers of a server that comes back.
    /// - Returns: how long to wait before the next attempt; nil when there must be none.
    public func delay(after error: IssuerClientError, attempt: Int, jitter: Double) -> Duration? {
        guard attempt < attemptsMax, Self.isTransient(error) else { return nil }
        if let retryAfter = error.retryAfter {
            return retryAfter <= retryAfterMax ? max(retryAfter, .milliseconds(1)) : nil
        }
        return backoff(attempt: attempt, jitter: jitter)
    }

    /// The wait that doubles with each attempt, spread over its upper half.
    func backoff(attempt: Int, jitter: Double) -> Duration {
        let doublings = min(max(0, attempt - 1), 30)
        let whole = min(delayFirst * (1 << doublings), delayMax)
        return whole * (0.5 + min(max(jitter, 0), 1) / 2)
    }

    /// Whether the same call may succeed later without anybody doing anything.
    public static func isTransient(_ error: IssuerClientError) -> Bool {
        switch error.cause {
        case .configuration, .invalidRequest: return false
        case .notReachable: return true
        case .refused(let status, .gateway(let errors)) where status < 500 && status != 429:
            return errors.contains(where: \.recoverable)
        case .refused(200..<300, .tokenConnect(let errors)): return errors.contains(where: \.isTransient)
        case .refused(let status, _), .unexpectedAnswer(let status, _):
            return status == 429 || (status >= 500 && status != 501 && status != 505)
        }
    }
}
