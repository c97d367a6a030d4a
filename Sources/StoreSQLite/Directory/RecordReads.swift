// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store

/// Reads of what the server remembers beside the profiles: batch results, due things, audit, counts.
struct RecordReads {
    private let result: Statement
    private let due: Statement
    private let nextDue: Statement
    private let audit: Statement
    private let connection: Connection

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        result = try connection.prepare(
            "SELECT batch, directory, state, started, ended, items FROM batch_result WHERE batch = ?")
        due = try connection.prepare(
            "SELECT kind, subject, directory, due FROM due WHERE due <= ? ORDER BY due, kind, subject LIMIT ?")
        nextDue = try connection.prepare("SELECT min(due) FROM due")
        audit = try connection.prepare(
            """
            SELECT at, directory, actor, action, subject, correlation
            FROM audit WHERE directory = ? ORDER BY id DESC LIMIT ?
            """)
    }

    func batchResult(_ batch: Int64) throws -> BatchResultRow? {
        result.bind(1, batch)
        return try one(result) { row in
            BatchResultRow(
                batch: row.int64(0), directory: row.int64(1),
                state: try known(BatchResultRow.State(rawValue: row.int64(2))),
                started: Timestamp(milliseconds: row.int64(3)),
                ended: row.optionalInt64(4).map(Timestamp.init(milliseconds:)), items: row.bytes(5))
        }
    }

    func due(until instant: Timestamp, limit: Int) throws -> [DueRow] {
        due.bind(1, instant.milliseconds)
        // To SQLite a negative limit means none.
        due.bind(2, Int64(max(0, limit)))
        return try all(due) { row in
            DueRow(
                kind: row.int64(0), subject: row.int64(1), directory: row.int64(2),
                due: Timestamp(milliseconds: row.int64(3)))
        }
    }

    func earliestDue() throws -> Timestamp? {
        try one(nextDue) { $0.optionalInt64(0).map(Timestamp.init(milliseconds:)) } ?? nil
    }

    func audit(directory: Int64, limit: Int) throws -> [AuditRow] {
        audit.bind(1, directory)
        audit.bind(2, Int64(max(0, limit)))
        return try all(audit) { row in
            AuditRow(
                at: Timestamp(milliseconds: row.int64(0)), directory: row.int64(1), actor: row.text(2),
                action: row.text(3), subject: row.int64(4), correlation: row.text(5))
        }
    }

    /// A full scan: for operators and tests, not for requests.
    func counts(directory: Int64) throws -> DirectoryCounts {
        func count(_ table: String) throws -> Int {
            let count = try connection.prepare("SELECT count(*) FROM \(table) WHERE directory = ?")
            count.bind(1, directory)
            return try one(count) { Int($0.int64(0)) } ?? 0
        }
        return DirectoryCounts(
            consumers: try count("consumer"), cards: try count("card"), tokens: try count("token"))
    }
}
