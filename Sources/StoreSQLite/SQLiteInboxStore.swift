// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
public import Store
internal import Vault

/// The inbox in one SQLite file of its own.
public final class SQLiteInboxStore: InboxStore {
    private let committer: GroupCommitter<InboxWriter>
    private let readers: ReaderPool<InboxReader>

    public init(path: String, cacheBytes: Int = 16 << 20) throws(StoreError) {
        let file = SQLiteFile(path: path, cacheBytes: cacheBytes)
        // Payloads are encrypted to the network's key: zeroing freed pages would only double the writes.
        let connection = try file.openWriter(inboxSchema, secureDelete: "OFF")
        let writer = try mapped { try InboxWriter(connection) }
        committer = GroupCommitter(name: "inbox-commit", connection: connection, writer: writer)
        readers = ReaderPool { try InboxReader(file.openReader()) }
    }

    public func offer(
        _ header: BatchHeader, payload: [UInt8]?,
        completion: @escaping @Sendable (Result<InboxAnswer, StoreError>) -> Void
    ) {
        let answer = InboxAnswerBox()
        committer.submit(
            { writer in answer.value = try writer.offer(header, payload: payload) },
            completion: { result in
                switch (result, answer.value) {
                case (.success, .some(let value)): completion(.success(value))
                case (.failure(let error as StoreError), _): completion(.failure(error))
                default: completion(.failure(StoreError(.engine, "the inbox did not store the batch")))
                }
            })
    }

    public func header(of batch: Int64) throws(StoreError) -> BatchHeader? {
        try mapped { try readers.with { try $0.header(of: batch) } }
    }

    public func payload(of batch: Int64) throws(StoreError) -> [UInt8]? {
        try mapped { try readers.with { try $0.payload(of: batch) } }
    }

    public func isPending(_ batch: Int64) throws(StoreError) -> Bool {
        try mapped { try readers.with { try $0.isPending(batch) } }
    }

    public func pending(after batch: Int64, limit: Int) throws(StoreError) -> [BatchHeader] {
        try mapped { try readers.with { try $0.pending(after: batch, limit: limit) } }
    }

    public func pendingCounts() throws(StoreError) -> [Int64: Int] {
        try mapped { try readers.with { try $0.pendingCounts() } }
    }

    public func dropPayloads(of batches: [Int64]) {
        committer.submit({ try $0.dropPayloads(of: batches) }, completion: { _ in })
    }

    public func close() {
        committer.close()
    }
}

/// Carries an answer from the job to its completion; both run on the committer's thread.
private final class InboxAnswerBox: @unchecked Sendable {
    var value: InboxAnswer?
}
