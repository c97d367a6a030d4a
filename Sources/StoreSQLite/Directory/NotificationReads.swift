// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store

/// Reads of notifications.
struct NotificationReads {
    private static let columns = "id, directory, subject, body, created, state, attempts, queued, due, settled"

    private let due: Statement
    private let newest: Statement
    private let counts: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        due = try connection.prepare(
            """
            SELECT \(Self.columns) FROM notification WHERE directory = ? AND due IS NOT NULL AND due <= ?
            ORDER BY due LIMIT ?
            """)
        newest = try connection.prepare(
            "SELECT \(Self.columns) FROM notification WHERE directory = ? ORDER BY id DESC LIMIT ?")
        counts = try connection.prepare(
            "SELECT state, count(*) FROM notification WHERE directory = ? AND state <> 2 GROUP BY state")
    }

    func due(until instant: Timestamp, directory: Int64, limit: Int) throws -> [NotificationRow] {
        due.bind(1, directory)
        due.bind(2, instant.milliseconds)
        // To SQLite a negative limit means none.
        due.bind(3, Int64(max(0, limit)))
        return try all(due, Self.row)
    }

    func newest(directory: Int64, limit: Int) throws -> [NotificationRow] {
        newest.bind(1, directory)
        newest.bind(2, Int64(max(0, limit)))
        return try all(newest, Self.row)
    }

    func counts(directory: Int64) throws -> NotificationCounts {
        counts.bind(1, directory)
        var found = NotificationCounts(pending: 0, parked: 0)
        try each(counts) { row in
            let count = Int(row.int64(1))
            switch try known(NotificationRow.State(rawValue: row.int64(0))) {
            case .pending: found.pending = count
            case .parked: found.parked = count
            case .delivered: break
            }
        }
        return found
    }

    private static func row(_ row: Statement) throws -> NotificationRow {
        NotificationRow(
            id: row.int64(0),
            draft: NotificationDraft(
                directory: row.int64(1), subject: row.int64(2), body: row.bytes(3),
                created: Timestamp(milliseconds: row.int64(4))),
            state: try known(NotificationRow.State(rawValue: row.int64(5))), attempts: Int(row.int64(6)),
            queued: Timestamp(milliseconds: row.int64(7)),
            due: row.optionalInt64(8).map(Timestamp.init(milliseconds:)),
            settled: row.optionalInt64(9).map(Timestamp.init(milliseconds:)))
    }
}

extension DirectoryReader {
    func notifications(
        dueUntil instant: Timestamp, directory: Int64, limit: Int
    ) throws(StoreError) -> [NotificationRow] {
        try mapped { try notificationReads.due(until: instant, directory: directory, limit: limit) }
    }

    func notifications(directory: Int64, limit: Int) throws(StoreError) -> [NotificationRow] {
        try mapped { try notificationReads.newest(directory: directory, limit: limit) }
    }

    func notificationCounts(directory: Int64) throws(StoreError) -> NotificationCounts {
        try mapped { try notificationReads.counts(directory: directory) }
    }
}
