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
        selectPending.bind(2, Int64(limit))
        return try all(selectPending, Self.header)
    }

    func pendingCounts() throws -> [Int64: Int] {
        Dictionary(uniqueKeysWithValues: try all(countPending) { ($0.int64(0), Int($0.int64(1))) })
    }

    private static func header(_ row: Statement) throws -> BatchHeader {
        BatchHeader(
            batch: row.int64(0), directory: row.int64(1), srcClientId: row.text(2), externalBatchId: row.text(3),
            content: try known(BlindIndex(bytes: row.bytes(4))), cardCount: Int(row.int64(5)),
            accepted: Timestamp(milliseconds: row.int64(6)))
    }
}

/// Writes of the inbox, inside the committer's transaction.
final class InboxWriter: InboxReader {
    private let selectName: Statement
    private let insertBatch: Statement
    private let insertName: Statement
    private let insertPayload: Statement
    private let deletePayload: Statement

    override init(_ connection: Connection) throws {
        selectName = try connection.prepare(
            "SELECT batch FROM batch_name WHERE directory = ? AND client = ? AND external = ?")
        insertBatch = try connection.prepare("INSERT INTO batch VALUES (NULL, ?, ?, ?, ?, ?, ?)")
        insertName = try connection.prepare("INSERT INTO batch_name VALUES (?, ?, ?, ?)")
        insertPayload = try connection.prepare("INSERT INTO payload VALUES (?, ?)")
        deletePayload = try connection.prepare("DELETE FROM payload WHERE batch = ?")
        try super.init(connection)
    }

    func offer(_ header: BatchHeader, payload: [UInt8]?) throws -> InboxAnswer {
        selectName.bind(1, header.directory)
        selectName.bind(2, header.srcClientId)
        selectName.bind(3, header.externalBatchId)
        if let known = try one(selectName, { $0.int64(0) }), let earlier = try self.header(of: known) {
            return earlier.content == header.content ? .repeated(earlier) : .conflicting(earlier)
        }
        insertBatch.bind(1, header.directory)
        insertBatch.bind(2, header.srcClientId)
        insertBatch.bind(3, header.externalBatchId)
        insertBatch.bind(4, header.content.bytes)
        insertBatch.bind(5, Int64(header.cardCount))
        insertBatch.bind(6, header.accepted.milliseconds)
        try insertBatch.run()
        var accepted = header
        accepted.batch = connection.lastInsertedRow
        insertName.bind(1, header.directory)
        insertName.bind(2, header.srcClientId)
        insertName.bind(3, header.externalBatchId)
        insertName.bind(4, accepted.batch)
        try insertName.run()
        if let payload {
            try payload.withUnsafeBytes { bytes in
                insertPayload.bind(1, accepted.batch)
                insertPayload.bindBorrowed(2, bytes)
                try insertPayload.run()
            }
        }
        return .accepted(accepted)
    }

    func dropPayloads(of batches: [Int64]) throws {
        for batch in batches {
            deletePayload.bind(1, batch)
            try deletePayload.run()
        }
    }
}
