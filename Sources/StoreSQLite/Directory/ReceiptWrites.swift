// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Writes of the receipts.
struct ReceiptWrites {
    private let insertRow: Statement
    private let update: Statement
    private let deleteOld: Statement
    private let connection: Connection

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        insertRow = try connection.prepare(
            "INSERT OR FAIL INTO receipt VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
        update = try connection.prepare(
            """
            UPDATE receipt SET state = ?3, sealed = ?4, ended = ?5, outcome = ?6, card = ?7
            WHERE id = ?1 AND directory = ?2
            """)
        deleteOld = try connection.prepare(
            """
            DELETE FROM receipt WHERE id IN
            (SELECT id FROM receipt WHERE ended IS NOT NULL AND ended < ? ORDER BY ended LIMIT ?)
            """)
    }

    func insert(_ receipts: [ReceiptRow]) throws {
        for receipt in receipts {
            insertRow.bind(1, receipt.id)
            insertRow.bind(2, receipt.directory)
            insertRow.bind(3, receipt.key.bytes)
            insertRow.bind(4, receipt.state.rawValue)
            insertRow.bind(5, receipt.requestor)
            insertRow.bind(6, receipt.sealed)
            insertRow.bind(7, receipt.created.milliseconds)
            insertRow.bind(8, receipt.expires.milliseconds)
            insertRow.bind(9, receipt.ended?.milliseconds)
            insertRow.bind(10, receipt.outcome?.rawValue)
            insertRow.bind(11, receipt.card)
            try insertRow.run()
        }
    }

    func update(_ receipt: ReceiptRow) throws {
        update.bind(1, receipt.id)
        update.bind(2, receipt.directory)
        update.bind(3, receipt.state.rawValue)
        update.bind(4, receipt.sealed)
        update.bind(5, receipt.ended?.milliseconds)
        update.bind(6, receipt.outcome?.rawValue)
        update.bind(7, receipt.card)
        try update.run()
        if connection.changedRows != 1 { throw StoreError(.conflict, "the receipt does not exist") }
    }

    func delete(endedBefore instant: Timestamp, limit: Int) throws -> Int {
        deleteOld.bind(1, instant.milliseconds)
        deleteOld.bind(2, Int64(max(0, limit)))
        try deleteOld.run()
        return connection.changedRows
    }
}

extension DirectoryWriter {
    func insert(receipts: [ReceiptRow]) throws(StoreError) {
        try write { try receiptWrites.insert(receipts) }
    }

    func update(receipt: ReceiptRow) throws(StoreError) {
        try write { try receiptWrites.update(receipt) }
    }

    func deleteReceipts(endedBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int {
        try write { try receiptWrites.delete(endedBefore: instant, limit: limit) }
    }
}
