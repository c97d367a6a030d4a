// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite
public import Store
internal import Synchronization

/// The directories in one SQLite file.
public final class SQLiteDirectoryStore: DirectoryStore {
    private let committer: GroupCommitter<DirectoryWriter>
    private let readers: ReaderPool<DirectoryReader>
    private let ids: IDCounters

    /// Opens or makes the file.
    ///
    /// - Parameters:
    ///   - path: the file; its log stands beside it with `-wal` and `-shm`.
    ///   - cacheBytes: page cache of the writer; best at least as large as the look-up tables.
    public init(path: String, cacheBytes: Int = 512 << 20) throws(StoreError) {
        let file = SQLiteFile(path: path, cacheBytes: cacheBytes)
        let connection = try file.openWriter(directorySchema, secureDelete: "FAST")
        let ids = try mapped { try IDCounters(connection) }
        let writer = try mapped { try DirectoryWriter(connection) }
        let save = try mapped { try ids.saving(on: connection) }
        self.ids = ids
        committer = GroupCommitter(
            name: "directory-commit", connection: connection, writer: writer, beforeCommit: { _ in try save() })
        readers = ReaderPool { try DirectoryReader(file.openReader()) }
    }

    public func reserveConsumerIDs(_ count: Int) -> Range<Int64> {
        ids.reserve(ids.consumer, count)
    }

    public func reserveCardIDs(_ count: Int) -> Range<Int64> {
        ids.reserve(ids.card, count)
    }

    public func read<Value>(_ body: (any DirectoryReading) throws -> Value) throws -> Value {
        try readers.with { reader in
            try reader.connection.execute("BEGIN")
            defer { try? reader.connection.execute("COMMIT") }
            return try body(reader)
        }
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

/// The next free ids, in memory; every commit writes them down, so that an id that was committed is never given again.
/// Ids that were reserved but not committed before a crash were seen by nobody and may be given again.
final class IDCounters: Sendable {
    let consumer: Atomic<Int64>
    let card: Atomic<Int64>

    init(_ connection: Connection) throws {
        let select = try connection.prepare("SELECT value FROM next_id WHERE name = ?")
        func stored(_ name: String) throws -> Int64 {
            select.bind(1, name)
            return try known(try one(select) { $0.int64(0) })
        }
        consumer = Atomic(try stored("consumer"))
        card = Atomic(try stored("card"))
    }

    func reserve(_ counter: borrowing Atomic<Int64>, _ count: Int) -> Range<Int64> {
        let first = counter.wrappingAdd(Int64(count), ordering: .relaxed).oldValue
        return first..<first + Int64(count)
    }

    /// A closure that writes the counters down on `connection`, for the end of each transaction.
    func saving(on connection: Connection) throws -> () throws -> Void {
        let update = try connection.prepare("UPDATE next_id SET value = ? WHERE name = ? AND value < ?")
        return { [self] in
            for (name, value) in [
                ("consumer", consumer.load(ordering: .relaxed)), ("card", card.load(ordering: .relaxed)),
            ] {
                update.bind(1, value)
                update.bind(2, name)
                update.bind(3, value)
                try update.run()
            }
        }
    }
}
