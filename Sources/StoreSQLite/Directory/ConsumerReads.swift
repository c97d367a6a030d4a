// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Reads of consumers and their look-ups.
struct ConsumerReads {
    private let byRow: Statement
    private let from: Statement
    private let byIdentifier: Statement
    private let byPlacedIdentifier: Statement
    private let byName: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        let columns =
            "c.id, c.directory, c.status, c.external, c.email, c.mobile, c.more, c.sealed, c.created, c.empty_since"
        byRow = try connection.prepare("SELECT \(columns) FROM consumer c WHERE c.id = ?")
        from = try connection.prepare("SELECT \(columns) FROM consumer c WHERE c.id >= ? ORDER BY c.id LIMIT 1")
        // `rows` holds the key's place and its first 64 bits. CROSS JOIN keeps this order of tables.
        byIdentifier = try connection.prepare(
            """
            SELECT \(columns), k.a FROM rows k
            CROSS JOIN identifier i ON i.directory = ?1 AND i.prefix = k.b
            CROSS JOIN consumer c ON c.id = i.consumer
            """)
        byPlacedIdentifier = try connection.prepare(
            """
            SELECT \(columns), k.a FROM rows k
            CROSS JOIN identifier i ON i.directory = k.b AND i.prefix = k.c
            CROSS JOIN consumer c ON c.id = i.consumer
            """)
        byName = try connection.prepare(
            "SELECT k.a, n.consumer FROM rows k CROSS JOIN consumer_name n ON n.directory = ?1 AND n.external = k.b")
    }

    func consumer(_ id: Int64) throws -> ConsumerRow? {
        byRow.bind(1, id)
        return try one(byRow, Self.row)
    }

    func consumers(identifiedBy keys: [BlindIndex], kind: BlindIndexKind, directory: Int64) throws -> [ConsumerRow?] {
        var found = [ConsumerRow?](repeating: nil, count: keys.count)
        // In the order of the look-up table: neighbours share its pages.
        var order = keys.indices.map { (prefix: keys[$0].prefix, place: $0) }
        if order.count > 1 { order.sort { $0.prefix < $1.prefix } }
        byIdentifier.bind(1, directory)
        try byIdentifier.withRows(order.count) { row, column, cell in
            cell.set(column == 0 ? Int64(order[row].place) : order[row].prefix)
        } _: {
            try each(byIdentifier) { cursor in
                let (row, place) = (try Self.row(cursor), Int(cursor.int64(10)))
                if row.isIdentified(by: keys[place], kind) { found[place] = row }
            }
        }
        return found
    }

    func firstConsumer(from id: Int64) throws -> ConsumerRow? {
        from.bind(1, id)
        return try one(from, Self.row)
    }

    func consumers(identifiedBy keys: [DirectoryIdentifier]) throws -> [ConsumerRow?] {
        var found = [ConsumerRow?](repeating: nil, count: keys.count)
        try byPlacedIdentifier.withRows(keys.count, keys.cell) {
            try each(byPlacedIdentifier) { cursor in
                let (row, place) = (try Self.row(cursor), Int(cursor.int64(10)))
                let key = keys[place].identifier
                if row.isIdentified(by: key.index, key.kind) { found[place] = row }
            }
        }
        return found
    }

    func consumers(named names: [String], directory: Int64) throws -> [Int64?] {
        try rowNumbers(named: names, directory: directory, byName)
    }

    private static func row(_ row: Statement) throws -> ConsumerRow {
        ConsumerRow(
            id: row.int64(0), directory: row.int64(1), status: try known(ConsumerRow.Status(rawValue: row.int64(2))),
            externalConsumerId: row.optionalText(3), email: try IdentifierCoding.index(row.bytes(4)),
            mobile: try IdentifierCoding.index(row.bytes(5)),
            moreIdentifiers: try IdentifierCoding.more(row.optionalBytes(6)), sealed: row.bytes(7),
            created: Timestamp(milliseconds: row.int64(8)),
            emptySince: row.optionalInt64(9).map(Timestamp.init(milliseconds:)))
    }
}

/// Looks names up with `select`, which answers the place of a name in `rows` and the row number behind it.
func rowNumbers(named names: [String], directory: Int64, _ select: Statement) throws -> [Int64?] {
    var found = [Int64?](repeating: nil, count: names.count)
    select.bind(1, directory)
    try select.withRows(names.count) { row, column, cell in
        if column == 0 { cell.set(Int64(row)) } else { cell.set(names[row]) }
    } _: {
        try each(select) { found[Int($0.int64(0))] = $0.int64(1) }
    }
    return found
}

extension [DirectoryIdentifier] {
    /// A cell of `rows`: the key's place, its directory, and its first 64 bits.
    func cell(_ row: Int, _ column: Int, _ cell: RowCell) {
        switch column {
        case 0: cell.set(Int64(row))
        case 1: cell.set(self[row].directory)
        default: cell.set(self[row].identifier.index.prefix)
        }
    }
}
