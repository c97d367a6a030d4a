// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Reads of the inbox on one connection.
class InboxReader {
    let connection: Connection
    private let selectHeader: Statement
    private let selectPayload: Statement
    private let selectIsPending: Statement
    private let selectPending: Statement
    private let countPending: Statement

    init(_ connection: Connection) throws {
        self.connection = connection
        let columns = "b.id, b.directory, b.client, b.external, b.content, b.cards, b.accepted"
        selectHeader = try connection.prepare("SELECT \(columns) FROM batch b WHERE b.id = ?")
        selectPayload = try connection.prepare("SELECT bytes FROM payload WHERE batch = ?")
        selectIsPending = try connection.prepare("SELECT 1 FROM payload WHERE batch = ?")
        selectPending = try connection.prepare(
            "SELECT \(columns) FROM payload p JOIN batch b ON b.id = p.batch WHERE p.batch > ? ORDER BY p.batch LIMIT ?"
        )
        countPending = try connection.prepare(
            "SELECT b.directory, count(*) FROM payload p JOIN batch b ON b.id = p.batch GROUP BY b.directory")
    }

    func header(of batch: Int64) throws -> BatchHeader? {
        selectHeader.bind(1, batch)
        return try one(selectHeader, Self.header)
    }

    func payload(of batch: Int64) throws -> [UInt8]? {
        selectPayload.bind(1, batch)
        return try one(selectPayload) { $0.bytes(0) }
    }

    func isPending(_ batch: Int64) throws -> Bool {
        selectIsPending.bind(1, batch)
        return try one(selectIsPending) { _ in true } ?? false
    }

    func pending(after batch: Int64, limit: Int) throws -> [BatchHeader] {
        selectPending.bind(1, batch)
        // To SQLite a negative limit means none.
        selectPending.bind(2, Int64(max(0, limit)))
        return try all(selectPending, Self.header)
    }

    func pendingCounts() throws -> [Int64: Int] {
        var counts: [Int64: Int] = [:]
        try each(countPending) { counts[$0.int64(0)] = Int($0.int64(1)) }
        return counts
    }

    private static func header(_ row: Statement) throws -> BatchHeader {
        BatchHeader(
            batch: row.int64(0), directory: row.int64(1), srcClientId: row.text(2), externalBatchId: row.text(3),
            content: try known(BlindIndex(bytes: row.bytes(4))), cardCount: Int(row.int64(5)),
            accepted: Timestamp(milliseconds: row.int64(6)))
    }
}
