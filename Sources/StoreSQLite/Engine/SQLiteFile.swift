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

    /// Opens the one connection that writes, and makes the file when it is missing.
    ///
    /// - Parameter secureDelete: `ON`, `FAST` or `OFF`: whether freed space is overwritten.
    func openWriter(_ migrations: Migrations, secureDelete: String) throws(StoreError) -> Connection {
        try makeFile()
        return try mapped {
            let connection = try Connection(path: path)
            try connection.execute("PRAGMA page_size = 16384")
            try connection.execute("PRAGMA journal_mode = WAL")
            try connection.execute("PRAGMA synchronous = FULL")
            try connection.execute("PRAGMA foreign_keys = ON")
            try connection.execute("PRAGMA secure_delete = \(secureDelete)")
            try connection.execute("PRAGMA cache_size = -\(max(2048, cacheBytes / 1024))")
            // A log that was long shrinks again to this much.
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

    /// Makes an empty file with mode 0600, which SQLite gives to the log beside it too. A file that exists is not
    /// touched: to open and close it here would drop the locks of this process's other connections to it.
    private func makeFile() throws(StoreError) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            Glibc.close(descriptor)
        } else if errno != EEXIST {
            throw StoreError(.engine, "\(path) cannot be made: \(systemMessage())")
        }
    }
}
