// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import SQLite
import Testing

@testable import StoreSQLite

@Suite("Notifications are found through indexes")
struct NotificationPlanTests {
    private func plan(_ sql: String) throws -> String {
        let connection = try Connection(path: ":memory:")
        try directorySchema.run(on: connection, file: "x")
        let statement = try connection.prepare("EXPLAIN QUERY PLAN " + sql)
        return try all(statement) { $0.text(3) }.joined(separator: "\n")
    }

    @Test(
        "What runs for every notification reads no row that it does not need",
        arguments: [
            ("due", "directory = 1 AND due IS NOT NULL AND due <= 5 ORDER BY due LIMIT 9"),
            ("queue", "subject = 1 AND state = 1 ORDER BY id LIMIT 1"),
            ("delivered", "state = 2 AND settled < 5 ORDER BY settled LIMIT 9"),
            ("open", "directory = 1 AND state <> 2"),
        ])
    func plans(_ index: String, _ condition: String) throws {
        let plan = try plan("SELECT id FROM notification WHERE \(condition)")
        #expect(plan.hasPrefix("SEARCH notification USING") && plan.contains("INDEX notification_\(index) "), "\(plan)")
        #expect(!plan.contains("\n"), "no sorting: \(plan)")
    }

    @Test("A file of the first schema gets the table and keeps its rows")
    func upgrade() throws {
        let connection = try Connection(path: ":memory:")
        try Migrations(steps: [directorySchema.steps[0]]).run(on: connection, file: "x")
        try connection.execute("INSERT INTO due VALUES (1, 2, 3, 4)")
        try directorySchema.run(on: connection, file: "x")
        #expect(try one(connection.prepare("SELECT count(*) FROM due")) { $0.int64(0) } == 1)
        #expect(try one(connection.prepare("SELECT count(*) FROM notification")) { $0.int64(0) } == 0)
    }
}
