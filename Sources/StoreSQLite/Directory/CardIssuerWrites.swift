// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite
internal import Store

/// Writes of the issuers of cards in the general directory.
struct CardIssuerWrites {
    private let insertRow: Statement
    private let deleteRow: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        insertRow = try connection.prepare("INSERT OR FAIL INTO card_issuer VALUES (?1, ?2, ?3)")
        deleteRow = try connection.prepare("DELETE FROM card_issuer WHERE card = ?")
    }

    func insert(_ issuer: Int64, _ card: Int64, _ directory: Int64) throws {
        insertRow.bind(1, card)
        insertRow.bind(2, directory)
        insertRow.bind(3, issuer)
        try insertRow.run()
    }

    func delete(_ card: Int64) throws {
        deleteRow.bind(1, card)
        try deleteRow.run()
    }
}

extension DirectoryWriter {
    func insert(issuer: Int64, ofCard card: Int64, directory: Int64) throws(StoreError) {
        try write { try cardIssuerWrites.insert(issuer, card, directory) }
    }
}
