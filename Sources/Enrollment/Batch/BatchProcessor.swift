// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import Directory
internal import Foundation
public import Store

/// Takes accepted batches to their final state: one thread that joins every batch that is ready into one transaction.
///
/// Idle, a batch is processed at once. Under load, transactions are filled (tens of thousands of cards), because the
/// cost of a card falls with the number of cards that share a commit.
public final class BatchProcessor: @unchecked Sendable {
    // Everything mutable is guarded by `condition`, except what only the processor's thread touches.

    /// Bounds of the processor.
    public struct Limits: Sendable {
        /// Cards in one transaction at most; a batch is never split.
        public var cardsPerTransactionMax = 50_000
        /// Under load, a transaction waits this long for more cards.
        public var gathering = Duration.milliseconds(150)
        /// A transaction with fewer cards than this did not need company: the next one does not wait.
        public var gatheringCardsMin = 2_000
        /// Cards whose prepared form may wait in memory; beyond that it is made again from the inbox.
        public var preparedCardsMax = 60_000
        /// Before an issuer that decides itself and did not answer is asked again; twice as long the second time.
        public var authorizationPause = Duration.milliseconds(250)

        public init() {}
    }

    /// Numbers for the metrics, read at any time.
    public struct Progress: Sendable {
        public var batchesWaiting = 0
        public var cardsWaiting = 0
        public var batchesFinished = 0
        public var recordsSucceeded = 0
        public var recordsFailed = 0
        public var transactions = 0
    }

    private struct Entry {
        var header: BatchHeader
        var prepared: PreparedBatch?
    }

    private let directory: any DirectoryStore
    private let inbox: any InboxStore
    private let preparation: BatchPreparation
    private let clock: any WallClock
    private let limits: Limits
    private let authorization: BatchAuthorization?
    private let report: @Sendable (BatchProcessorEvent) -> Void
    private let condition = NSCondition()
    private var queue: [Entry] = []
    private var preparedCards = 0
    private var progress = Progress()
    private var isStopping = false
    private var isStopped = false
    private var isBusy = false
    private var lastTransactionCards = 0

    /// - Parameters:
    ///   - authorization: asks the issuers that decide about tokens themselves.
    ///   - report: told of what the operator should know; called on the processor's thread.
    public init(
        directory: any DirectoryStore, inbox: any InboxStore, preparation: BatchPreparation, clock: any WallClock,
        limits: Limits = Limits(), authorization: (any AuthorizationPoint)? = nil,
        report: @escaping @Sendable (BatchProcessorEvent) -> Void = { _ in }
    ) {
        self.directory = directory
        self.inbox = inbox
        self.preparation = preparation
        self.clock = clock
        self.limits = limits
        self.authorization = authorization.map {
            BatchAuthorization($0, inbox: inbox, preparation: preparation, pause: limits.authorizationPause)
        }
        self.report = report
    }

