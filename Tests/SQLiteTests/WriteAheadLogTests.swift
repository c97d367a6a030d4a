// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import SQLite
import Testing

@Suite("The write-ahead log")
final class WriteAheadLogTests {
    private let path = NSTemporaryDirectory() + "muster-wal-" + UUID().uuidString

    deinit {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }

    private func writer() throws -> Connection {
        let connection = try Connection(path: path)
        try connection.execute("PRAGMA journal_mode = WAL")
        try connection.execute("CREATE TABLE IF NOT EXISTS t (b BLOB)")
        connection.takeOverCheckpoints()
        return connection
    }

    /// Writes a few hundred pages of 4 KiB.
    private func fill(_ connection: Connection) throws {
        try connection.execute("INSERT INTO t VALUES (zeroblob(1000000))")
    }

    @Test("COMMIT leaves the log alone once checkpoints are taken over, and says how long it is")
    func takenOver() throws {
        let connection = try writer()
        for _ in 0..<8 { try fill(connection) }
        #expect(connection.pagesInLog > 1900)
        let outcome = try connection.checkpoint()
        #expect(outcome.logged == connection.pagesInLog)
        #expect(outcome.carried == outcome.logged && !outcome.wasBusy)
        try fill(connection)
        #expect(connection.pagesInLog < 300, "the log has started again")
    }

    @Test("A reader that looks at an older state holds the log up, and a checkpoint that waits gives up on it")
    func heldUp() throws {
        let connection = try writer()
        try fill(connection)
        let reader = try Connection(path: path, mode: .readOnly)
        try reader.execute("BEGIN; SELECT count(*) FROM t")
        try fill(connection)
        let outcome = try connection.checkpoint(waiting: .milliseconds(1))
        #expect(outcome.wasBusy)
        #expect(outcome.carried < outcome.logged)
        try reader.execute("COMMIT")
        let after = try connection.checkpoint(waiting: .milliseconds(1))
        #expect(!after.wasBusy && after.carried == after.logged)
        try fill(connection)
        #expect(connection.pagesInLog < 300, "the log has started again")
    }
}
