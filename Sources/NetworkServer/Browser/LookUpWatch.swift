// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Synchronization

/// The alarm on a client that asks mostly about people whom nobody knows, as who tries out a list of addresses does
/// (checkout 7, "Limit the oracle"). It refuses nothing: the quotas do.
///
/// Look-ups are counted for each client in spans of ten minutes by the monotonic clock. A span has one alarm for a
/// client at most: a line in the log with its id, and a count in the metrics.
final class LookUpWatch: Sendable {
    /// When there is an alarm.
    struct Limits: Sendable, Equatable {
        /// Misses of a client in a span at least; 0: there are no alarms.
        var misses = 100
        /// Of a hundred look-ups, so many misses at least.
        var percent = 80
    }

    private struct Span {
        var began: MonotonicInstant
        var lookUps = 0
        var misses = 0
        var isTold = false
    }

    private static let length = Duration.seconds(600)
    /// Clients are the operator's own; with more names than this, those whose span is over are forgotten.
    private static let clientsMax = 10_000

    private let limits: Limits
    private let log: Log
    private let present: Counter
    private let absent: Counter
    private let alarms: Counter
    private let spans = Mutex<[String: Span]>([:])

    init(_ limits: Limits, log: Log, metrics: Metrics) {
        self.limits = limits
        self.log = log
        present = metrics.counter(
            "muster_look_ups_total", "Look-ups of consumers by shops, by what they found.",
            MetricLabel("found", "present"))
        absent = metrics.counter(
            "muster_look_ups_total", "Look-ups of consumers by shops, by what they found.",
            MetricLabel("found", "absent"))
        alarms = metrics.counter(
            "muster_look_up_alarms_total", "Spans of ten minutes in which a client looked up mostly unknown people.")
    }

    /// Counts a look-up. Both answers are the same work.
    func count(client: String, isPresent: Bool, at instant: MonotonicInstant = .coarse) {
        (isPresent ? present : absent).add()
        guard limits.misses > 0 else { return }
        let alarm = spans.withLock { spans -> Span? in
            if spans.count >= Self.clientsMax, spans[client] == nil { Self.forget(&spans, at: instant) }
            var span = spans[client] ?? Span(began: instant)
            if instant.duration(since: span.began) >= Self.length { span = Span(began: instant) }
            span.lookUps += 1
            span.misses += isPresent ? 0 : 1
            let isAlarm =
                !span.isTold && span.misses >= limits.misses && span.misses * 100 >= span.lookUps * limits.percent
            if isAlarm { span.isTold = true }
            spans[client] = span
            return isAlarm ? span : nil
        }
        guard let alarm else { return }
        alarms.add()
        log.warning(
            "a client looks up mostly people whom nobody knows", .identifier("srcClientId", client),
            .int("lookUps", alarm.lookUps), .int("misses", alarm.misses))
    }

    /// Counts what a call that begins a sign-in has told of its identity: that it is nobody's, or that it is known.
    func count(client: String, told error: (any Error)?) {
        let reason = (error as? BrowserError)?.reason
        guard error == nil || reason == .notFound else { return }
        count(client: client, isPresent: error == nil)
    }

    private static func forget(_ spans: inout [String: Span], at instant: MonotonicInstant) {
        spans = spans.filter { instant.duration(since: $0.value.began) < length }
        if spans.count >= clientsMax { spans.removeAll(keepingCapacity: true) }
    }
}
