// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Dispatch
internal import Foundation
internal import Store
internal import Tokenization

/// Asks issuers about the cards of batches, after the batch was accepted and before it is processed. Each program has a
/// lane of its own, which takes its batches one after the other and asks about several cards at once: an issuer that is
/// slow delays its own batches alone. What waits is in the inbox; only headers are kept in memory.
final class BatchAuthorization: @unchecked Sendable {
    // Everything mutable is guarded by `condition`.

    /// Questions of one program at once.
    private static let width = 8
    /// How often an issuer that does not answer is asked about a card before its record fails (enrollment 7.8).
    private static let attemptsMax = 3

    private let point: any AuthorizationPoint
    private let inbox: any InboxStore
    private let preparation: BatchPreparation
    /// Before an issuer that did not answer is asked again; each time longer.
    private let pause: Duration
    private let condition = NSCondition()
    private var waiting: [Int64: [BatchHeader]] = [:]
    private var running: Set<Int64> = []
    /// The batches that wait or are asked about: one that is queued twice is asked about once.
    private var entered: Set<Int64> = []
    private var isStopping = false

    init(
        _ point: any AuthorizationPoint, inbox: any InboxStore, preparation: BatchPreparation, pause: Duration
    ) {
        self.pause = pause
        self.point = point
        self.inbox = inbox
        self.preparation = preparation
    }

    func decides(for directory: Int64) -> Bool { point.decides(for: directory) }

    /// Queues a batch whose payload is in the inbox. `done` gets it back prepared, from another thread.
    func submit(_ header: BatchHeader, done: @escaping @Sendable (PreparedBatch) -> Void) {
        condition.lock()
        defer { condition.unlock() }
        guard !isStopping, entered.insert(header.batch).inserted else { return }
        waiting[header.directory, default: []].append(header)
        guard running.insert(header.directory).inserted else { return }
        let thread = Thread { [self] in run(header.directory, done) }
        thread.name = "authorize-\(header.directory)"
        thread.stackSize = 4 << 20
        thread.start()
    }

    func waitUntilIdle() {
        condition.lock()
        while !running.isEmpty { condition.wait() }
        condition.unlock()
    }

    var isIdle: Bool {
        condition.lock()
        defer { condition.unlock() }
        return running.isEmpty
    }

    /// Lets the questions that are open end. Batches that were not decided to the end stay in the inbox.
    func stop() {
        condition.lock()
        isStopping = true
        condition.broadcast()
        while !running.isEmpty { condition.wait() }
        condition.unlock()
    }

    private func run(_ directory: Int64, _ done: (PreparedBatch) -> Void) {
        while let header = next(directory) {
            do {
                guard let payload = try inbox.payload(of: header.batch) else {
                    leave(header)
                    continue
                }
                // A program may have stopped deciding itself while the batch waited.
                let prepared =
                    point.decides(for: directory)
                    ? try preparation.prepare(header, payload: payload, decide: decide)
                    : preparation.prepare(header, payload: payload)
                // First, so that whoever queues it again from here on is not passed over.
                leave(header)
                if let prepared { done(prepared) }
            } catch {
                // The inbox could not be read. The batch stays there and is tried again after a second.
                rest(.seconds(1))
                condition.withLock { waiting[directory, default: []].append(header) }
            }
        }
    }

    private func leave(_ header: BatchHeader) {
        _ = condition.withLock { entered.remove(header.batch) }
    }

    /// Nil when nothing waits any more: then the lane has ended.
    private func next(_ directory: Int64) -> BatchHeader? {
        condition.lock()
        defer { condition.unlock() }
        if !isStopping, let header = waiting[directory]?.first {
            waiting[directory]?.removeFirst()
            return header
        }
        waiting[directory] = nil
        running.remove(directory)
        condition.broadcast()
        return nil
    }

    /// Waits, or until the server stops.
    private func rest(_ duration: Duration) {
        condition.lock()
        let parts = duration.components
        let end = Date(timeIntervalSinceNow: Double(parts.seconds) + Double(parts.attoseconds) / 1e18)
        while !isStopping, condition.wait(until: end) {}
        condition.unlock()
    }

    /// The decisions about these cards, by card; nil when the server stops before all are there.
    private func decide(_ requests: [AuthorizationRequest]) -> [Int64: TokenizationDecision]? {
        let decisions = Decisions()
        let width = min(Self.width, requests.count)
        DispatchQueue.concurrentPerform(iterations: width) { lane in
            for index in stride(from: lane, to: requests.count, by: width) where !hasToStop {
                let request = requests[index]
                var decision = TokenizationDecision.refuse(.noResponse)
                for attempt in 0..<Self.attemptsMax where decision == .refuse(.noResponse) && !hasToStop {
                    if attempt > 0 { rest(pause * attempt) }
                    decision = point.decide(request)
                }
                decisions.set(request.card, decision)
            }
        }
        return hasToStop ? nil : decisions.all
    }

    private var hasToStop: Bool { condition.withLock { isStopping } }
}

/// Decisions from several threads.
private final class Decisions: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Int64: TokenizationDecision] = [:]

    func set(_ card: Int64, _ decision: TokenizationDecision) {
        lock.withLock { values[card] = decision }
    }

    var all: [Int64: TokenizationDecision] { lock.withLock { values } }
}
