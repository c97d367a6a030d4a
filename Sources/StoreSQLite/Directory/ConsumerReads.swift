// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Reads of consumers and their look-ups.
struct ConsumerReads {
    private let byRow: Statement
    private let byEmail: Statement
    private let byMobile: Statement
    private let byName: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        let columns = "c.id, c.directory, c.status, c.external, c.email, c.mobile, c.sealed, c.created, c.empty_since"
        byRow = try connection.prepare("SELECT \(columns) FROM consumer c WHERE c.id = ?")
        // `rows` holds the key's place, its first 64 bits, and the whole of it. CROSS JOIN keeps this order of tables.
        func byIdentifier(_ column: String) throws(SQLiteError) -> Statement {
            try connection.prepare(
                """
                SELECT \(columns), k.a FROM rows k
                CROSS JOIN identifier i ON i.directory = ?1 AND i.prefix = k.b
                CROSS JOIN consumer c ON c.id = i.consumer AND c.\(column) = k.c
                """)
        }
        byEmail = try byIdentifier("email")
        byMobile = try byIdentifier("mobile")
        byName = try connection.prepare(
            "SELECT k.a, n.consumer FROM rows k CROSS JOIN consumer_name n ON n.directory = ?1 AND n.external = k.b")
    }

    func consumer(_ id: Int64) throws -> ConsumerRow? {
        byRow.bind(1, id)
        return try one(byRow, Self.row)
    }

    func consumers(identifiedBy keys: [BlindIndex], kind: BlindIndexKind, directory: Int64) throws -> [ConsumerRow?] {
        let select: Statement? =
            switch kind {
            case .email: byEmail
            case .mobile: byMobile
            default: nil
            }
        guard let select else { throw StoreError(.engine, "consumers have no identifier of this kind") }
        var found = [ConsumerRow?](repeating: nil, count: keys.count)
        // In the order of the look-up table: neighbours share its pages.
        var order = keys.indices.map { (prefix: keys[$0].prefix, place: $0) }
        if order.count > 1 { order.sort { $0.prefix < $1.prefix } }
        select.bind(1, directory)
        try select.withRows(order.count) { row, column, cell in
            switch column {
            case 0: cell.set(Int64(order[row].place))
            case 1: cell.set(order[row].prefix)
            default: cell.set(keys[order[row].place].bytes)
            }
        } _: {
            try each(select) { found[Int($0.int64(9))] = try Self.row($0) }
        }
        return found
    }

    func consumers(named names: [String], directory: Int64) throws -> [Int64?] {
        try rowNumbers(named: names, directory: directory, byName)
    }

    private static func row(_ row: Statement) throws -> ConsumerRow {
        ConsumerRow(
            id: row.int64(0), directory: row.int64(1), status: try known(ConsumerRow.Status(rawValue: row.int64(2))),
            externalConsumerId: row.optionalText(3), email: try known(BlindIndex(bytes: row.bytes(4))),
            mobile: try known(BlindIndex(bytes: row.bytes(5))), sealed: row.bytes(6),
            created: Timestamp(milliseconds: row.int64(7)),
            emptySince: row.optionalInt64(8).map(Timestamp.init(milliseconds:)))
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
