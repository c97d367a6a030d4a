// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CSQLite

/// Gives the value of one cell of the table `rows`: row and column count from 0.
public typealias RowSource = (_ row: Int, _ column: Int, _ cell: RowCell) -> Void

/// One cell of the table `rows`, to be given a value; a cell that is given none is NULL. SQLite copies the value.
///
/// Rows that the program holds can be read by a statement as if they were a table of the database: every connection has
/// a table `rows` with the columns `a` to `j`, which is empty except inside `Statement.withRows`. A bulk insert is
/// `INSERT OR FAIL INTO t SELECT a, b FROM rows`, a bulk look-up joins `rows` to a table: one statement runs for all
/// rows, which costs half of running it once for each. Without `OR FAIL`, SQLite would copy every page that the
/// statement touches in order to undo it alone.
public struct RowCell {
    let context: OpaquePointer

    public func set(_ value: Int64) {
        sqlite3_result_int64(context, value)
    }

    public func set(_ value: Int64?) {
        if let value { sqlite3_result_int64(context, value) }
    }

    public func set(_ value: String) {
        var value = value
        value.withUTF8 { text in
            let encoding = UInt8(SQLITE_UTF8)
            guard let start = text.baseAddress else {
                return sqlite3_result_text64(context, "", 0, sqliteTransient, encoding)
            }
            start.withMemoryRebound(to: CChar.self, capacity: text.count) { start in
                sqlite3_result_text64(context, start, UInt64(text.count), sqliteTransient, encoding)
            }
        }
    }

    public func set(_ value: String?) {
        if let value { set(value) }
    }

    public func set(_ value: [UInt8]) {
        value.withUnsafeBytes { set($0) }
    }

    public func set(_ value: [UInt8]?) {
        if let value { set(value) }
    }

    public func set(_ bytes: UnsafeRawBufferPointer) {
        if let start = bytes.baseAddress, !bytes.isEmpty {
            sqlite3_result_blob64(context, start, UInt64(bytes.count), sqliteTransient)
        } else {
            sqlite3_result_zeroblob(context, 0)
        }
    }
}