    /// Starts the thread, with every batch that an earlier run of the server left unfinished.
    public func start() throws {
        var last: Int64 = 0
        while true {
            let headers = try inbox.pending(after: last, limit: 1000)
            guard let newest = headers.last else { break }
            last = newest.batch
            for header in headers { resume(header) }
        }
        let thread = Thread { [self] in run() }
        thread.name = "batch-processor"
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// Queues a batch whose payload is in the inbox.
    public func resume(_ header: BatchHeader) {
        if let authorization, authorization.decides(for: header.directory) {
            authorization.submit(header) { [self] in enqueue($0) }
        } else {
            enqueue(Entry(header: header, prepared: nil))
        }
    }

    /// Whether the issuer of a directory is asked about each card, so that nothing can be prepared before.
    func asksIssuer(of directory: Int64) -> Bool { authorization?.decides(for: directory) ?? false }

    /// Queues a batch that was just accepted, with what accepting it has made already.
    func enqueue(_ prepared: PreparedBatch) {
        enqueue(Entry(header: prepared.header, prepared: prepared))
    }

    private func enqueue(_ entry: Entry) {
        condition.lock()
        var entry = entry
        if entry.prepared != nil {
            let isFull = preparedCards + entry.header.cardCount > limits.preparedCardsMax
            if isFull, entry.prepared?.isDecided == false {
                entry.prepared = nil
            } else {
                preparedCards += entry.header.cardCount
            }
        }
        queue.append(entry)
        progress.batchesWaiting += 1
        progress.cardsWaiting += entry.header.cardCount
        condition.broadcast()
        condition.unlock()
    }

    public var currentProgress: Progress {
        condition.lock()
        defer { condition.unlock() }
        return progress
    }

    /// Waits until nothing is queued or running, or the thread has stopped. For tests, and for a clock that is advanced
    /// by hand.
    public func waitUntilIdle() {
        repeat {
            authorization?.waitUntilIdle()
            condition.lock()
            while !queue.isEmpty || isBusy, !isStopped { condition.wait() }
            condition.unlock()
        } while authorization.map { !$0.isIdle } ?? false
    }

    /// Lets the running transaction finish and stops the thread. What is queued stays in the inbox for the next start.
    public func stop() {
        authorization?.stop()
        condition.lock()
        isStopping = true
        condition.broadcast()
        while !isStopped { condition.wait() }
        condition.unlock()
    }

    // MARK: The processor's thread

    private func run() {
        while let entries = takeReady() {
            process(entries)
            condition.lock()
            isBusy = false
            condition.broadcast()
            condition.unlock()
        }
        condition.lock()
        isStopped = true
        condition.broadcast()
        condition.unlock()
    }

    /// Waits for work and takes as much as fits one transaction; nil when the processor is to stop.
    private func takeReady() -> [Entry]? {
        condition.lock()
        defer { condition.unlock() }
        while queue.isEmpty, !isStopping { condition.wait() }
        if isStopping { return nil }
        if lastTransactionCards >= limits.gatheringCardsMin { gather() }
        if isStopping { return nil }
        var cards = 0
        var count = 0
        for entry in queue {
            if count > 0, cards + entry.header.cardCount > limits.cardsPerTransactionMax { break }
            cards += entry.header.cardCount
            count += 1
        }
        let entries = Array(queue.prefix(count))
        queue.removeFirst(count)
        for entry in entries where entry.prepared != nil { preparedCards -= entry.header.cardCount }
        progress.batchesWaiting -= count
        progress.cardsWaiting -= cards
        lastTransactionCards = cards
        isBusy = true
        return entries
    }

    /// Waits, with the lock held, until a full transaction is ready or the time for it is over.
    private func gather() {
        let parts = limits.gathering.components
        let end = Date(timeIntervalSinceNow: Double(parts.seconds) + Double(parts.attoseconds) / 1e18)
        while !isStopping, progress.cardsWaiting < limits.cardsPerTransactionMax {
            if !condition.wait(until: end) { return }
        }
    }

    private func process(_ entries: [Entry]) {
        var batches: [PreparedBatch] = []
        var postponed: [BatchHeader] = []
        for entry in entries {
            do {
                let isAsked = asksIssuer(of: entry.header.directory)
                if let prepared = entry.prepared, prepared.isDecided || prepared.failure != nil || !isAsked {
                    batches.append(prepared)
                } else if isAsked {
                    // The program has begun to be asked since the batch was queued.
                    resume(entry.header)
                } else if let payload = try inbox.payload(of: entry.header.batch) {
                    batches.append(preparation.prepare(entry.header, payload: payload))
                }
            } catch {
                // The inbox could not be read. The batch stays there and is tried again.
                report(.batchPostponed(batch: entry.header.batch, error: error))
                postponed.append(entry.header)
            }
        }
        if !batches.isEmpty { commit(batches) }
        if !postponed.isEmpty { retryLater(postponed) }
    }

    private func commit(_ batches: [PreparedBatch]) {
        let now = clock.now
        do {
            let outcome = try directory.write { [vault = preparation.vault] writing in
                try BatchCommit.apply(batches, now: now, vault: vault, to: writing)
            }
            inbox.dropPayloads(of: outcome.finished)
            batches.lazy.compactMap(\.notifications).first?.kept()
            condition.lock()
            progress.batchesFinished += outcome.batchesEnded
            progress.recordsSucceeded += outcome.succeeded
            progress.recordsFailed += outcome.failed
            progress.transactions += 1
            condition.unlock()
        } catch let error as StoreError where [.engine, .closed, .full].contains(error.code) {
            report(.transactionFailed(batches: batches.count, error: error))
            retryLater(batches.map(\.header))
        } catch {
            report(.transactionFailed(batches: batches.count, error: error))
            failApart(batches)
        }
    }

    /// One of several batches could not be applied: each is applied alone, and the one that still fails is reported to
    /// its issuer as FAILED rather than tried for ever.
    private func failApart(_ batches: [PreparedBatch]) {
        if batches.count > 1 {
            for batch in batches { commit([batch]) }
        } else if var batch = batches.first {
            if batch.failure != nil { return retryLater([batch.header]) }
            batch.failure = "The batch could not be processed."
            commit([batch])
        }
    }

    /// Puts batches back after a second: the store is in trouble, and the inbox still has them.
    private func retryLater(_ headers: [BatchHeader]) {
        condition.lock()
        let end = Date(timeIntervalSinceNow: 1)
        while !isStopping, condition.wait(until: end) {}
        condition.unlock()
        for header in headers { resume(header) }
    }
}

/// What the operator of a processor should know.
public enum BatchProcessorEvent: Sendable {
    case batchPostponed(batch: Int64, error: any Error)
    case transactionFailed(batches: Int, error: any Error)
}
