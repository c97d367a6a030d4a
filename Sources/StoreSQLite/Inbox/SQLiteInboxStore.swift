// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Dispatch
internal import SQLite
public import Store
internal import Vault

/// The inbox in one SQLite file of its own, which belongs to this store alone as long as it is open.
public final class SQLiteInboxStore: InboxStore {
    private let committer: GroupCommitter<InboxWriter>
    private let readers: ReaderPool<InboxReader>

    /// Opens or makes the file.
    ///
    /// - Parameters:
    ///   - path: the file; beside it stand its log (`-wal`, `-shm`) and `-lock`.
    ///   - cacheBytes: page cache of the writer.
    ///   - queuedBytesMax: how many bytes of payloads may wait for the disk before batches are refused as `.full`.
    /// - Throws: `.inUse` when another store has it open, `.tooNew` when a newer program wrote it.
    public init(path: String, cacheBytes: Int = 16 << 20, queuedBytesMax: Int = 128 << 20) throws(StoreError) {
        let file = SQLiteFile(path: path, cacheBytes: cacheBytes)
        let lock = try FileLock(path: path + "-lock")
        // Payloads are encrypted to the network's key: zeroing freed pages would only double the writes.
        let connection = try file.openWriter(inboxSchema, secureDelete: "OFF")
        let writer = try mapped { try InboxWriter(connection) }
        let readers = ReaderPool(
            isReusable: { !$0.connection.isInTransaction }, open: { try InboxReader(file.openReader()) })
        self.readers = readers
        committer = GroupCommitter(
            name: "inbox-commit", writer: writer, limits: CommitLimits(queuedWeightMax: queuedBytesMax),
            beforeRelease: { readers.close() }, afterRelease: { lock.release() })
    }

    deinit {
        committer.close()
    }

    public func offer(
        _ header: BatchHeader, payload: [UInt8]?,
        completion: @escaping @Sendable (Result<InboxAnswer, StoreError>) -> Void
    ) {
        let answer = InboxAnswerBox()
        // A header and its entry in the queue count too.
        let weight = 1024 + (payload?.count ?? 0)
        committer.submit(
            weight: weight, { writer in answer.value = try writer.offer(header, payload: payload) },
            completion: { result in
                switch (result, answer.value) {
                case (.success, .some(let value)): completion(.success(value))
                case (.failure(let error), _): completion(.failure(storeError(error)))
                case (.success, nil): completion(.failure(StoreError(.engine, "the inbox did not store the batch")))
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
        committer.submit(weight: 0, { try $0.dropPayloads(of: batches) }, completion: { _ in })
    }

    public func forget(directory: Int64) throws(StoreError) {
        let outcome = ForgettingOutcome()
        committer.submit(
            weight: 0, { try $0.forget(directory: directory) },
            completion: { result in
                outcome.result = result
                outcome.isDone.signal()
            })
        outcome.isDone.wait()
        try mapped { try outcome.result.get() }
    }

    public func close() {
        committer.close()
    }
}

/// Carries the outcome from the committer's thread to the one that waits; the semaphore orders the two.
private final class ForgettingOutcome: @unchecked Sendable {
    let isDone = DispatchSemaphore(value: 0)
    var result: Result<Void, any Error> = .success(())
}

/// Carries an answer from the job to its completion; both run on the committer's thread.
private final class InboxAnswerBox: @unchecked Sendable {
    var value: InboxAnswer?
}
