// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Writes of the inbox, inside the committer's transaction. Its jobs are the store's own: none of them catches an
/// error.
final class InboxWriter: InboxReader, JobWriter {
    var failure: StoreError?
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

    func finishTransaction() {}

    func offer(_ header: BatchHeader, payload: [UInt8]?) throws -> InboxAnswer {
        selectName.bind(1, header.directory)
        selectName.bind(2, header.srcClientId)
        selectName.bind(3, header.externalBatchId)
        if let known = try one(selectName, { $0.int64(0) }), let earlier = try self.header(of: known) {
            return earlier.content == header.content ? .repeated(earlier) : .conflicting(earlier)
        }
        var accepted = header
        accepted.batch = try insert(header)
        if let payload {
            try payload.withUnsafeBytes { bytes in
                insertPayload.bind(1, accepted.batch)
                insertPayload.bindBorrowed(2, bytes)
                try insertPayload.run()
            }
        }
        return .accepted(accepted)
    }

    private func insert(_ header: BatchHeader) throws -> Int64 {
        insertBatch.bind(1, header.directory)
        insertBatch.bind(2, header.srcClientId)
        insertBatch.bind(3, header.externalBatchId)
        insertBatch.bind(4, header.content.bytes)
        insertBatch.bind(5, Int64(header.cardCount))
        insertBatch.bind(6, header.accepted.milliseconds)
        try insertBatch.run()
        let batch = connection.lastInsertedRow
        insertName.bind(1, header.directory)
        insertName.bind(2, header.srcClientId)
        insertName.bind(3, header.externalBatchId)
        insertName.bind(4, batch)
        try insertName.run()
        return batch
    }

    /// Prepared here: it is rare.
    func forget(directory: Int64) throws {
        for text in [
            "DELETE FROM payload WHERE batch IN (SELECT id FROM batch WHERE directory = ?)",
            "DELETE FROM batch_name WHERE directory = ?",
            "DELETE FROM batch WHERE directory = ?",
        ] {
            let statement = try connection.prepare(text)
            statement.bind(1, directory)
            try statement.run()
        }
    }

    func dropPayloads(of batches: [Int64]) throws {
        for batch in batches {
            deletePayload.bind(1, batch)
            try deletePayload.run()
        }
    }
}
