// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite
internal import Store

#if canImport(Glibc)
    internal import Glibc
#endif

/// How Muster opens a database file: WAL, every commit on disk before it is answered, large pages.
struct SQLiteFile: Sendable {
    var path: String
    /// Bytes of page cache for the write connection.
    var cacheBytes: Int

    /// Opens the one connection that writes, and makes the file (mode 0600) when it is missing.
    func openWriter(_ migrations: Migrations, secureDelete: String) throws(StoreError) -> Connection {
        try mapped {
            let fresh = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
            if fresh < 0 { throw StoreError(.engine, "\(path) cannot be opened: \(String(cString: strerror(errno)))") }
            Glibc.close(fresh)
            let connection = try Connection(path: path)
            try connection.execute("PRAGMA page_size = 16384")
            try connection.execute("PRAGMA journal_mode = WAL")
            try connection.execute("PRAGMA synchronous = FULL")
            try connection.execute("PRAGMA secure_delete = \(secureDelete)")
            try connection.execute("PRAGMA cache_size = -\(max(2048, cacheBytes / 1024))")
            // About 64 MiB of log between checkpoints, and a log that shrinks again after a large transaction.
            try connection.execute("PRAGMA wal_autocheckpoint = 4000")
            try connection.execute("PRAGMA journal_size_limit = 268435456")
            try connection.execute("PRAGMA temp_store = MEMORY")
            try migrations.run(on: connection, file: path)
            return connection
        }
    }

    /// Opens a connection that only reads.
    func openReader() throws -> Connection {
        let connection = try Connection(path: path, mode: .readOnly)
        // Readers look up single rows; the operating system's own cache is behind this one.
        try connection.execute("PRAGMA cache_size = -8192")
        return connection
    }
}
