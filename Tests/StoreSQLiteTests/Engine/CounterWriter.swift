// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import SQLite
import Store
import Synchronization

@testable import StoreSQLite

/// The smallest thing that jobs can write through: a table of numbers.
final class CounterWriter: JobWriter {
    let connection: Connection
    var failure: StoreError?
    let transactions: Mutex<[Int]>
    private let insert: Statement

    init(path: String) throws {
        connection = try Connection(path: path)
        try connection.execute(
            "PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS n (i INTEGER PRIMARY KEY, b BLOB)")
        insert = try connection.prepare("INSERT INTO n VALUES (?, zeroblob(?))")
        transactions = Mutex([])
    }

    func add(_ number: Int, bytes: Int = 0) throws {
        insert.bind(1, Int64(number))
        insert.bind(2, Int64(bytes))
        try insert.run()
    }

    func count() throws -> Int {
        try one(connection.prepare("SELECT count(*) FROM n")) { Int($0.int64(0)) } ?? 0
    }

    /// Notes how many rows there are at each commit.
    func finishTransaction() throws {
        let count = try count()
        transactions.withLock { $0.append(count) }
    }
}

/// A committer, its writer and its file.
final class CommitterFixture: Sendable {
    let path = NSTemporaryDirectory() + "muster-commit-" + UUID().uuidString
    let committer: GroupCommitter<CounterWriter>
    private let transactionCounts: @Sendable () -> [Int]

    init(limits: CommitLimits = CommitLimits(), prepare: (CounterWriter) throws -> Void = { _ in }) throws {
        let writer = try CounterWriter(path: path)
        try prepare(writer)
        nonisolated(unsafe) let counting = writer
        transactionCounts = { counting.transactions.withLock { $0 } }
        committer = GroupCommitter(name: "test", writer: writer, limits: limits)
    }

    deinit {
        committer.close()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }

    /// The number of rows at each commit so far.
    var transactions: [Int] { transactionCounts() }

    /// Makes all jobs ready while the committer is held up, and gives their results.
    func together(_ jobs: [@Sendable (CounterWriter) throws -> Void]) -> [Result<Void, any Error>] {
        let gate = DispatchSemaphore(value: 0)
        let entered = DispatchSemaphore(value: 0)
        let done = DispatchSemaphore(value: 0)
        let results = Mutex<[Int: Result<Void, any Error>]>([:])
        committer.submit(
            { _ in
                entered.signal()
                gate.wait()
            }, completion: { _ in done.signal() })
        entered.wait()
        for (index, job) in jobs.enumerated() {
            committer.submit(job) { result in
                results.withLock { $0[index] = result }
                done.signal()
            }
        }
        gate.signal()
        for _ in 0...jobs.count { done.wait() }
        return results.withLock { results in jobs.indices.compactMap { results[$0] } }
    }

    /// What is in the file.
    func numbers() throws -> [Int] {
        try all(Connection(path: path).prepare("SELECT i FROM n ORDER BY i")) { Int($0.int64(0)) }
    }
}
