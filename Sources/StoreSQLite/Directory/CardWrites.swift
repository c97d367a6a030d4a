// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Writes of cards, their names and their tokens.
struct CardWrites {
    private let insertRows: Statement
    private let insertNames: Statement
    private let insertTokens: Statement
    private let insertAlias: Statement
    private let update: Statement
    private let updateToken: Statement
    private let selectRow: Statement
    private let selectAliases: Statement
    private let deleteRow: Statement
    private let deleteName: Statement
    private let deleteAlias: Statement
    private let deleteAliases: Statement
    private let deleteToken: Statement
    private let connection: Connection

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        insertRows = try connection.prepare(
            "INSERT OR FAIL INTO card SELECT a, b, c, d, e, f, g, h, i, j FROM rows")
        insertNames = try connection.prepare("INSERT OR FAIL INTO card_name SELECT a, b, c FROM rows")
        insertTokens = try connection.prepare("INSERT OR FAIL INTO token SELECT a, b, c, d, e, f FROM rows")
        insertAlias = try connection.prepare("INSERT INTO card_alias VALUES (?, ?)")
        update = try connection.prepare(
            """
            UPDATE card SET consumer = ?3, status = ?4, external = ?5, pan = ?6, bin = ?7, last_four = ?8,
            sealed = ?9, created = ?10 WHERE id = ?1 AND directory = ?2
            """)
        updateToken = try connection.prepare(
            "UPDATE token SET state = ?3, sealed = ?4, created = ?5, suspenders = ?6 WHERE card = ?1 AND directory = ?2"
        )
        selectRow = try connection.prepare("SELECT 1 FROM card WHERE id = ? AND directory = ?")
        selectAliases = try connection.prepare("SELECT external FROM card_alias WHERE card = ?")
        deleteRow = try connection.prepare("DELETE FROM card WHERE id = ?")
        // Only the card's own: the name may be another's by now.
        deleteName = try connection.prepare("DELETE FROM card_name WHERE directory = ? AND external = ? AND card = ?")
        deleteAlias = try connection.prepare("DELETE FROM card_alias WHERE card = ? AND external = ?")
        deleteAliases = try connection.prepare("DELETE FROM card_alias WHERE card = ?")
        deleteToken = try connection.prepare("DELETE FROM token WHERE card = ?")
    }

    // MARK: Cards

    func insert(_ cards: [CardRow]) throws {
        try insertRows.run(rows: cards.count) { row, column, cell in
            switch column {
            case 0: cell.set(cards[row].id)
            case 1: cell.set(cards[row].directory)
            case 2: cell.set(cards[row].consumer)
            case 3: cell.set(cards[row].status.rawValue)
            case 4: cell.set(cards[row].externalCardId)
            case 5: cell.set(cards[row].pan.bytes)
            case 6: cell.set(cards[row].bin)
            case 7: cell.set(cards[row].lastFour)
            case 8: cell.set(cards[row].sealed)
            default: cell.set(cards[row].created.milliseconds)
            }
        }
        let named = cards.indices.filter { cards[$0].externalCardId != nil }
        try insertNames.run(rows: named.count) { row, column, cell in
            switch column {
            case 0: cell.set(cards[named[row]].directory)
            case 1: cell.set(cards[named[row]].externalCardId)
            default: cell.set(cards[named[row]].id)
            }
        }
    }

    func replace(_ old: CardRow, by new: CardRow) throws {
        update.bind(1, old.id)
        update.bind(2, old.directory)
        update.bind(3, new.consumer)
        update.bind(4, new.status.rawValue)
        update.bind(5, new.externalCardId)
        update.bind(6, new.pan.bytes)
        update.bind(7, new.bin)
        update.bind(8, new.lastFour)
        update.bind(9, new.sealed)
        update.bind(10, new.created.milliseconds)
        try update.run()
        try connection.requireOneChange(old.id, new.id, old.directory, new.directory)
        if old.externalCardId != new.externalCardId {
            if let name = old.externalCardId { try delete(name: name, of: old) }
            if let name = new.externalCardId { try rename(new, name) }
        }
    }

    private func rename(_ card: CardRow, _ name: String) throws {
        // An alias of the same card becomes its first name: the look-up is there already.
        deleteAlias.bind(1, card.id)
        deleteAlias.bind(2, name)
        try deleteAlias.run()
        if connection.changedRows == 0 { try insert(name: name, card: card.id, directory: card.directory) }
    }

    func delete(_ card: CardRow) throws {
        selectAliases.bind(1, card.id)
        let aliases = try all(selectAliases) { $0.text(0) }
        for name in aliases + [card.externalCardId].compactMap(\.self) { try delete(name: name, of: card) }
        for statement in [deleteAliases, deleteToken, deleteRow] {
            statement.bind(1, card.id)
            try statement.run()
        }
    }

    func alias(card: Int64, externalCardId: String, directory: Int64) throws {
        selectRow.bind(1, card)
        selectRow.bind(2, directory)
        guard try one(selectRow, { _ in true }) != nil else {
            throw StoreError(.conflict, "the card that was to be named does not exist")
        }
        try insert(name: externalCardId, card: card, directory: directory)
        insertAlias.bind(1, card)
        insertAlias.bind(2, externalCardId)
        try insertAlias.run()
    }

    private func insert(name: String, card: Int64, directory: Int64) throws {
        try insertNames.run(rows: 1) { _, column, cell in
            switch column {
            case 0: cell.set(directory)
            case 1: cell.set(name)
            default: cell.set(card)
            }
        }
    }

    private func delete(name: String, of card: CardRow) throws {
        deleteName.bind(1, card.directory)
        deleteName.bind(2, name)
        deleteName.bind(3, card.id)
        try deleteName.run()
    }

    // MARK: Tokens

    func insert(_ tokens: [TokenRow]) throws {
        try insertTokens.run(rows: tokens.count) { row, column, cell in
            switch column {
            case 0: cell.set(tokens[row].card)
            case 1: cell.set(tokens[row].directory)
            case 2: cell.set(tokens[row].state.rawValue)
            case 3: cell.set(tokens[row].sealed)
            case 4: cell.set(tokens[row].created.milliseconds)
            default: cell.set(tokens[row].suspenders.rawValue)
            }
        }
    }

    func deleteToken(of card: Int64) throws {
        deleteToken.bind(1, card)
        try deleteToken.run()
    }

    func replace(_ token: TokenRow) throws {
        updateToken.bind(1, token.card)
        updateToken.bind(2, token.directory)
        updateToken.bind(3, token.state.rawValue)
        updateToken.bind(4, token.sealed)
        updateToken.bind(5, token.created.milliseconds)
        updateToken.bind(6, token.suspenders.rawValue)
        try updateToken.run()
        if connection.changedRows != 1 {
            throw StoreError(.conflict, "the token that was to be replaced does not exist")
        }
    }
}
