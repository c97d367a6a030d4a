// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Reads of cards, their names and their tokens.
struct CardReads {
    private let byRow: Statement
    private let byConsumer: Statement
    private let byName: Statement
    private let tokenByCard: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        let columns = "id, directory, consumer, status, external, pan, bin, last_four, sealed, created"
        byRow = try connection.prepare("SELECT \(columns) FROM card WHERE id = ?")
        byConsumer = try connection.prepare("SELECT \(columns) FROM card WHERE consumer = ? ORDER BY id")
        byName = try connection.prepare(
            "SELECT k.a, n.card FROM rows k CROSS JOIN card_name n ON n.directory = ?1 AND n.external = k.b")
        tokenByCard = try connection.prepare(
            "SELECT card, directory, state, sealed, created, suspenders FROM token WHERE card = ?")
    }

    func card(_ id: Int64) throws -> CardRow? {
        byRow.bind(1, id)
        return try one(byRow, Self.row)
    }

    func cards(of consumer: Int64) throws -> [CardRow] {
        byConsumer.bind(1, consumer)
        return try all(byConsumer, Self.row)
    }

    func cards(named names: [String], directory: Int64) throws -> [Int64?] {
        try rowNumbers(named: names, directory: directory, byName)
    }

    func token(of card: Int64) throws -> TokenRow? {
        tokenByCard.bind(1, card)
        return try one(tokenByCard) { row in
            TokenRow(
                card: row.int64(0), directory: row.int64(1),
                state: try known(TokenRow.State(rawValue: row.int64(2))),
                suspenders: TokenRow.Suspenders(rawValue: row.int64(5)), sealed: row.bytes(3),
                created: Timestamp(milliseconds: row.int64(4)))
        }
    }

    private static func row(_ row: Statement) throws -> CardRow {
        CardRow(
            id: row.int64(0), directory: row.int64(1), consumer: row.int64(2),
            status: try known(CardRow.Status(rawValue: row.int64(3))), externalCardId: row.optionalText(4),
            pan: try known(BlindIndex(bytes: row.bytes(5))), bin: row.int64(6), lastFour: row.int64(7),
            sealed: row.bytes(8), created: Timestamp(milliseconds: row.int64(9)))
    }
}
