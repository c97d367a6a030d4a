// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import SQLite
import Testing

@Suite("The SQLite wrapper")
struct SQLiteTests {
    private func memory() throws -> Connection { try Connection(path: ":memory:") }

    @Test("Each kind of value comes back as it went in, empty text and empty blobs included")
    func values() throws {
        let connection = try memory()
        try connection.execute("CREATE TABLE t (i INTEGER, s TEXT, b BLOB, n TEXT)")
        let insert = try connection.prepare("INSERT INTO t VALUES (?, ?, ?, ?)")
        for (number, text, blob) in [(Int64.min, "Ærøskøbing", [UInt8](0...255)), (Int64.max, "", [])] {
            insert.bind(1, number)
            insert.bind(2, text)
            insert.bind(3, blob)
            insert.bind(4, nil as String?)
            try insert.run()
        }
        let select = try connection.prepare("SELECT i, s, b, n FROM t ORDER BY i")
        #expect(try select.step())
        #expect(select.int64(0) == .min)
        #expect(select.text(1) == "Ærøskøbing")
        #expect(select.bytes(2) == [UInt8](0...255))
        #expect(select.optionalText(3) == nil)
        #expect(try select.step())
        #expect(select.optionalText(1) == "")
        #expect(!select.isNull(2))
        #expect(select.bytes(2).isEmpty)
        #expect(try !select.step())
    }

    @Test("A broken constraint is told apart, and the error names the statement but no value")
    func constraint() throws {
        let connection = try memory()
        try connection.execute("CREATE TABLE t (s TEXT PRIMARY KEY)")
        let insert = try connection.prepare("INSERT INTO t VALUES (?)")
        insert.bind(1, "canary-value")
        try insert.run()
        let error = #expect(throws: SQLiteError.self) { try insert.run() }
        #expect(error?.isConstraint == true)
        #expect(error?.description.contains("INSERT INTO t") == true)
        #expect(error?.description.contains("canary-value") == false)
        // The statement is usable again.
        insert.bind(1, "other")
        try insert.run()
        #expect(connection.changedRows == 1)
    }

    @Test("A statement with a syntax error and a path that cannot be opened are refused with their place")
    func refusals() throws {
        let connection = try memory()
        #expect(throws: SQLiteError.self) { _ = try connection.prepare("SELEKT 1") }
        let error = #expect(throws: SQLiteError.self) { _ = try Connection(path: "/nonexistent/dir/x.db") }
        #expect(error?.place == "/nonexistent/dir/x.db")
    }

    @Test("A value that cannot be bound stops the statement, instead of leaving the value of the row before")
    func bindingFails() throws {
        let connection = try memory()
        try connection.execute("CREATE TABLE t (a INTEGER, b INTEGER)")
        let insert = try connection.prepare("INSERT INTO t VALUES (?, 7)")
        insert.bind(1, 1)
        insert.bind(2, 2)
        #expect(throws: SQLiteError.self) { try insert.run() }
        insert.bind(1, 3)
        try insert.run()
        let select = try connection.prepare("SELECT a FROM t")
        #expect(try select.step())
        #expect(select.int64(0) == 3)
        // A statement in the middle of its rows takes no binding either.
        let byKey = try connection.prepare("SELECT a FROM t WHERE a = ? OR 1")
        #expect(try byKey.step())
        byKey.bind(1, 9)
        #expect(throws: SQLiteError.self) { _ = try byKey.step() }
        #expect(try byKey.step(), "it was reset and runs again")
    }

    @Test("The connection tells whether a transaction is open and how much was ever changed")
    func transaction() throws {
        let connection = try memory()
        try connection.execute("CREATE TABLE t (a INTEGER)")
        #expect(!connection.isInTransaction)
        try connection.execute("BEGIN; INSERT INTO t VALUES (1), (2)")
        #expect(connection.isInTransaction)
        try connection.execute("ROLLBACK")
        #expect(!connection.isInTransaction)
        #expect(connection.changedRowsEver == 2)
    }
}
