// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Reads of the staged cards.
struct StagedReads {
    private let byRow: Statement
    private let from: Statement
    private let byName: Statement
    private let byIdentifier: Statement
    private let byPlacedIdentifier: Statement
    private let overdue: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        let columns =
            """
            s.id, s.directory, s.state, s.external_consumer, s.external_card, s.email, s.mobile, s.pan, s.sealed, \
            s.created, s.expires, s.ended, s.consumer, s.card, s.more
            """
        byRow = try connection.prepare("SELECT \(columns) FROM staged_card s WHERE s.id = ?")
        from = try connection.prepare("SELECT \(columns) FROM staged_card s WHERE s.id >= ? ORDER BY s.id LIMIT 1")
        byName = try connection.prepare(
            """
            SELECT \(columns) FROM staged_card s
            WHERE s.state = 1 AND s.directory = ? AND s.external_consumer = ? ORDER BY s.id
            """)
        byIdentifier = try connection.prepare(
            """
            SELECT \(columns) FROM staged_identifier i CROSS JOIN staged_card s ON s.id = i.staged
            WHERE i.directory = ?1 AND i.prefix = ?2 ORDER BY s.id
            """)
        byPlacedIdentifier = try connection.prepare(
            """
            SELECT \(columns), k.a FROM rows k
            CROSS JOIN staged_identifier i ON i.directory = k.b AND i.prefix = k.c
            CROSS JOIN staged_card s ON s.id = i.staged
            """)
        overdue = try connection.prepare(
            "SELECT \(columns) FROM staged_card s WHERE s.state = 1 AND s.expires <= ? ORDER BY s.expires LIMIT ?")
    }

    func card(_ id: Int64) throws -> StagedCardRow? {
        byRow.bind(1, id)
        return try one(byRow, Self.row)
    }

    func firstCard(from id: Int64) throws -> StagedCardRow? {
        from.bind(1, id)
        return try one(from, Self.row)
    }

    func cards(of externalConsumerId: String, directory: Int64) throws -> [StagedCardRow] {
        byName.bind(1, directory)
        byName.bind(2, externalConsumerId)
        return try all(byName, Self.row)
    }

    func cards(identifiedBy key: BlindIndex, kind: BlindIndexKind, directory: Int64) throws -> [StagedCardRow] {
        byIdentifier.bind(1, directory)
        byIdentifier.bind(2, key.prefix)
        return try all(byIdentifier, Self.row).filter { $0.isIdentified(by: key, kind) }
    }

    func cards(identifiedBy keys: [DirectoryIdentifier]) throws -> [StagedCardRow] {
        var found: [(place: Int, row: StagedCardRow)] = []
        try byPlacedIdentifier.withRows(keys.count, keys.cell) {
            try each(byPlacedIdentifier) { cursor in
                let (row, place) = (try Self.row(cursor), Int(cursor.int64(15)))
                let key = keys[place].identifier
                if row.isIdentified(by: key.index, key.kind) { found.append((place, row)) }
            }
        }
        return found.sorted { ($0.place, $0.row.id) < ($1.place, $1.row.id) }.map(\.row)
    }

    func overdue(at instant: Timestamp, limit: Int) throws -> [StagedCardRow] {
        overdue.bind(1, instant.milliseconds)
        // To SQLite a negative limit means none.
        overdue.bind(2, Int64(max(0, limit)))
        return try all(overdue, Self.row)
    }

    private static func row(_ row: Statement) throws -> StagedCardRow {
        StagedCardRow(
            id: row.int64(0), directory: row.int64(1),
            state: try known(StagedCardRow.State(rawValue: row.int64(2))), externalConsumerId: row.text(3),
            externalCardId: row.text(4), email: try IdentifierCoding.index(row.bytes(5)),
            mobile: try IdentifierCoding.index(row.bytes(6)),
            moreIdentifiers: try IdentifierCoding.more(row.optionalBytes(14)),
            pan: try known(BlindIndex(bytes: row.bytes(7))), sealed: row.bytes(8),
            created: Timestamp(milliseconds: row.int64(9)),
            expires: Timestamp(milliseconds: row.int64(10)),
            ended: row.optionalInt64(11).map(Timestamp.init(milliseconds:)), consumer: row.int64(12),
            card: row.int64(13))
    }
}
