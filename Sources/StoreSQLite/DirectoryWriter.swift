// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Writes of the directory on the one write connection, inside the committer's transaction.
final class DirectoryWriter: DirectoryReader, DirectoryWriting {
    private let insertConsumer: Statement
    private let updateConsumer: Statement
    private let insertIdentifier: Statement
    private let deleteIdentifier: Statement
    private let insertConsumerName: Statement
    private let deleteConsumerName: Statement
    private let insertCard: Statement
    private let updateCard: Statement
    private let insertCardName: Statement
    private let deleteCardName: Statement
    private let insertAlias: Statement
    private let selectAliases: Statement
    private let insertToken: Statement
    private let updateToken: Statement
    private let deletions: [Table: Statement]
    private let putResult: Statement
    private let deleteOldResults: Statement
    private let insertDue: Statement
    private let deleteDue: Statement
    private let insertAudit: Statement

    private enum Table: String, CaseIterable {
        case consumer = "DELETE FROM consumer WHERE id = ?"
        case card = "DELETE FROM card WHERE id = ?"
        case token = "DELETE FROM token WHERE card = ?"
        case alias = "DELETE FROM card_alias WHERE card = ?"
    }

    override init(_ connection: Connection) throws {
        insertConsumer = try connection.prepare("INSERT INTO consumer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        updateConsumer = try connection.prepare(
            """
            UPDATE consumer SET directory = ?2, status = ?3, external = ?4, email = ?5, mobile = ?6, sealed = ?7,
            created = ?8, empty_since = ?9 WHERE id = ?1
            """)
        insertIdentifier = try connection.prepare("INSERT INTO identifier VALUES (?, ?, ?)")
        deleteIdentifier = try connection.prepare(
            "DELETE FROM identifier WHERE directory = ? AND prefix = ? AND consumer = ?")
        insertConsumerName = try connection.prepare("INSERT INTO consumer_name VALUES (?, ?, ?)")
        deleteConsumerName = try connection.prepare("DELETE FROM consumer_name WHERE directory = ? AND external = ?")
        insertCard = try connection.prepare("INSERT INTO card VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        updateCard = try connection.prepare(
            """
            UPDATE card SET directory = ?2, consumer = ?3, status = ?4, external = ?5, pan = ?6, bin = ?7,
            last_four = ?8, sealed = ?9, created = ?10 WHERE id = ?1
            """)
        insertCardName = try connection.prepare("INSERT INTO card_name VALUES (?, ?, ?)")
        deleteCardName = try connection.prepare("DELETE FROM card_name WHERE directory = ? AND external = ?")
        insertAlias = try connection.prepare("INSERT INTO card_alias VALUES (?, ?)")
        selectAliases = try connection.prepare("SELECT external FROM card_alias WHERE card = ?")
        insertToken = try connection.prepare("INSERT INTO token VALUES (?, ?, ?, ?, ?)")
        updateToken = try connection.prepare(
            "UPDATE token SET directory = ?2, state = ?3, sealed = ?4, created = ?5 WHERE card = ?1")
        var deletions: [Table: Statement] = [:]
        for table in Table.allCases { deletions[table] = try connection.prepare(table.rawValue) }
        self.deletions = deletions
        putResult = try connection.prepare("INSERT OR REPLACE INTO batch_result VALUES (?, ?, ?, ?, ?, ?)")
        deleteOldResults = try connection.prepare(
            """
            DELETE FROM batch_result WHERE batch IN
            (SELECT batch FROM batch_result WHERE ended IS NOT NULL AND ended < ? ORDER BY ended LIMIT ?)
            """)
        insertDue = try connection.prepare(
            "INSERT OR REPLACE INTO due (kind, subject, directory, due) VALUES (?, ?, ?, ?)")
        deleteDue = try connection.prepare("DELETE FROM due WHERE due = ? AND kind = ? AND subject = ?")
        insertAudit = try connection.prepare("INSERT INTO audit VALUES (NULL, ?, ?, ?, ?, ?, ?)")
        try super.init(connection)
    }

    // MARK: Consumers

    func insert(consumers: [ConsumerRow]) throws(StoreError) {
        try mapped {
            for row in consumers { try run(insertConsumer, row) }
            var identifiers: [(directory: Int64, prefix: Int64, consumer: Int64)] = []
            identifiers.reserveCapacity(consumers.count * 2)
            for row in consumers {
                identifiers.append((row.directory, row.email.prefix, row.id))
                // Two identifiers of one consumer may share their first 64 bits; one entry finds both.
                if row.mobile.prefix != row.email.prefix {
                    identifiers.append((row.directory, row.mobile.prefix, row.id))
                }
            }
            identifiers.sort { ($0.directory, $0.prefix) < ($1.directory, $1.prefix) }
            for key in identifiers { try run(insertIdentifier, key.directory, key.prefix, key.consumer) }
            for row in consumers {
                guard let name = row.externalConsumerId else { continue }
                try run(insertConsumerName, row.directory, name, row.id)
            }
        }
    }

    func replace(_ old: ConsumerRow, by new: ConsumerRow) throws(StoreError) {
        try mapped {
            try run(updateConsumer, new)
            if old.email != new.email || old.mobile != new.mobile {
                for prefix in Set([old.email.prefix, old.mobile.prefix]) {
                    try run(deleteIdentifier, old.directory, prefix, old.id)
                }
                for prefix in Set([new.email.prefix, new.mobile.prefix]) {
                    try run(insertIdentifier, new.directory, prefix, new.id)
                }
            }
            if old.externalConsumerId != new.externalConsumerId {
                if let name = old.externalConsumerId { try run(deleteConsumerName, old.directory, name) }
                if let name = new.externalConsumerId { try run(insertConsumerName, new.directory, name, new.id) }
            }
        }
    }

