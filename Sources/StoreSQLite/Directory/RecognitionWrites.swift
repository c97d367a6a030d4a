// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Writes of recognized browsers.
struct RecognitionWrites {
    private let insertRow: Statement
    private let update: Statement
    private let deleteFamily: Statement
    private let deleteConsumer: Statement
    private let deleteOld: Statement
    private let connection: Connection

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        insertRow = try connection.prepare(
            "INSERT OR FAIL INTO recognition VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
        update = try connection.prepare("UPDATE recognition SET expires = ?2, successor = ?3 WHERE id = ?1")
        deleteFamily = try connection.prepare("DELETE FROM recognition WHERE family = ?")
        deleteConsumer = try connection.prepare("DELETE FROM recognition WHERE consumer = ?")
        deleteOld = try connection.prepare(
            """
            DELETE FROM recognition WHERE id IN
            (SELECT id FROM recognition WHERE expires < ? ORDER BY expires LIMIT ?)
            """)
    }

    func insert(_ row: RecognitionRow) throws {
        insertRow.bind(1, row.id)
        insertRow.bind(2, row.family)
        insertRow.bind(3, row.directory)
        insertRow.bind(4, row.consumer)
        insertRow.bind(5, row.created.milliseconds)
        insertRow.bind(6, row.expires.milliseconds)
        insertRow.bind(7, row.successor)
        insertRow.bind(8, row.identity.map { Int64($0.kind.rawValue) })
        insertRow.bind(9, row.identity?.index.bytes)
        insertRow.bind(10, row.client)
        insertRow.bind(11, row.remembered.milliseconds)
        try insertRow.run()
    }

    func update(_ row: RecognitionRow) throws {
        update.bind(1, row.id)
        update.bind(2, row.expires.milliseconds)
        update.bind(3, row.successor)
        try update.run()
        if connection.changedRows != 1 { throw StoreError(.conflict, "the recognition does not exist") }
    }

    func delete(family: Int64) throws {
        deleteFamily.bind(1, family)
        try deleteFamily.run()
    }

    func delete(consumer: Int64) throws {
        deleteConsumer.bind(1, consumer)
        try deleteConsumer.run()
    }

    func delete(expiredBefore instant: Timestamp, limit: Int) throws -> Int {
        deleteOld.bind(1, instant.milliseconds)
        deleteOld.bind(2, Int64(max(0, limit)))
        try deleteOld.run()
        return connection.changedRows
    }
}

extension DirectoryWriter {
    func insert(recognition: RecognitionRow) throws(StoreError) {
        try write { try recognitionWrites.insert(recognition) }
    }

    func update(recognition: RecognitionRow) throws(StoreError) {
        try write { try recognitionWrites.update(recognition) }
    }

    func deleteRecognitions(family: Int64) throws(StoreError) {
        try write { try recognitionWrites.delete(family: family) }
    }

    func deleteRecognitions(consumer: Int64) throws(StoreError) {
        try write { try recognitionWrites.delete(consumer: consumer) }
    }

    func deleteRecognitions(expiredBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int {
        try write { try recognitionWrites.delete(expiredBefore: instant, limit: limit) }
    }
}
