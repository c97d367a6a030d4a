// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation
internal import SQLite
internal import Store

/// Owns a write connection and the thread that uses it. It takes every job that is ready into one transaction, so that
/// many small writes share one wait for the disk, and tells each job's owner after the commit.
///
/// **A job that fails leaves nothing.** There is no savepoint around each job: SQLite would copy every page that the
/// job touches, which halves the rate of bulk inserts. A job that throws before it has written needs no undoing. When
/// one throws afterwards, the transaction is rolled back, the jobs before it run again and are committed, then the job
/// runs again at the head of the next transaction, where it can fail alone. So a job may run more than once, and only
/// its last run counts.
///
/// When the commit itself fails, every job of the transaction fails: nothing of it is on disk.
final class GroupCommitter<Writer: JobWriter>: @unchecked Sendable {
    // `queue`, `queuedWeight`, `isClosing`, `isClosed` and `thread` are guarded by `condition`; `writer` and `log`
    // belong to the thread once it has started.

    typealias Job = @Sendable (Writer) throws -> Void
    typealias Completion = @Sendable (Result<Void, any Error>) -> Void

    private let limits: CommitLimits
    private let condition = NSCondition()
    private var queue: [Entry] = []
    private var queuedWeight = 0
    private var isClosing = false
    private var isClosed = false
    private var writer: Writer?
    private var log = LogKeeper()
    private var thread: Thread?
    private let beforeRelease: @Sendable () -> Void
    private let afterRelease: @Sendable () -> Void

    private struct Entry {
        var job: Job
        var completion: Completion
    }

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - beforeRelease: runs at the end, when all jobs are done and before the write connection closes.
    ///   - afterRelease: runs at the end, when the write connection has closed.
    init(
        name: String, writer: Writer, limits: CommitLimits = CommitLimits(),
        beforeRelease: @escaping @Sendable () -> Void = {}, afterRelease: @escaping @Sendable () -> Void = {}
    ) {
        self.writer = writer
        self.limits = limits
        self.beforeRelease = beforeRelease
        self.afterRelease = afterRelease
        writer.connection.takeOverCheckpoints()
        let thread = Thread { [self] in run() }
        thread.name = name
        thread.stackSize = 1 << 20
        self.thread = thread
        thread.start()
    }

    /// Queues a job. When the queue is full or closing, the completion is told so at once.
    ///
    /// - Parameter weight: what the job counts against the bound of the queue; one that weighs nothing is always taken.
    func submit(weight: Int = 1, _ job: @escaping Job, completion: @escaping Completion) {
        condition.lock()
        let refusal: StoreError? =
            if isClosing {
                StoreError(.closed, "the store is closing")
            } else if weight > 0, !queue.isEmpty, queuedWeight + weight > limits.queuedWeightMax {
                StoreError(.full, "too many writes wait for the disk")
            } else {
                nil
            }
        if refusal == nil {
            queue.append(Entry(job: job, completion: completion))
            queuedWeight += weight
            if queue.count == 1 { condition.signal() }
        }
        condition.unlock()
        if let refusal { completion(.failure(refusal)) }
    }

    /// Finishes what is queued, closes the connection and stops the thread. Returns when it has stopped, except on the
    /// thread itself, which cannot wait for its own end.
    func close() {
        condition.lock()
        isClosing = true
        condition.broadcast()
        if Thread.current !== thread {
            while !isClosed { condition.wait() }
        }
        condition.unlock()
    }

    private func run() {
        var hadCompany = false
        while true {
            condition.lock()
            while queue.isEmpty, !isClosing { condition.wait() }
            if hadCompany { waitForCompany() }
            let entries = queue
            queue = []
            queuedWeight = 0
            condition.unlock()
            guard !entries.isEmpty, let writer else { break }
            hadCompany = entries.count > 1
            commit(entries, writer)
        }
        beforeRelease()
        writer = nil
        afterRelease()
        condition.lock()
        isClosed = true
        thread = nil
        condition.broadcast()
        condition.unlock()
    }

    /// Under the lock, which it gives up while it waits: in short naps, because a condition waits until a time of the
    /// wall clock, and that may be set back by hours.
    private func waitForCompany() {
        let began = ContinuousClock.now
        while queue.count < limits.companyMax, !isClosing, ContinuousClock.now - began < limits.companyWait {
            condition.unlock()
            usleep(CommitLimits.napMicroseconds)
            condition.lock()
        }
    }

    // MARK: Transactions

    private func commit(_ entries: [Entry], _ writer: Writer) {
        var first = 0
        while first < entries.count {
            let results = transaction(entries[first...], writer)
            for (entry, result) in zip(entries[first...], results) { entry.completion(result) }
            first += results.count
            log.look(after: writer.connection)
        }
    }

    /// Runs one transaction over as many of `entries` as it may hold, and answers for those: at least one.
    private func transaction(_ entries: ArraySlice<Entry>, _ writer: Writer) -> [Result<Void, any Error>] {
        var taken = entries
        while true {
            do {
                return try attempt(taken, writer)
            } catch let lost as LostJob {
                try? writer.connection.execute("ROLLBACK")
                if lost.index == 0 { return [.failure(lost.error)] }
                // The jobs before it were fine: they run again without it.
                taken = entries.prefix(lost.index)
            } catch {
                try? writer.connection.execute("ROLLBACK")
                return taken.map { _ in .failure(storeError(error)) }
            }
        }
    }

    /// A job that wrote something and failed: the transaction has to be given up.
    private struct LostJob: Error {
        var index: Int
        var error: any Error
    }

    private func attempt(_ entries: ArraySlice<Entry>, _ writer: Writer) throws -> [Result<Void, any Error>] {
        let connection = writer.connection
        var results: [Result<Void, any Error>] = []
        results.reserveCapacity(entries.count)
        try connection.execute("BEGIN IMMEDIATE")
        let began = ContinuousClock.now
        let changed = connection.changedRowsEver
        for entry in entries {
            let changedBefore = connection.changedRowsEver
            writer.failure = nil
            let result = Result { try entry.job(writer) }
            let wrote = connection.changedRowsEver != changedBefore
            if let error = lost(result, wrote, writer) { throw LostJob(index: results.count, error: error) }
            results.append(result)
            if connection.changedRowsEver - changed >= limits.changedRowsMax { break }
            if ContinuousClock.now - began >= limits.durationMax { break }
        }
        try writer.finishTransaction()
        try connection.execute("COMMIT")
        return results
    }

    /// Why the transaction has to be given up for the sake of the job that has just run; nil when it has not.
    private func lost(_ result: Result<Void, any Error>, _ wrote: Bool, _ writer: Writer) -> (any Error)? {
        let failure: (any Error)? =
            if !writer.connection.isInTransaction {
                writer.failure ?? StoreError(.engine, "the engine gave the transaction up: the disk is full or failing")
            } else {
                writer.failure
            }
        switch result {
        case .success: return failure
        // The job's own error says more than the write's.
        case .failure(let error): return wrote || failure != nil ? error : nil
        }
    }
}
