// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import SQLite
import Testing

@Suite("A small program's own file")
struct SmallDatabaseTests {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "muster-small-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func open(_ version: Int64 = 1, _ tables: String = "CREATE TABLE t (i INTEGER)") throws -> SmallDatabase {
        try SmallDatabase(path: folder + "/own.db", formatVersion: version, tables: tables)
    }

    private func numbers(_ database: SmallDatabase) throws -> [Int64] {
        try database.rows("SELECT i FROM t ORDER BY i") { $0.int64(0) }
    }

    @Test("what was changed is there after the file is opened again, and the file is its owner's alone")
    func keeps() throws {
        #expect(try open().change("INSERT INTO t VALUES (?1)") { $0.bind(1, 7) } == 1)
        #expect(try numbers(open()) == [7])
        let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/own.db")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("what fails in the middle leaves nothing")
    func atomic() throws {
        struct Stop: Error {}
        let database = try open()
        #expect(throws: Stop.self) {
            try database.atomically {
                try database.change("INSERT INTO t VALUES (?1)") { $0.bind(1, 7) }
                throw Stop()
            }
        }
        #expect(try numbers(database).isEmpty)
    }

    @Test("a file of another version is left alone, and tables that cannot be made leave a file that is still new")
    func versions() throws {
        #expect(throws: SmallDatabase.Failure.self) { _ = try open(1, "CREATE TABLE t (i INTEGER); NONSENSE") }
        _ = try open()
        do {
            _ = try open(2)
            Issue.record("another version was opened")
        } catch {
            #expect("\(error)".hasSuffix("own.db is of another version of this program"))
        }
    }
}
