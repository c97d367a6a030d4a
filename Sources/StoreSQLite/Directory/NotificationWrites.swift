// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store

/// Writes of notifications.
struct NotificationWrites {
    private let insert: Statement
    private let subject: Statement
    private let settle: Statement
    private let promote: Statement
    private let postpone: Statement
    private let replay: Statement
    private let lineUp: Statement
    private let deleteOld: Statement
    private let connection: Connection

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        insert = try connection.prepare(
            """
            INSERT INTO notification (directory, subject, body, created, state, attempts, queued, due)
            VALUES (?1, ?2, ?3, ?4, 1, 0, ?4,
            CASE WHEN EXISTS (SELECT 1 FROM notification WHERE subject = ?2 AND state = 1) THEN NULL ELSE ?4 END)
            """)
        subject = try connection.prepare("SELECT subject FROM notification WHERE id = ? AND state = 1")
        settle = try connection.prepare(
            "UPDATE notification SET state = ?2, attempts = attempts + 1, due = NULL, settled = ?3 WHERE id = ?1")
        promote = try connection.prepare(
            """
            UPDATE notification SET due = ?2
            WHERE due IS NULL
            AND id = (SELECT id FROM notification WHERE subject = ?1 AND state = 1 ORDER BY id LIMIT 1)
            """)
        postpone = try connection.prepare(
            "UPDATE notification SET attempts = attempts + 1, due = ?2 WHERE id = ?1 AND due IS NOT NULL")
        replay = try connection.prepare(
            """
            UPDATE notification SET state = 1, attempts = 0, queued = ?3, settled = NULL
            WHERE directory = ?1 AND state <> 1 AND created >= ?2
            """)
        lineUp = try connection.prepare(
            """
            UPDATE notification SET due = CASE
            WHEN id =
            (SELECT n.id FROM notification n
            WHERE n.subject = notification.subject AND n.state = 1 ORDER BY n.id LIMIT 1)
            THEN coalesce(due, ?2) ELSE NULL END
            WHERE directory = ?1 AND state = 1
            """)
        deleteOld = try connection.prepare(
            """
            DELETE FROM notification WHERE id IN
            (SELECT id FROM notification WHERE state = 2 AND settled < ? ORDER BY settled LIMIT ?)
            """)
    }

    func insert(_ drafts: [NotificationDraft]) throws {
        for draft in drafts {
            insert.bind(1, draft.directory)
            insert.bind(2, draft.subject)
            insert.bind(4, draft.created.milliseconds)
            try draft.body.withUnsafeBytes { body in
                insert.bindBorrowed(3, body)
                try insert.run()
            }
        }
    }

    /// Takes a notification out of its queue, and makes the next one due.
    func settle(_ id: Int64, as state: NotificationRow.State, at instant: Timestamp) throws {
        subject.bind(1, id)
        guard let queue = try one(subject, { $0.int64(0) }) else { return }
        settle.bind(1, id)
        settle.bind(2, state.rawValue)
        settle.bind(3, instant.milliseconds)
        try settle.run()
        promote.bind(1, queue)
        promote.bind(2, instant.milliseconds)
        try promote.run()
    }

    /// One that a replay has put behind an older one keeps waiting for that.
    func postpone(_ id: Int64, until due: Timestamp) throws {
        postpone.bind(1, id)
        postpone.bind(2, due.milliseconds)
        try postpone.run()
    }

    func replay(directory: Int64, since: Timestamp, now: Timestamp) throws -> Int {
        replay.bind(1, directory)
        replay.bind(2, since.milliseconds)
        replay.bind(3, now.milliseconds)
        try replay.run()
        let count = connection.changedRows
        lineUp.bind(1, directory)
        lineUp.bind(2, now.milliseconds)
        try lineUp.run()
        return count
    }

    func delete(deliveredBefore instant: Timestamp, limit: Int) throws -> Int {
        deleteOld.bind(1, instant.milliseconds)
        deleteOld.bind(2, Int64(max(0, limit)))
        try deleteOld.run()
        return connection.changedRows
    }
}

extension DirectoryWriter {
    func insert(notifications: [NotificationDraft]) throws(StoreError) {
        try write { try notificationWrites.insert(notifications) }
    }

    func deliver(notification id: Int64, at instant: Timestamp) throws(StoreError) {
        try write { try notificationWrites.settle(id, as: .delivered, at: instant) }
    }

    func postpone(notification id: Int64, until due: Timestamp) throws(StoreError) {
        try write { try notificationWrites.postpone(id, until: due) }
    }

    func park(notification id: Int64, at instant: Timestamp) throws(StoreError) {
        try write { try notificationWrites.settle(id, as: .parked, at: instant) }
    }

    func replayNotifications(directory: Int64, since: Timestamp, now: Timestamp) throws(StoreError) -> Int {
        try write { try notificationWrites.replay(directory: directory, since: since, now: now) }
    }

    func deleteNotifications(deliveredBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int {
        try write { try notificationWrites.delete(deliveredBefore: instant, limit: limit) }
    }
}
