// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import SQLite
import Synchronization
import Testing

@testable import StoreSQLite

@Suite("The log keeper")
final class LogKeeperTests {
    private let path = NSTemporaryDirectory() + "muster-log-" + UUID().uuidString

    deinit {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }

    private func writer() throws -> CounterWriter {
        let writer = try CounterWriter(path: path)
        writer.connection.takeOverCheckpoints()
        return writer
    }

    @Test("A log that nobody holds starts again each time it has grown by its step")
    func bounded() throws {
        let writer = try writer()
        var keeper = LogKeeper(pagesBetween: 50, pagesBeforeWaiting: 1000, patience: .zero)
        var longest = 0
        for number in 0..<100 {
            // Each adds some 25 pages of 4 KiB.
            try writer.add(number, bytes: 100_000)
            keeper.look(after: writer.connection)
            longest = max(longest, writer.connection.pagesInLog)
        }
        #expect(longest < 100)
    }

    @Test("A log that a reader holds grows, and starts again after the reader has gone")
    func held() throws {
        let writer = try writer()
        var keeper = LogKeeper(pagesBetween: 50, pagesBeforeWaiting: 200, patience: .milliseconds(1))
        try writer.add(0)
        let reader = try Connection(path: path, mode: .readOnly)
        try reader.execute("BEGIN; SELECT count(*) FROM n")
        for number in 1...20 {
            try writer.add(number, bytes: 100_000)
            keeper.look(after: writer.connection)
        }
        #expect(writer.connection.pagesInLog > 400)
        try reader.execute("COMMIT")
        for number in 21...26 {
            try writer.add(number, bytes: 100_000)
            keeper.look(after: writer.connection)
        }
        #expect(writer.connection.pagesInLog < 200)
    }

    @Test("Readers on other threads that never pause do not keep the log from starting again")
    func overlapping() throws {
        let writer = try writer()
        var keeper = LogKeeper(pagesBetween: 50, pagesBeforeWaiting: 200, patience: .seconds(30))
        let isOver = Mutex(false)
        let done = DispatchSemaphore(value: 0)
        for _ in 0..<3 {
            Thread.detachNewThread { [path] in
                let reader = try? Connection(path: path, mode: .readOnly)
                while !isOver.withLock({ $0 }) {
                    try? reader?.execute("BEGIN; SELECT count(*) FROM n; SELECT sum(length(b)) FROM n; COMMIT")
                }
                done.signal()
            }
        }
        var longest = 0
        for number in 0..<60 {
            try writer.add(number, bytes: 100_000)
            keeper.look(after: writer.connection)
            longest = max(longest, writer.connection.pagesInLog)
        }
        isOver.withLock { $0 = true }
        for _ in 0..<3 { done.wait() }
        #expect(longest < 300)
    }
}