    func delete(consumer: ConsumerRow) throws(StoreError) {
        for card in try cards(of: consumer.id) { try delete(card: card) }
        try mapped {
            for prefix in Set([consumer.email.prefix, consumer.mobile.prefix]) {
                try run(deleteIdentifier, consumer.directory, prefix, consumer.id)
            }
            if let name = consumer.externalConsumerId { try run(deleteConsumerName, consumer.directory, name) }
            try delete(consumer.id, from: .consumer)
        }
    }

    // MARK: Cards and tokens

    func insert(cards: [CardRow]) throws(StoreError) {
        try mapped {
            for row in cards { try run(insertCard, row) }
            for row in cards {
                guard let name = row.externalCardId else { continue }
                try run(insertCardName, row.directory, name, row.id)
            }
        }
    }

    func replace(_ old: CardRow, by new: CardRow) throws(StoreError) {
        try mapped {
            try run(updateCard, new)
            if old.externalCardId != new.externalCardId {
                if let name = old.externalCardId { try run(deleteCardName, old.directory, name) }
                if let name = new.externalCardId { try run(insertCardName, new.directory, name, new.id) }
            }
        }
    }

    func delete(card: CardRow) throws(StoreError) {
        try mapped {
            selectAliases.bind(1, card.id)
            let names = try all(selectAliases) { $0.text(0) } + [card.externalCardId].compactMap { $0 }
            for name in names { try run(deleteCardName, card.directory, name) }
            try delete(card.id, from: .alias)
            try delete(card.id, from: .token)
            try delete(card.id, from: .card)
        }
    }

    func alias(card: Int64, externalCardId: String, directory: Int64) throws(StoreError) {
        try mapped {
            try run(insertCardName, directory, externalCardId, card)
            insertAlias.bind(1, card)
            insertAlias.bind(2, externalCardId)
            try insertAlias.run()
        }
    }

    func insert(tokens: [TokenRow]) throws(StoreError) {
        try mapped {
            for token in tokens { try run(insertToken, token) }
        }
    }

    func replace(token: TokenRow) throws(StoreError) {
        try mapped { try run(updateToken, token) }
    }

    // MARK: Batches, due things, audit

    func put(results: [BatchResultRow]) throws(StoreError) {
        try mapped {
            for row in results {
                putResult.bind(1, row.batch)
                putResult.bind(2, row.directory)
                putResult.bind(3, row.state.rawValue)
                putResult.bind(4, row.started.milliseconds)
                putResult.bind(5, row.ended?.milliseconds)
                putResult.bind(6, row.items)
                try putResult.run()
            }
        }
    }

    func deleteResults(endedBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int {
        try mapped {
            deleteOldResults.bind(1, instant.milliseconds)
            deleteOldResults.bind(2, Int64(limit))
            try deleteOldResults.run()
            return connection.changedRows
        }
    }

    func insert(due: DueRow) throws(StoreError) {
        try mapped {
            insertDue.bind(1, due.kind)
            insertDue.bind(2, due.subject)
            insertDue.bind(3, due.directory)
            insertDue.bind(4, due.due.milliseconds)
            try insertDue.run()
        }
    }

    func delete(due: DueRow) throws(StoreError) {
        try mapped { try run(deleteDue, due.due.milliseconds, due.kind, due.subject) }
    }

    func append(audit: AuditRow) throws(StoreError) {
        try mapped {
            insertAudit.bind(1, audit.directory)
            insertAudit.bind(2, audit.at.milliseconds)
            insertAudit.bind(3, audit.actor)
            insertAudit.bind(4, audit.action)
            insertAudit.bind(5, audit.subject)
            insertAudit.bind(6, audit.correlation)
            try insertAudit.run()
        }
    }

    // MARK: Helpers

    private func delete(_ row: Int64, from table: Table) throws {
        guard let statement = deletions[table] else { return }
        statement.bind(1, row)
        try statement.run()
    }

    private func run(_ statement: Statement, _ first: Int64, _ second: Int64, _ third: Int64) throws {
        statement.bind(1, first)
        statement.bind(2, second)
        statement.bind(3, third)
        try statement.run()
    }

    private func run(_ statement: Statement, _ directory: Int64, _ name: String, _ row: Int64? = nil) throws {
        statement.bind(1, directory)
        statement.bind(2, name)
        if let row { statement.bind(3, row) }
        try statement.run()
    }

    private func run(_ statement: Statement, _ row: ConsumerRow) throws {
        statement.bind(1, row.id)
        statement.bind(2, row.directory)
        statement.bind(3, row.status.rawValue)
        statement.bind(4, row.externalConsumerId)
        statement.bind(5, row.email.bytes)
        statement.bind(6, row.mobile.bytes)
        statement.bind(7, row.sealed)
        statement.bind(8, row.created.milliseconds)
        statement.bind(9, row.emptySince?.milliseconds)
        try statement.run()
    }

    private func run(_ statement: Statement, _ row: CardRow) throws {
        statement.bind(1, row.id)
        statement.bind(2, row.directory)
        statement.bind(3, row.consumer)
        statement.bind(4, row.status.rawValue)
        statement.bind(5, row.externalCardId)
        statement.bind(6, row.pan.bytes)
        statement.bind(7, row.bin)
        statement.bind(8, row.lastFour)
        statement.bind(9, row.sealed)
        statement.bind(10, row.created.milliseconds)
        try statement.run()
    }

    private func run(_ statement: Statement, _ row: TokenRow) throws {
        statement.bind(1, row.card)
        statement.bind(2, row.directory)
        statement.bind(3, row.state.rawValue)
        statement.bind(4, row.sealed)
        statement.bind(5, row.created.milliseconds)
        try statement.run()
    }
}
