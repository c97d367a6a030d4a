// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Reads of the directory on one connection. Not shared between threads.
class DirectoryReader: DirectoryReading {
    let connection: Connection
    private let selectConsumer: Statement
    private let selectIdentified: Statement
    private let selectConsumerName: Statement
    private let selectCard: Statement
    private let selectCardsOfConsumer: Statement
    private let selectCardName: Statement
    private let selectToken: Statement
    private let selectResult: Statement
    private let selectDue: Statement
    private let selectNextDue: Statement
    private let selectAudit: Statement

    init(_ connection: Connection) throws {
        self.connection = connection
        let consumer = "id, directory, status, external, email, mobile, sealed, created, empty_since"
        let card = "id, directory, consumer, status, external, pan, bin, last_four, sealed, created"
        selectConsumer = try connection.prepare("SELECT \(consumer) FROM consumer WHERE id = ?")
        selectIdentified = try connection.prepare("SELECT consumer FROM identifier WHERE directory = ? AND prefix = ?")
        selectConsumerName = try connection.prepare(
            "SELECT consumer FROM consumer_name WHERE directory = ? AND external = ?")
        selectCard = try connection.prepare("SELECT \(card) FROM card WHERE id = ?")
        selectCardsOfConsumer = try connection.prepare("SELECT \(card) FROM card WHERE consumer = ? ORDER BY id")
        selectCardName = try connection.prepare("SELECT card FROM card_name WHERE directory = ? AND external = ?")
        selectToken = try connection.prepare(
            "SELECT card, directory, state, sealed, created FROM token WHERE card = ?")
        selectResult = try connection.prepare(
            "SELECT batch, directory, state, started, ended, items FROM batch_result WHERE batch = ?")
        selectDue = try connection.prepare(
            "SELECT kind, subject, directory, due FROM due WHERE due <= ? ORDER BY due LIMIT ?")
        selectNextDue = try connection.prepare("SELECT min(due) FROM due")
        selectAudit = try connection.prepare(
            """
            SELECT at, directory, actor, action, subject, correlation
            FROM audit WHERE directory = ? ORDER BY id DESC LIMIT ?
            """)
    }

    // MARK: Consumers

    func consumer(_ id: Int64) throws(StoreError) -> ConsumerRow? {
        try mapped {
            selectConsumer.bind(1, id)
            return try one(selectConsumer, Self.consumerRow)
        }
    }

    func consumers(
        identifiedBy keys: [BlindIndex], kind: BlindIndexKind, directory: Int64
    ) throws(StoreError) -> [ConsumerRow?] {
        var found = [ConsumerRow?](repeating: nil, count: keys.count)
        // In the order of the look-up table: neighbours share its pages.
        for index in keys.indices.sorted(by: { keys[$0].prefix < keys[$1].prefix }) {
            for candidate in try candidates(prefix: keys[index].prefix, directory: directory) {
                guard let row = try consumer(candidate) else { continue }
                if (kind == .email ? row.email : row.mobile) == keys[index] { found[index] = row }
            }
        }
        return found
    }

    private func candidates(prefix: Int64, directory: Int64) throws(StoreError) -> [Int64] {
        try mapped {
            selectIdentified.bind(1, directory)
            selectIdentified.bind(2, prefix)
            defer { selectIdentified.reset() }
            guard try selectIdentified.step() else { return [] }
            var candidates = [selectIdentified.int64(0)]
            while try selectIdentified.step() { candidates.append(selectIdentified.int64(0)) }
            return candidates
        }
    }

    func consumers(named externalConsumerIds: [String], directory: Int64) throws(StoreError) -> [Int64?] {
        try rows(named: externalConsumerIds, directory: directory, selectConsumerName)
    }

    // MARK: Cards

    func card(_ id: Int64) throws(StoreError) -> CardRow? {
        try mapped {
            selectCard.bind(1, id)
            return try one(selectCard, Self.cardRow)
        }
    }

    func cards(of consumer: Int64) throws(StoreError) -> [CardRow] {
        try mapped {
            selectCardsOfConsumer.bind(1, consumer)
            return try all(selectCardsOfConsumer, Self.cardRow)
        }
    }

    func cards(named externalCardIds: [String], directory: Int64) throws(StoreError) -> [Int64?] {
        try rows(named: externalCardIds, directory: directory, selectCardName)
    }

    func token(of card: Int64) throws(StoreError) -> TokenRow? {
        try mapped {
            selectToken.bind(1, card)
            return try one(selectToken) { row in
                TokenRow(
                    card: row.int64(0), directory: row.int64(1),
                    state: try known(TokenRow.State(rawValue: row.int64(2))),
                    sealed: row.bytes(3), created: Timestamp(milliseconds: row.int64(4)))
            }
        }
    }

