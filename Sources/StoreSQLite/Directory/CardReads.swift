// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Reads of cards, their names and their tokens.
struct CardReads {
    private let byRow: Statement
    private let byConsumer: Statement
    private let heldByConsumer: Statement
    private let byName: Statement
    private let tokenByCard: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        let columns = "id, directory, consumer, status, external, pan, bin, last_four, sealed, created"
        byRow = try connection.prepare("SELECT \(columns) FROM card WHERE id = ?")
        byConsumer = try connection.prepare("SELECT \(columns) FROM card WHERE consumer = ? ORDER BY id")
        let held = columns.split(separator: ", ").map { "c." + $0 }.joined(separator: ", ")
        heldByConsumer = try connection.prepare(
            """
            SELECT \(held), t.state, t.sealed, t.created, t.suspenders, i.issuer, u.last_used FROM card c
            LEFT JOIN token t ON t.card = c.id LEFT JOIN card_issuer i ON i.card = c.id
            LEFT JOIN card_use u ON u.card = c.id WHERE c.consumer = ? ORDER BY c.id
            """)
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

    func heldCards(by consumer: Int64) throws -> [HeldCard] {
        heldByConsumer.bind(1, consumer)
        return try all(heldByConsumer) { row in
            let card = try Self.row(row)
            let token: TokenRow? =
                row.isNull(10)
                ? nil : try Self.token(of: card.id, card.directory, row, state: 10, sealed: 11, created: 12, by: 13)
            return HeldCard(
                card: card, token: token, issuer: row.optionalInt64(14),
                lastUsed: row.optionalInt64(15).map(Timestamp.init(milliseconds:)))
        }
    }

    func cards(named names: [String], directory: Int64) throws -> [Int64?] {
        try rowNumbers(named: names, directory: directory, byName)
    }

    func token(of card: Int64) throws -> TokenRow? {
        tokenByCard.bind(1, card)
        return try one(tokenByCard) { row in
            try Self.token(of: row.int64(0), row.int64(1), row, state: 2, sealed: 3, created: 4, by: 5)
        }
    }

    /// A token whose values stand in these columns.
    private static func token(
        of card: Int64, _ directory: Int64, _ row: Statement, state: Int32, sealed: Int32, created: Int32,
        by suspenders: Int32
    ) throws -> TokenRow {
        TokenRow(
            card: card, directory: directory, state: try known(TokenRow.State(rawValue: row.int64(state))),
            suspenders: TokenRow.Suspenders(rawValue: row.int64(suspenders)), sealed: row.bytes(sealed),
            created: Timestamp(milliseconds: row.int64(created)))
    }

    private static func row(_ row: Statement) throws -> CardRow {
        CardRow(
            id: row.int64(0), directory: row.int64(1), consumer: row.int64(2),
            status: try known(CardRow.Status(rawValue: row.int64(3))), externalCardId: row.optionalText(4),
            pan: try known(BlindIndex(bytes: row.bytes(5))), bin: row.int64(6), lastFour: row.int64(7),
            sealed: row.bytes(8), created: Timestamp(milliseconds: row.int64(9)))
    }
}
