// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Writes of consumers and their look-ups.
struct ConsumerWrites {
    private let insertRows: Statement
    private let insertIdentifiers: Statement
    private let insertNames: Statement
    private let update: Statement
    private let deleteRow: Statement
    private let deleteIdentifier: Statement
    private let deleteName: Statement
    private let connection: Connection

    private struct Entry {
        var directory: Int64
        var prefix: Int64
        var consumer: Int64
    }

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        insertRows = try connection.prepare(
            "INSERT OR FAIL INTO consumer SELECT a, b, c, d, e, f, g, h, i, j FROM rows")
        insertIdentifiers = try connection.prepare("INSERT OR FAIL INTO identifier SELECT a, b, c FROM rows")
        insertNames = try connection.prepare("INSERT OR FAIL INTO consumer_name SELECT a, b, c FROM rows")
        update = try connection.prepare(
            """
            UPDATE consumer SET status = ?3, external = ?4, email = ?5, mobile = ?6, sealed = ?7, created = ?8,
            empty_since = ?9, more = ?10 WHERE id = ?1 AND directory = ?2
            """)
        deleteRow = try connection.prepare("DELETE FROM consumer WHERE id = ?")
        deleteIdentifier = try connection.prepare(
            "DELETE FROM identifier WHERE directory = ? AND prefix = ? AND consumer = ?")
        // Only the consumer's own: the name may be another's by now.
        deleteName = try connection.prepare(
            "DELETE FROM consumer_name WHERE directory = ? AND external = ? AND consumer = ?")
    }

    func insert(_ consumers: [ConsumerRow]) throws {
        try insertRows.run(rows: consumers.count) { row, column, cell in
            switch column {
            case 0: cell.set(consumers[row].id)
            case 1: cell.set(consumers[row].directory)
            case 2: cell.set(consumers[row].status.rawValue)
            case 3: cell.set(consumers[row].externalConsumerId)
            case 4: cell.set(IdentifierCoding.column(consumers[row].email))
            case 5: cell.set(IdentifierCoding.column(consumers[row].mobile))
            case 6: cell.set(consumers[row].sealed)
            case 7: cell.set(consumers[row].created.milliseconds)
            case 8: cell.set(consumers[row].emptySince?.milliseconds)
            default: cell.set(IdentifierCoding.more(consumers[row].moreIdentifiers))
            }
        }
        try insertIdentifiers(of: consumers)
        try insertNames(of: consumers)
    }

    private func insertNames(of consumers: [ConsumerRow]) throws {
        let named = consumers.indices.filter { consumers[$0].externalConsumerId != nil }
        try insertNames.run(rows: named.count) { row, column, cell in
            switch column {
            case 0: cell.set(consumers[named[row]].directory)
            case 1: cell.set(consumers[named[row]].externalConsumerId)
            default: cell.set(consumers[named[row]].id)
            }
        }
    }

    private func insertIdentifiers(of consumers: [ConsumerRow]) throws {
        var identifiers: [Entry] = []
        identifiers.reserveCapacity(consumers.count * 2)
        for row in consumers {
            // What nearly every consumer has needs no list.
            if row.moreIdentifiers.isEmpty, let email = row.email, let mobile = row.mobile,
                email.prefix != mobile.prefix
            {
                identifiers.append(Entry(directory: row.directory, prefix: email.prefix, consumer: row.id))
                identifiers.append(Entry(directory: row.directory, prefix: mobile.prefix, consumer: row.id))
                continue
            }
            for prefix in row.prefixes {
                identifiers.append(Entry(directory: row.directory, prefix: prefix, consumer: row.id))
            }
        }
        // In the order of the look-up table: a page that several of them share is touched once.
        identifiers.sort {
            $0.directory != $1.directory ? $0.directory < $1.directory : $0.prefix < $1.prefix
        }
        try insertIdentifiers.run(rows: identifiers.count) { row, column, cell in
            switch column {
            case 0: cell.set(identifiers[row].directory)
            case 1: cell.set(identifiers[row].prefix)
            default: cell.set(identifiers[row].consumer)
            }
        }
    }

    func replace(_ old: ConsumerRow, by new: ConsumerRow) throws {
        update.bind(1, old.id)
        update.bind(2, old.directory)
        update.bind(3, new.status.rawValue)
        update.bind(4, new.externalConsumerId)
        update.bind(5, IdentifierCoding.column(new.email))
        update.bind(6, IdentifierCoding.column(new.mobile))
        update.bind(7, new.sealed)
        update.bind(8, new.created.milliseconds)
        update.bind(9, new.emptySince?.milliseconds)
        update.bind(10, IdentifierCoding.more(new.moreIdentifiers))
        try update.run()
        try connection.requireOneChange(old.id, new.id, old.directory, new.directory)
        if old.email != new.email || old.mobile != new.mobile || old.moreIdentifiers != new.moreIdentifiers {
            try deleteIdentifiers(of: old)
            try insertIdentifiers(of: [new])
        }
        if old.externalConsumerId != new.externalConsumerId {
            try deleteName(of: old)
            try insertNames(of: [new])
        }
    }

    /// Removes a consumer and its look-ups; not its cards.
    func delete(_ consumer: ConsumerRow) throws {
        try deleteIdentifiers(of: consumer)
        try deleteName(of: consumer)
        deleteRow.bind(1, consumer.id)
        try deleteRow.run()
    }

    private func deleteIdentifiers(of consumer: ConsumerRow) throws {
        for prefix in consumer.prefixes {
            deleteIdentifier.bind(1, consumer.directory)
            deleteIdentifier.bind(2, prefix)
            deleteIdentifier.bind(3, consumer.id)
            try deleteIdentifier.run()
        }
    }

    private func deleteName(of consumer: ConsumerRow) throws {
        guard let name = consumer.externalConsumerId else { return }
        deleteName.bind(1, consumer.directory)
        deleteName.bind(2, name)
        deleteName.bind(3, consumer.id)
        try deleteName.run()
    }
}

extension Connection {
    /// Refuses a replacement that found no row, or that would give the row another id or directory.
    func requireOneChange(_ oldID: Int64, _ newID: Int64, _ oldDirectory: Int64, _ newDirectory: Int64) throws {
        if changedRows != 1 { throw StoreError(.conflict, "the row that was to be replaced does not exist") }
        if oldID != newID || oldDirectory != newDirectory {
            throw StoreError(.conflict, "a row keeps its id and its directory when it is replaced")
        }
    }
}
