// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import HTTPService

/// Threads that hand messages on one by one, each once. A message that finds the queue full, or has waited for too
/// long, is not sent: the consumer asks for another code.
final class DeliveryQueue: Sendable {
    /// A message that has waited longer than this for a free thread is not sent.
    static let waitMax = Duration.seconds(10)
    private static let waitingMax = 256

    private let log: Log
    private let queue: WorkQueue<@Sendable () -> Void>

    /// - Parameter name: of the threads and of the metrics.
    init(name: StaticString, workers: Int, log: Log, metrics: Metrics) {
        self.log = log
        queue = WorkQueue(
            name: name, workers: workers, capacity: Self.waitingMax, metrics: metrics,
            work: { jobs in for job in jobs { job() } })
    }

    /// Runs `send` on a thread of the queue and calls `completion` once with what it says; false when it never ran.
    func submit(_ send: @escaping @Sendable () -> Bool, completion: @escaping @Sendable (Bool) -> Void) {
        let submitted = MonotonicInstant.now
        let isQueued = queue.submit { [log] in
            guard MonotonicInstant.now.duration(since: submitted) < Self.waitMax else {
                log.warning("a message waited too long for its delivery and was not sent")
                return completion(false)
            }
            completion(send())
        }
        if !isQueued {
            log.warning("too many messages wait for their delivery; one was not sent")
            completion(false)
        }
    }

    /// Lets those that wait go out.
    func stop(draining: Duration) {
        _ = queue.stop(draining: draining)
    }
}
