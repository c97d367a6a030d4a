// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation
internal import SQLite
internal import Store

/// Owns a write connection and the thread that uses it. It takes every job that is ready into one transaction, so that
/// many small writes share one wait for the disk, and tells each job's owner after the commit.
///
/// A job that throws is rolled back alone. When the commit itself fails, every job of the transaction fails.
final class GroupCommitter<Writer>: @unchecked Sendable {
    // `queue`, `isClosing` and `isClosed` are guarded by `condition`; the connection and the writer belong to the thread.

    typealias Job = @Sendable (Writer) throws -> Void
    typealias Completion = @Sendable (Result<Void, any Error>) -> Void

    private struct Entry {
        var job: Job
        var completion: Completion
    }

    private let connection: Connection
    private let writer: Writer
    private let beforeCommit: (Writer) throws -> Void
    private let condition = NSCondition()
    private var queue: [Entry] = []
    private var isClosing = false
    private var isClosed = false

    /// Starts the thread.
    ///
    /// - Parameter beforeCommit: runs last in every transaction.
    init(
        name: String, connection: Connection, writer: Writer, beforeCommit: @escaping (Writer) throws -> Void = { _ in }
    ) {
        self.connection = connection
        self.writer = writer
        self.beforeCommit = beforeCommit
        let thread = Thread { [self] in run() }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Queues a job. After `close` the completion is told at once that the store is closed.
    func submit(_ job: @escaping Job, completion: @escaping Completion) {
        condition.lock()
        let refused = isClosing
        if !refused {
            queue.append(Entry(job: job, completion: completion))
            if queue.count == 1 { condition.signal() }
        }
        condition.unlock()
        if refused { completion(.failure(StoreError(.closed, "the store is closing"))) }
    }

    /// Finishes what is queued, then stops the thread. Returns when it has stopped.
    func close() {
        condition.lock()
        isClosing = true
        condition.broadcast()
        while !isClosed { condition.wait() }
        condition.unlock()
    }

    private func run() {
        while true {
            condition.lock()
            while queue.isEmpty, !isClosing { condition.wait() }
            let entries = queue
            queue = []
            let stops = entries.isEmpty
            if stops {
                isClosed = true
                condition.broadcast()
            }
            condition.unlock()
            if stops { return }
            commit(entries)
        }
    }

    private func commit(_ entries: [Entry]) {
        var results: [Result<Void, any Error>] = []
        results.reserveCapacity(entries.count)
        do {
            try connection.execute("BEGIN IMMEDIATE")
            for entry in entries { results.append(try apply(entry.job)) }
            try beforeCommit(writer)
            try connection.execute("COMMIT")
        } catch {
            // The engine failed: nothing of this transaction is on disk, so nothing of it is answered as done.
            try? connection.execute("ROLLBACK")
            let failure = (error as? SQLiteError).map { StoreError(.engine, $0.description) } ?? error
            results = entries.map { _ in .failure(failure) }
        }
        for (entry, result) in zip(entries, results) { entry.completion(result) }
    }

    /// Runs one job in a savepoint.
    ///
    /// - Throws: only when the savepoint itself fails, which ends the whole transaction.
    private func apply(_ job: Job) throws -> Result<Void, any Error> {
        try connection.execute("SAVEPOINT job")
        do {
            try job(writer)
            try connection.execute("RELEASE job")
            return .success(())
        } catch {
            try connection.execute("ROLLBACK TO job")
            try connection.execute("RELEASE job")
            return .failure(error)
        }
    }
}