    // MARK: Batches, due things, audit

    func batchResult(_ batch: Int64) throws(StoreError) -> BatchResultRow? {
        try mapped {
            selectResult.bind(1, batch)
            return try one(selectResult) { row in
                BatchResultRow(
                    batch: row.int64(0), directory: row.int64(1),
                    state: try known(BatchResultRow.State(rawValue: row.int64(2))),
                    started: Timestamp(milliseconds: row.int64(3)),
                    ended: row.optionalInt64(4).map(Timestamp.init(milliseconds:)), items: row.bytes(5))
            }
        }
    }

    func due(until instant: Timestamp, limit: Int) throws(StoreError) -> [DueRow] {
        try mapped {
            selectDue.bind(1, instant.milliseconds)
            selectDue.bind(2, Int64(limit))
            return try all(selectDue) { row in
                DueRow(
                    kind: row.int64(0), subject: row.int64(1), directory: row.int64(2),
                    due: Timestamp(milliseconds: row.int64(3)))
            }
        }
    }

    func nextDue() throws(StoreError) -> Timestamp? {
        try mapped {
            try one(selectNextDue) { $0.optionalInt64(0).map(Timestamp.init(milliseconds:)) } ?? nil
        }
    }

    func counts(directory: Int64) throws(StoreError) -> DirectoryCounts {
        try mapped {
            // A full scan: for operators and tests, not for requests.
            let counts = try ["consumer", "card", "token"].map { table in
                let count = try connection.prepare("SELECT count(*) FROM \(table) WHERE directory = ?")
                count.bind(1, directory)
                return try one(count) { Int($0.int64(0)) } ?? 0
            }
            return DirectoryCounts(consumers: counts[0], cards: counts[1], tokens: counts[2])
        }
    }

    func audit(directory: Int64, limit: Int) throws(StoreError) -> [AuditRow] {
        try mapped {
            selectAudit.bind(1, directory)
            selectAudit.bind(2, Int64(limit))
            return try all(selectAudit) { row in
                AuditRow(
                    at: Timestamp(milliseconds: row.int64(0)), directory: row.int64(1), actor: row.text(2),
                    action: row.text(3), subject: row.int64(4), correlation: row.text(5))
            }
        }
    }

    // MARK: Helpers

    /// Looks names up in sorted order: neighbours share pages, and a bank's file is mostly sorted anyway.
    private func rows(named names: [String], directory: Int64, _ select: Statement) throws(StoreError) -> [Int64?] {
        try mapped {
            var found = [Int64?](repeating: nil, count: names.count)
            for (index, name) in names.enumerated() {
                select.bind(1, directory)
                select.bind(2, name)
                found[index] = try one(select) { $0.int64(0) }
            }
            return found
        }
    }
}

/// The first row of `statement`, read by `read`; the statement is reset.
func one<Value>(_ statement: Statement, _ read: (Statement) throws -> Value) throws -> Value? {
    defer { statement.reset() }
    return try statement.step() ? try read(statement) : nil
}

/// Every row of `statement`, read by `read`; the statement is reset.
func all<Value>(_ statement: Statement, _ read: (Statement) throws -> Value) throws -> [Value] {
    defer { statement.reset() }
    var rows: [Value] = []
    while try statement.step() { rows.append(try read(statement)) }
    return rows
}

/// A code that this program knows, or an error: the file holds something that it should not.
func known<Value>(_ value: Value?) throws(StoreError) -> Value {
    guard let value else { throw StoreError(.engine, "a row holds a code that this program does not know") }
    return value
}

extension DirectoryReader {
    private static func consumerRow(_ row: Statement) throws -> ConsumerRow {
        ConsumerRow(
            id: row.int64(0), directory: row.int64(1), status: try known(ConsumerRow.Status(rawValue: row.int64(2))),
            externalConsumerId: row.optionalText(3), email: try known(BlindIndex(bytes: row.bytes(4))),
            mobile: try known(BlindIndex(bytes: row.bytes(5))), sealed: row.bytes(6),
            created: Timestamp(milliseconds: row.int64(7)),
            emptySince: row.optionalInt64(8).map(Timestamp.init(milliseconds:)))
    }

    private static func cardRow(_ row: Statement) throws -> CardRow {
        CardRow(
            id: row.int64(0), directory: row.int64(1), consumer: row.int64(2),
            status: try known(CardRow.Status(rawValue: row.int64(3))), externalCardId: row.optionalText(4),
            pan: try known(BlindIndex(bytes: row.bytes(5))), bin: row.int64(6), lastFour: row.int64(7),
            sealed: row.bytes(8), created: Timestamp(milliseconds: row.int64(9)))
    }
}
