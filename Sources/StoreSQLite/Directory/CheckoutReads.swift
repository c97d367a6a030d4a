// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store

/// Reads of checkouts, and of what is kept beside them.
struct CheckoutReads {
    private let byID: Statement
    private let byCorrelation: Statement
    private let overdue: Statement
    private let open: Statement
    private let use: Statement
    private let consents: Statement
    private let confirmations: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        let columns = """
            id, correlation, client, dpa, directory, consumer, card, state, made, closed, sealed, created, expires, \
            settled
            """
        byID = try connection.prepare("SELECT \(columns) FROM checkout WHERE id = ?")
        byCorrelation = try connection.prepare(
            """
            SELECT \(columns) FROM checkout WHERE correlation = ?1 AND (?2 IS NULL OR client = ?2)
            ORDER BY id DESC LIMIT ?3
            """)
        overdue = try connection.prepare(
            """
            SELECT \(columns) FROM checkout WHERE length(sealed) > 0 AND expires <= ?
            ORDER BY expires LIMIT ?
            """)
        open = try connection.prepare(
            """
            SELECT \(columns) FROM checkout WHERE consumer = ?1 AND state = 1
            ORDER BY id LIMIT ?2
            """)
        use = try connection.prepare("SELECT card, directory, counter, uses, last_used FROM card_use WHERE card = ?")
        consents = try connection.prepare(
            """
            SELECT directory, consumer, kind, fields, version, uri, channel, at, correlation FROM consent
            WHERE consumer = ? ORDER BY id DESC LIMIT ?
            """)
        confirmations = try connection.prepare(
            """
            SELECT checkout, received, type, status, result, at, details FROM confirmation
            WHERE checkout = ? ORDER BY id
            """)
    }

    func checkout(_ id: Int64) throws -> CheckoutRow? {
        byID.bind(1, id)
        return try one(byID, Self.row)
    }

    func checkouts(_ correlation: String, _ client: String?, limit: Int) throws -> [CheckoutRow] {
        byCorrelation.bind(1, correlation)
        byCorrelation.bind(2, client)
        // To SQLite a negative limit means none.
        byCorrelation.bind(3, Int64(max(0, limit)))
        return try all(byCorrelation, Self.row)
    }

    func overdue(at instant: Timestamp, limit: Int) throws -> [CheckoutRow] {
        overdue.bind(1, instant.milliseconds)
        overdue.bind(2, Int64(max(0, limit)))
        return try all(overdue, Self.row)
    }

    func open(of consumer: Int64, limit: Int) throws -> [CheckoutRow] {
        open.bind(1, consumer)
        open.bind(2, Int64(max(0, limit)))
        return try all(open, Self.row)
    }

    func use(of card: Int64) throws -> CardUseRow? {
        use.bind(1, card)
        return try one(use) { row in
            CardUseRow(
                card: row.int64(0), directory: row.int64(1), counter: row.int64(2), uses: row.int64(3),
                lastUsed: row.optionalInt64(4).map(Timestamp.init(milliseconds:)))
        }
    }

    func consents(of consumer: Int64, limit: Int) throws -> [ConsentRow] {
        consents.bind(1, consumer)
        consents.bind(2, Int64(max(0, limit)))
        return try all(consents) { row in
            ConsentRow(
                directory: row.int64(0), consumer: row.int64(1),
                kind: try known(ConsentRow.Kind(rawValue: row.int64(2))),
                fields: row.text(3).split(separator: ",").map(String.init), version: row.text(4), uri: row.text(5),
                channel: row.text(6), at: Timestamp(milliseconds: row.int64(7)), correlation: row.text(8))
        }
    }

    func confirmations(of checkout: Int64) throws -> [ConfirmationRow] {
        confirmations.bind(1, checkout)
        return try all(confirmations) { row in
            ConfirmationRow(
                checkout: row.int64(0), received: Timestamp(milliseconds: row.int64(1)), type: row.text(2),
                status: row.text(3), result: row.optionalText(4), at: Timestamp(milliseconds: row.int64(5)),
                details: row.bytes(6))
        }
    }

    private static func row(_ row: Statement) throws -> CheckoutRow {
        CheckoutRow(
            id: row.int64(0), correlation: row.text(1), client: row.text(2), dpa: row.text(3),
            directory: row.int64(4), consumer: row.int64(5), card: row.int64(6),
            state: try known(CheckoutRow.State(rawValue: row.int64(7))),
            made: try known(CheckoutRow.Made(rawValue: row.int64(8))), isClosed: row.int64(9) == 1,
            sealed: row.bytes(10), created: Timestamp(milliseconds: row.int64(11)),
            expires: Timestamp(milliseconds: row.int64(12)),
            settled: row.optionalInt64(13).map(Timestamp.init(milliseconds:)))
    }
}

extension DirectoryReader {
    func checkout(_ id: Int64) throws(StoreError) -> CheckoutRow? {
        try mapped { try checkoutReads.checkout(id) }
    }

    func checkouts(correlation: String, client: String?, limit: Int) throws(StoreError) -> [CheckoutRow] {
        try mapped { try checkoutReads.checkouts(correlation, client, limit: limit) }
    }

    func overdueCheckouts(at instant: Timestamp, limit: Int) throws(StoreError) -> [CheckoutRow] {
        try mapped { try checkoutReads.overdue(at: instant, limit: limit) }
    }

    func openCheckouts(of consumer: Int64, limit: Int) throws(StoreError) -> [CheckoutRow] {
        try mapped { try checkoutReads.open(of: consumer, limit: limit) }
    }

    func cardUse(of card: Int64) throws(StoreError) -> CardUseRow? {
        try mapped { try checkoutReads.use(of: card) }
    }

    func consents(of consumer: Int64, limit: Int) throws(StoreError) -> [ConsentRow] {
        try mapped { try checkoutReads.consents(of: consumer, limit: limit) }
    }

    func confirmations(of checkout: Int64) throws(StoreError) -> [ConfirmationRow] {
        try mapped { try checkoutReads.confirmations(of: checkout) }
    }
}
