// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store

/// Writes of what the server remembers beside the profiles: batch results, due things, audit.
struct RecordWrites {
    private let putResult: Statement
    private let deleteOldResults: Statement
    private let insertDue: Statement
    private let deleteDue: Statement
    private let insertAudit: Statement
    private let connection: Connection

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        putResult = try connection.prepare("INSERT OR REPLACE INTO batch_result VALUES (?, ?, ?, ?, ?, ?)")
        deleteOldResults = try connection.prepare(
            """
            DELETE FROM batch_result WHERE batch IN
            (SELECT batch FROM batch_result WHERE ended IS NOT NULL AND ended < ? ORDER BY ended LIMIT ?)
            """)
        insertDue = try connection.prepare(
            "INSERT OR REPLACE INTO due (kind, subject, directory, due) VALUES (?, ?, ?, ?)")
        deleteDue = try connection.prepare("DELETE FROM due WHERE due = ? AND kind = ? AND subject = ?")
        insertAudit = try connection.prepare("INSERT INTO audit VALUES (NULL, ?, ?, ?, ?, ?, ?)")
    }

    func put(_ results: [BatchResultRow]) throws {
        for row in results {
            putResult.bind(1, row.batch)
            putResult.bind(2, row.directory)
            putResult.bind(3, row.state.rawValue)
            putResult.bind(4, row.started.milliseconds)
            putResult.bind(5, row.ended?.milliseconds)
            try row.items.withUnsafeBytes { items in
                putResult.bindBorrowed(6, items)
                try putResult.run()
            }
        }
    }

    func deleteResults(endedBefore instant: Timestamp, limit: Int) throws -> Int {
        deleteOldResults.bind(1, instant.milliseconds)
        deleteOldResults.bind(2, Int64(max(0, limit)))
        try deleteOldResults.run()
        return connection.changedRows
    }

    func insert(_ due: DueRow) throws {
        insertDue.bind(1, due.kind)
        insertDue.bind(2, due.subject)
        insertDue.bind(3, due.directory)
        insertDue.bind(4, due.due.milliseconds)
        try insertDue.run()
    }

    func delete(_ due: DueRow) throws {
        deleteDue.bind(1, due.due.milliseconds)
        deleteDue.bind(2, due.kind)
        deleteDue.bind(3, due.subject)
        try deleteDue.run()
    }

    func append(_ audit: AuditRow) throws {
        insertAudit.bind(1, audit.directory)
        insertAudit.bind(2, audit.at.milliseconds)
        insertAudit.bind(3, audit.actor)
        insertAudit.bind(4, audit.action)
        insertAudit.bind(5, audit.subject)
        insertAudit.bind(6, audit.correlation)
        try insertAudit.run()
    }
}
