// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CSQLite

/// One connection to one database file. It belongs to one thread at a time; nothing here locks.
public final class Connection {
    public enum Mode: Sendable {
        case readOnly
        case readWrite
    }

    let handle: OpaquePointer
    let rows: RowTable
    private let path: String
    /// Pages in the write-ahead log after this connection's newest commit; SQLite's hook writes it.
    let loggedPages: UnsafeMutablePointer<Int32>

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
        rows = RowTable()
        self.path = path
        loggedPages = .allocate(capacity: 1)
        loggedPages.initialize(to: 0)
        sqlite3_busy_timeout(handle, Self.patienceMilliseconds)
        let registered = rows.register(on: handle)
        if registered != SQLITE_OK { throw failure(registered, path) }
    }

    deinit {
        sqlite3_close_v2(handle)
        loggedPages.deallocate()
    }

    /// How long a statement waits for another connection's lock before it gives up as busy.
    static let patienceMilliseconds: Int32 = 15_000

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

    /// How many rows all statements together have changed since the connection was opened, also those that were rolled
    /// back since.
    public var changedRowsEver: Int { Int(sqlite3_total_changes64(handle)) }

    /// How many steps of SQLite's machine the statements that this connection keeps have taken: work, told without a
    /// clock.
    public var stepsEver: Int {
        var steps = 0
        var statement = sqlite3_next_stmt(handle, nil)
        while let one = statement {
            steps += Int(sqlite3_stmt_status(one, SQLITE_STMTSTATUS_VM_STEP, 0))
            statement = sqlite3_next_stmt(handle, one)
        }
        return steps
    }

    /// Whether a transaction is open. After a full disk or a failed read SQLite may have ended it by itself.
    public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    func failure(_ code: Int32, _ sql: String) -> SQLiteError {
        SQLiteError(code: code, message: String(cString: sqlite3_errmsg(handle)), place: sql)
    }

    /// Statistics off and no mutexes inside the library: each connection has one thread. Worth 7 %.
    private static let configureOnce: Void = {
        _ = csqlite_config_memstatus(0)
        _ = csqlite_config_multithread()
    }()
}
