// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CSQLite

/// A compiled statement, used again and again: bind, step until done, reset.
///
/// Text and blobs are copied by SQLite when bound, except through `bindBorrowed`.
public final class Statement {
    private let handle: OpaquePointer
    private let connection: Connection
    private let sql: String
    /// What the first binding that failed answered. The next step throws it: a statement never runs with the value of
    /// an earlier row in place of one that could not be bound.
    private var bindingCode = SQLITE_OK

    init(_ handle: OpaquePointer, of connection: Connection, sql: String) {
        self.handle = handle
        self.connection = connection
        self.sql = sql
    }

    deinit {
        sqlite3_finalize(handle)
    }

    // MARK: Binding. Parameters count from 1.

    public func bind(_ parameter: Int32, _ value: Int64) {
        note(sqlite3_bind_int64(handle, parameter, value))
    }

    public func bind(_ parameter: Int32, _ value: Int64?) {
        if let value { bind(parameter, value) } else { note(sqlite3_bind_null(handle, parameter)) }
    }

    public func bind(_ parameter: Int32, _ value: String) {
        var value = value
        value.withUTF8 { text in
            let encoding = UInt8(SQLITE_UTF8)
            guard let start = text.baseAddress else {
                // An empty text may have no address; SQLite would read nil as NULL.
                return note(sqlite3_bind_text64(handle, parameter, "", 0, sqliteTransient, encoding))
            }
            start.withMemoryRebound(to: CChar.self, capacity: text.count) { start in
                note(sqlite3_bind_text64(handle, parameter, start, UInt64(text.count), sqliteTransient, encoding))
            }
        }
    }

    public func bind(_ parameter: Int32, _ value: String?) {
        if let value { bind(parameter, value) } else { note(sqlite3_bind_null(handle, parameter)) }
    }

    public func bind(_ parameter: Int32, _ value: [UInt8]) {
        value.withUnsafeBytes { bytes in
            if bytes.isEmpty {
                note(sqlite3_bind_zeroblob(handle, parameter, 0))
            } else {
                note(sqlite3_bind_blob64(handle, parameter, bytes.baseAddress, UInt64(bytes.count), sqliteTransient))
            }
        }
    }

    public func bind(_ parameter: Int32, _ value: [UInt8]?) {
        if let value { bind(parameter, value) } else { note(sqlite3_bind_null(handle, parameter)) }
    }

    /// Binds bytes that SQLite reads in place: they must stay where they are until the statement was stepped.
    public func bindBorrowed(_ parameter: Int32, _ bytes: UnsafeRawBufferPointer) {
        if let start = bytes.baseAddress, !bytes.isEmpty {
            note(sqlite3_bind_blob64(handle, parameter, start, UInt64(bytes.count), nil))
        } else {
            note(sqlite3_bind_zeroblob(handle, parameter, 0))
        }
    }

    private func note(_ code: Int32) {
        if code != SQLITE_OK, bindingCode == SQLITE_OK { bindingCode = code }
    }

    // MARK: Running

    /// Takes one step. True when there is a row to read.
    public func step() throws(SQLiteError) -> Bool {
        if bindingCode != SQLITE_OK {
            let code = bindingCode
            bindingCode = SQLITE_OK
            sqlite3_reset(handle)
            throw SQLiteError(code: code, message: "a value could not be bound", place: sql)
        }
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        let error = connection.failure(code, sql)
        sqlite3_reset(handle)
        throw error
    }

    /// Makes the statement ready for the next use. Bindings stay.
    public func reset() {
        sqlite3_reset(handle)
    }

    /// Runs a statement that returns no row, and resets it.
    public func run() throws(SQLiteError) {
        _ = try step()
        sqlite3_reset(handle)
    }

    /// Runs `body` while this statement's `rows` table has `count` rows, whose values `cell` gives: see `RowCell`.
    public func withRows<Result, Failure: Error>(
        _ count: Int, _ cell: RowSource, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try connection.rows.lend(count, cell, body)
    }

    /// Runs a statement that reads `rows` and returns no row, and resets it.
    public func run(rows count: Int, _ cell: RowSource) throws(SQLiteError) {
        try withRows(count, cell) { () throws(SQLiteError) in try run() }
    }

    // MARK: Reading the current row. Columns count from 0.

    public func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    public func int64(_ column: Int32) -> Int64 {
        sqlite3_column_int64(handle, column)
    }

    public func optionalInt64(_ column: Int32) -> Int64? {
        isNull(column) ? nil : sqlite3_column_int64(handle, column)
    }

    public func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_blob(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }

    public func optionalText(_ column: Int32) -> String? {
        isNull(column) ? nil : text(column)
    }

    public func bytes(_ column: Int32) -> [UInt8] {
        withBytes(column) { [UInt8]($0) }
    }

    public func optionalBytes(_ column: Int32) -> [UInt8]? {
        isNull(column) ? nil : bytes(column)
    }

    /// Reads a blob in place; the pointer is valid inside `body` only.
    public func withBytes<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        guard let start = sqlite3_column_blob(handle, column) else {
            return body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        return body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }
}

/// Tells SQLite to copy a value before the call returns.
var sqliteTransient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
