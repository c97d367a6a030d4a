// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Reads of the receipts.
struct ReceiptReads {
    private let byKey: Statement
    private let overdue: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        let columns = "id, directory, key, state, requestor, sealed, created, expires, ended, outcome, card"
        byKey = try connection.prepare("SELECT \(columns) FROM receipt WHERE key = ?")
        overdue = try connection.prepare(
            "SELECT \(columns) FROM receipt WHERE ended IS NULL AND expires <= ? ORDER BY expires LIMIT ?")
    }

    func receipt(of key: BlindIndex) throws -> ReceiptRow? {
        byKey.bind(1, key.bytes)
        return try one(byKey, Self.row)
    }

    func overdue(at instant: Timestamp, limit: Int) throws -> [ReceiptRow] {
        overdue.bind(1, instant.milliseconds)
        // To SQLite a negative limit means none.
        overdue.bind(2, Int64(max(0, limit)))
        return try all(overdue, Self.row)
    }

    private static func row(_ row: Statement) throws -> ReceiptRow {
        ReceiptRow(
            id: row.int64(0), directory: row.int64(1), key: try known(BlindIndex(bytes: row.bytes(2))),
            state: try known(ReceiptRow.State(rawValue: row.int64(3))), requestor: row.text(4), sealed: row.bytes(5),
            created: Timestamp(milliseconds: row.int64(6)), expires: Timestamp(milliseconds: row.int64(7)),
            ended: row.optionalInt64(8).map(Timestamp.init(milliseconds:)),
            outcome: try row.optionalInt64(9).map { try known(ReceiptRow.Outcome(rawValue: $0)) },
            card: row.int64(10))
    }
}

extension DirectoryReader {
    func receipt(of key: BlindIndex) throws(StoreError) -> ReceiptRow? {
        try mapped { try receiptReads.receipt(of: key) }
    }

    func overdueReceipts(at instant: Timestamp, limit: Int) throws(StoreError) -> [ReceiptRow] {
        try mapped { try receiptReads.overdue(at: instant, limit: limit) }
    }
}
