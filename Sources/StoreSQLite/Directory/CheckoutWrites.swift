// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store

/// Writes of checkouts, and of what is kept beside them.
struct CheckoutWrites {
    private let insertRow: Statement
    private let updateRow: Statement
    private let deleteConfirmations: Statement
    private let deleteOld: Statement
    private let putUse: Statement
    private let deleteUse: Statement
    private let insertConsent: Statement
    private let insertConfirmation: Statement
    private let connection: Connection

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        insertRow = try connection.prepare(
            """
            INSERT OR FAIL INTO checkout VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """)
        updateRow = try connection.prepare(
            """
            UPDATE checkout SET directory = ?5, consumer = ?6, card = ?7, state = ?8, made = ?9, closed = ?10,
            sealed = ?11, created = ?12, expires = ?13, settled = ?14
            WHERE id = ?1 AND correlation = ?2 AND client = ?3 AND dpa = ?4
            """)
        let old = """
            SELECT id FROM checkout WHERE length(sealed) = 0 AND settled IS NOT NULL AND settled < ?1
            ORDER BY settled LIMIT ?2
            """
        deleteConfirmations = try connection.prepare("DELETE FROM confirmation WHERE checkout IN (\(old))")
        deleteOld = try connection.prepare("DELETE FROM checkout WHERE id IN (\(old))")
        putUse = try connection.prepare("INSERT OR REPLACE INTO card_use VALUES (?1, ?2, ?3, ?4, ?5)")
        deleteUse = try connection.prepare("DELETE FROM card_use WHERE card = ?")
        insertConsent = try connection.prepare(
            "INSERT INTO consent VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
        insertConfirmation = try connection.prepare(
            "INSERT INTO confirmation VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7)")
    }

    func insert(_ row: CheckoutRow) throws {
        bind(row, to: insertRow)
        try insertRow.run()
    }

    func update(_ row: CheckoutRow) throws {
        bind(row, to: updateRow)
        try updateRow.run()
        if connection.changedRows != 1 { throw StoreError(.conflict, "the checkout does not exist") }
    }

    private func bind(_ row: CheckoutRow, to statement: Statement) {
        statement.bind(1, row.id)
        statement.bind(2, row.correlation)
        statement.bind(3, row.client)
        statement.bind(4, row.dpa)
        statement.bind(5, row.directory)
        statement.bind(6, row.consumer)
        statement.bind(7, row.card)
        statement.bind(8, row.state.rawValue)
        statement.bind(9, row.made.rawValue)
        statement.bind(10, Int64(row.isClosed ? 1 : 0))
        statement.bind(11, row.sealed)
        statement.bind(12, row.created.milliseconds)
        statement.bind(13, row.expires.milliseconds)
        statement.bind(14, row.settled?.milliseconds)
    }

    func delete(settledBefore instant: Timestamp, limit: Int) throws -> Int {
        for statement in [deleteConfirmations, deleteOld] {
            statement.bind(1, instant.milliseconds)
            statement.bind(2, Int64(max(0, limit)))
            try statement.run()
        }
        return connection.changedRows
    }

    func put(_ use: CardUseRow) throws {
        putUse.bind(1, use.card)
        putUse.bind(2, use.directory)
        putUse.bind(3, use.counter)
        putUse.bind(4, use.uses)
        putUse.bind(5, use.lastUsed?.milliseconds)
        try putUse.run()
    }

    func deleteUse(of card: Int64) throws {
        deleteUse.bind(1, card)
        try deleteUse.run()
    }

    func append(_ consent: ConsentRow) throws {
        insertConsent.bind(1, consent.directory)
        insertConsent.bind(2, consent.consumer)
        insertConsent.bind(3, consent.kind.rawValue)
        insertConsent.bind(4, consent.fields.joined(separator: ","))
        insertConsent.bind(5, consent.version)
        insertConsent.bind(6, consent.uri)
        insertConsent.bind(7, consent.channel)
        insertConsent.bind(8, consent.at.milliseconds)
        insertConsent.bind(9, consent.correlation)
        try insertConsent.run()
    }

    func append(_ confirmation: ConfirmationRow) throws {
        insertConfirmation.bind(1, confirmation.checkout)
        insertConfirmation.bind(2, confirmation.received.milliseconds)
        insertConfirmation.bind(3, confirmation.type)
        insertConfirmation.bind(4, confirmation.status)
        insertConfirmation.bind(5, confirmation.result)
        insertConfirmation.bind(6, confirmation.at.milliseconds)
        insertConfirmation.bind(7, confirmation.details)
        try insertConfirmation.run()
    }
}

extension DirectoryWriter {
    func insert(checkout: CheckoutRow) throws(StoreError) {
        try write { try checkoutWrites.insert(checkout) }
    }

    func update(checkout: CheckoutRow) throws(StoreError) {
        try write { try checkoutWrites.update(checkout) }
    }

    func deleteCheckouts(settledBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int {
        try write { try checkoutWrites.delete(settledBefore: instant, limit: limit) }
    }

    func put(cardUse: CardUseRow) throws(StoreError) {
        try write { try checkoutWrites.put(cardUse) }
    }

    func append(consent: ConsentRow) throws(StoreError) {
        try write { try checkoutWrites.append(consent) }
    }

    func append(confirmation: ConfirmationRow) throws(StoreError) {
        try write { try checkoutWrites.append(confirmation) }
    }
}
