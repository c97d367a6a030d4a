// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CSQLite

/// The write-ahead log of a database, for a program that decides itself when the log is carried over into the file.
extension Connection {
    /// How far a checkpoint came.
    public struct Checkpoint: Sendable, Equatable {
        /// Pages in the log.
        public var logged: Int
        /// Pages of them that are in the database file now.
        public var carried: Int
        /// Another connection still reads from the log, or another one was at work on it.
        public var wasBusy: Bool
    }

    /// Stops SQLite from checkpointing inside COMMIT, and keeps `loggedPages` instead.
    public func takeOverCheckpoints() {
        sqlite3_wal_hook(
            handle,
            { pages, _, _, count in
                pages?.assumingMemoryBound(to: Int32.self).pointee = count
                return SQLITE_OK
            }, loggedPages)
    }

    /// Pages in the log after this connection's newest commit. Needs `takeOverCheckpoints`.
    public var pagesInLog: Int { Int(loggedPages.pointee) }

    /// Carries the log over into the database file.
    ///
    /// - Parameter waiting: nil carries what readers allow, at once. Otherwise readers are waited for that long, so
    ///   that the next commit starts the log from its beginning again.
    public func checkpoint(waiting: Duration? = nil) throws(SQLiteError) -> Checkpoint {
        var (logged, carried): (Int32, Int32) = (0, 0)
        if let waiting {
            let milliseconds =
                waiting.components.seconds * 1000 + waiting.components.attoseconds / 1_000_000_000_000_000
            sqlite3_busy_timeout(handle, Int32(clamping: milliseconds))
        }
        let mode = waiting == nil ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART
        let code = sqlite3_wal_checkpoint_v2(handle, nil, mode, &logged, &carried)
        if waiting != nil { sqlite3_busy_timeout(handle, Self.patienceMilliseconds) }
        if code != SQLITE_OK, code & 0xFF != SQLITE_BUSY { throw failure(code, "checkpoint") }
        return Checkpoint(logged: Int(logged), carried: Int(carried), wasBusy: code != SQLITE_OK)
    }
}
