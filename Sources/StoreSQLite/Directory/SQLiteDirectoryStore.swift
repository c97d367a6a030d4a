// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite
public import Store

/// The directories in one SQLite file, which belongs to this store alone as long as it is open.
public final class SQLiteDirectoryStore: DirectoryStore {
    private let committer: GroupCommitter<DirectoryWriter>
    private let readers: ReaderPool<DirectoryReader>
    private let ids: IDCounters

    /// Opens or makes the file.
    ///
    /// - Parameters:
    ///   - path: the file; beside it stand its log (`-wal`, `-shm`) and `-lock`.
    ///   - cacheBytes: page cache of the writer; best at least as large as the look-up tables.
    /// - Throws: `.inUse` when another store has it open, `.tooNew` when a newer program wrote it.
    public init(path: String, cacheBytes: Int = 512 << 20) throws(StoreError) {
        let file = SQLiteFile(path: path, cacheBytes: cacheBytes)
        let lock = try FileLock(path: path + "-lock")
        let connection = try file.openWriter(directorySchema, secureDelete: "FAST")
        let ids = try mapped { try IDCounters(connection) }
        let writer = try mapped { try DirectoryWriter(connection, saveIDs: ids.saving(on: connection)) }
        let readers = ReaderPool(
            isReusable: { !$0.connection.isInTransaction }, open: { try DirectoryReader(file.openReader()) })
        self.ids = ids
        self.readers = readers
        committer = GroupCommitter(
            name: "directory-commit", writer: writer, beforeRelease: { readers.close() },
            afterRelease: { lock.release() })
    }

    deinit {
        committer.close()
    }

    public func reserveConsumerIDs(_ count: Int) -> Range<Int64> {
        ids.reserveConsumers(count)
    }

    public func reserveCardIDs(_ count: Int) -> Range<Int64> {
        ids.reserveCards(count)
    }

    public func reserveStagedIDs(_ count: Int) -> Range<Int64> {
        ids.reserveStaged(count)
    }

    public func reserveReceiptIDs(_ count: Int) -> Range<Int64> {
        ids.reserveReceipts(count)
    }

    public func reserveProcessorIDs(_ count: Int) -> Range<Int64> {
        ids.reserveProcessor(count)
    }

    public func reserveRecognitionIDs(_ count: Int) -> Range<Int64> {
        ids.reserveRecognitions(count)
    }

    public func reserveSignInIDs(_ count: Int) -> Range<Int64> {
        ids.reserveSignIns(count)
    }

    public func reserveCheckoutIDs(_ count: Int) -> Range<Int64> {
        ids.reserveCheckouts(count)
    }

    public func read<Value>(_ body: (any DirectoryReading) throws -> Value) throws -> Value {
        try readers.with { try $0.view(body) }
    }

    public func submit(
        _ job: @escaping @Sendable (any DirectoryWriting) throws -> Void,
        completion: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) {
        committer.submit({ try job($0) }, completion: completion)
    }

    public func close() {
        committer.close()
    }
}
