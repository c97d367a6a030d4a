// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store

/// Writes of consumers' sessions.
struct SignInWrites {
    private let insertRow: Statement
    private let update: Statement
    private let deleteRow: Statement
    private let deleteOld: Statement
    private let deleteAllRows: Statement
    private let connection: Connection

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        insertRow = try connection.prepare("INSERT OR FAIL INTO sign_in VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        update = try connection.prepare("UPDATE sign_in SET sealed = ?2, expires = ?3 WHERE id = ?1")
        deleteRow = try connection.prepare("DELETE FROM sign_in WHERE id = ?")
        deleteOld = try connection.prepare(
            "DELETE FROM sign_in WHERE id IN (SELECT id FROM sign_in WHERE expires < ? ORDER BY expires LIMIT ?)")
        deleteAllRows = try connection.prepare("DELETE FROM sign_in")
    }

    func insert(_ row: SignInRow) throws {
        insertRow.bind(1, row.id)
        insertRow.bind(2, row.client)
        insertRow.bind(3, row.dpa)
        insertRow.bind(4, row.sealed)
        insertRow.bind(5, row.created.milliseconds)
        insertRow.bind(6, row.expires.milliseconds)
        try insertRow.run()
    }

    func update(_ row: SignInRow) throws {
        update.bind(1, row.id)
        update.bind(2, row.sealed)
        update.bind(3, row.expires.milliseconds)
        try update.run()
        if connection.changedRows != 1 { throw StoreError(.conflict, "the sign-in does not exist") }
    }

    func delete(_ id: Int64) throws {
        deleteRow.bind(1, id)
        try deleteRow.run()
    }

    func delete(expiredBefore instant: Timestamp, limit: Int) throws -> Int {
        deleteOld.bind(1, instant.milliseconds)
        deleteOld.bind(2, Int64(max(0, limit)))
        try deleteOld.run()
        return connection.changedRows
    }

    func deleteAll() throws { try deleteAllRows.run() }
}

/// Reads of the same.
struct SignInReads {
    private let select: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        select = try connection.prepare("SELECT id, client, dpa, sealed, created, expires FROM sign_in WHERE id = ?")
    }

    func row(_ id: Int64) throws -> SignInRow? {
        select.bind(1, id)
        return try one(select) { row in
            SignInRow(
                id: row.int64(0), client: row.text(1), dpa: row.text(2), sealed: row.bytes(3),
                created: Timestamp(milliseconds: row.int64(4)), expires: Timestamp(milliseconds: row.int64(5)))
        }
    }
}

extension DirectoryReader {
    func signIn(_ id: Int64) throws(StoreError) -> SignInRow? {
        try mapped { try signInReads.row(id) }
    }
}

extension DirectoryWriter {
    func insert(signIn: SignInRow) throws(StoreError) {
        try write { try signInWrites.insert(signIn) }
    }

    func update(signIn: SignInRow) throws(StoreError) {
        try write { try signInWrites.update(signIn) }
    }

    func deleteSignIn(_ id: Int64) throws(StoreError) {
        try write { try signInWrites.delete(id) }
    }

    func deleteSignIns(expiredBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int {
        try write { try signInWrites.delete(expiredBefore: instant, limit: limit) }
    }

    func deleteAllSignIns() throws(StoreError) {
        try write { try signInWrites.deleteAll() }
    }
}
