// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Writes of the staged cards and their look-ups.
struct StagedWrites {
    private let insertRow: Statement
    private let insertIdentifier: Statement
    private let update: Statement
    private let deleteIdentifier: Statement
    private let deleteOld: Statement
    private let connection: Connection

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        insertRow = try connection.prepare(
            "INSERT OR FAIL INTO staged_card VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)")
        insertIdentifier = try connection.prepare("INSERT OR FAIL INTO staged_identifier VALUES (?, ?, ?)")
        update = try connection.prepare(
            """
            UPDATE staged_card SET state = ?3, external_consumer = ?4, external_card = ?5, email = ?6, mobile = ?7,
            pan = ?8, sealed = ?9, created = ?10, expires = ?11, ended = ?12, consumer = ?13, card = ?14,
            more = ?15
            WHERE id = ?1 AND directory = ?2
            """)
        deleteIdentifier = try connection.prepare(
            "DELETE FROM staged_identifier WHERE directory = ? AND prefix = ? AND staged = ?")
        deleteOld = try connection.prepare(
            """
            DELETE FROM staged_card WHERE id IN
            (SELECT id FROM staged_card WHERE ended IS NOT NULL AND ended < ? ORDER BY ended LIMIT ?)
            """)
    }

    func insert(_ cards: [StagedCardRow]) throws {
        for card in cards {
            bind(insertRow, card)
            try insertRow.run()
            try insertIdentifiers(of: card)
        }
    }

    func replace(_ old: StagedCardRow, by new: StagedCardRow) throws {
        bind(update, new)
        update.bind(1, old.id)
        update.bind(2, old.directory)
        try update.run()
        try connection.requireOneChange(old.id, new.id, old.directory, new.directory)
        for prefix in Self.prefixes(of: old) {
            deleteIdentifier.bind(1, old.directory)
            deleteIdentifier.bind(2, prefix)
            deleteIdentifier.bind(3, old.id)
            try deleteIdentifier.run()
        }
        try insertIdentifiers(of: new)
    }

    func delete(endedBefore instant: Timestamp, limit: Int) throws -> Int {
        deleteOld.bind(1, instant.milliseconds)
        deleteOld.bind(2, Int64(max(0, limit)))
        try deleteOld.run()
        return connection.changedRows
    }

    private func bind(_ statement: Statement, _ card: StagedCardRow) {
        statement.bind(1, card.id)
        statement.bind(2, card.directory)
        statement.bind(3, card.state.rawValue)
        statement.bind(4, card.externalConsumerId)
        statement.bind(5, card.externalCardId)
        statement.bind(6, IdentifierCoding.column(card.email))
        statement.bind(7, IdentifierCoding.column(card.mobile))
        statement.bind(8, card.pan.bytes)
        statement.bind(9, card.sealed)
        statement.bind(10, card.created.milliseconds)
        statement.bind(11, card.expires.milliseconds)
        statement.bind(12, card.ended?.milliseconds)
        statement.bind(13, card.consumer)
        statement.bind(14, card.card)
        statement.bind(15, IdentifierCoding.more(card.moreIdentifiers))
    }

    private func insertIdentifiers(of card: StagedCardRow) throws {
        for prefix in Self.prefixes(of: card) {
            insertIdentifier.bind(1, card.directory)
            insertIdentifier.bind(2, prefix)
            insertIdentifier.bind(3, card.id)
            try insertIdentifier.run()
        }
    }

    /// What a card is found by: nothing once it is not staged any more.
    private static func prefixes(of card: StagedCardRow) -> [Int64] {
        card.state == .staged ? card.prefixes : []
    }
}
