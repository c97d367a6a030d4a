// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Writes of one-time codes and of what is counted for identities.
struct CodeWrites {
    private let putCode: Statement
    private let deleteCode: Statement
    private let putTally: Statement
    private let deleteOldCodes: Statement
    private let deleteOldTallies: Statement
    private let connection: Connection

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        putCode = try connection.prepare("INSERT OR REPLACE INTO one_time_code VALUES (?1, ?2, ?3, ?4)")
        deleteCode = try connection.prepare("DELETE FROM one_time_code WHERE binding = ?")
        putTally = try connection.prepare("INSERT OR REPLACE INTO code_tally VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        deleteOldCodes = try connection.prepare(
            """
            DELETE FROM one_time_code WHERE binding IN
            (SELECT binding FROM one_time_code WHERE expires < ? ORDER BY expires LIMIT ?)
            """)
        deleteOldTallies = try connection.prepare(
            """
            DELETE FROM code_tally WHERE identity IN
            (SELECT identity FROM code_tally WHERE rests < ? ORDER BY rests LIMIT ?)
            """)
    }

    func put(_ code: CodeRow) throws {
        putCode.bind(1, code.binding.bytes)
        putCode.bind(2, code.code.bytes)
        putCode.bind(3, code.expires.milliseconds)
        putCode.bind(4, Int64(code.misses))
        try putCode.run()
    }

    func delete(_ binding: BlindIndex) throws {
        deleteCode.bind(1, binding.bytes)
        try deleteCode.run()
    }

    func put(_ tally: CodeTallyRow) throws {
        putTally.bind(1, tally.identity.bytes)
        putTally.bind(2, Instants.column(tally.sends))
        putTally.bind(3, Instants.column(tally.misses))
        putTally.bind(4, Instants.column(tally.voids))
        putTally.bind(5, tally.lockedUntil?.milliseconds)
        putTally.bind(6, tally.rests.milliseconds)
        try putTally.run()
    }

    func deleteCodes(expiredBefore instant: Timestamp, limit: Int) throws -> Int {
        try delete(deleteOldCodes, instant, limit)
    }

    func deleteTallies(restingBefore instant: Timestamp, limit: Int) throws -> Int {
        try delete(deleteOldTallies, instant, limit)
    }

    func deleteAll() throws {
        try connection.execute("DELETE FROM one_time_code")
        try connection.execute("DELETE FROM code_tally")
    }

    private func delete(_ statement: Statement, _ instant: Timestamp, _ limit: Int) throws -> Int {
        statement.bind(1, instant.milliseconds)
        // To SQLite a negative limit means none.
        statement.bind(2, Int64(max(0, limit)))
        try statement.run()
        return connection.changedRows
    }
}

extension DirectoryWriter {
    func put(code: CodeRow) throws(StoreError) {
        try write { try codeWrites.put(code) }
    }

    func deleteCode(of binding: BlindIndex) throws(StoreError) {
        try write { try codeWrites.delete(binding) }
    }

    func put(codeTally: CodeTallyRow) throws(StoreError) {
        try write { try codeWrites.put(codeTally) }
    }

    func deleteCodes(expiredBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int {
        try write { try codeWrites.deleteCodes(expiredBefore: instant, limit: limit) }
    }

    func deleteCodeTallies(restingBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int {
        try write { try codeWrites.deleteTallies(restingBefore: instant, limit: limit) }
    }

    func deleteAllCodes() throws(StoreError) {
        try write { try codeWrites.deleteAll() }
    }
}
