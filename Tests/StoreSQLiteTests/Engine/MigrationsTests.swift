// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import SQLite
import Store
import Testing

@testable import StoreSQLite

@Suite("Migrations")
struct MigrationsTests {
    private func version(_ connection: Connection) throws -> Int64? {
        try one(connection.prepare("PRAGMA user_version")) { $0.int64(0) }
    }

    @Test("Only the steps that are missing run, each once")
    func missingSteps() throws {
        let connection = try Connection(path: ":memory:")
        let first = Migrations(steps: ["CREATE TABLE a (i); INSERT INTO a VALUES (1)"])
        try first.run(on: connection, file: "x")
        try first.run(on: connection, file: "x")
        let three = Migrations(steps: first.steps + ["INSERT INTO a VALUES (2)", "INSERT INTO a VALUES (3)"])
        try three.run(on: connection, file: "x")
        try three.run(on: connection, file: "x")
        #expect(try all(connection.prepare("SELECT i FROM a")) { $0.int64(0) } == [1, 2, 3])
        #expect(try version(connection) == 3)
    }

    @Test("A step that fails leaves the version before it, and nothing of itself")
    func failingStep() throws {
        let connection = try Connection(path: ":memory:")
        let steps = ["CREATE TABLE a (i)", "CREATE TABLE b (i); INSERT INTO none VALUES (1)"]
        let error = #expect(throws: StoreError.self) { try Migrations(steps: steps).run(on: connection, file: "x") }
        #expect(error?.code == .engine)
        #expect(try version(connection) == 1)
        #expect(!connection.isInTransaction)
        try Migrations(steps: [steps[0], "CREATE TABLE b (i)"]).run(on: connection, file: "x")
        #expect(try version(connection) == 2)
    }

    @Test("A version from the future, and one that makes no sense, are refused")
    func newer() throws {
        let connection = try Connection(path: ":memory:")
        for version in [2, 99, -1] {
            try connection.execute("PRAGMA user_version = \(version)")
            let error = #expect(throws: StoreError.self) {
                try Migrations(steps: ["CREATE TABLE a (i)"]).run(on: connection, file: "the-file")
            }
            #expect(error?.code == .tooNew)
            #expect(error?.message.contains("the-file") == true)
        }
    }
}
