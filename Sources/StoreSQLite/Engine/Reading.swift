// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite
internal import Store

/// Runs `body` and turns whatever it throws into a `StoreError`.
func mapped<Value>(_ body: () throws -> Value) throws(StoreError) -> Value {
    do {
        return try body()
    } catch {
        throw storeError(error)
    }
}

/// `error` as the store's own error.
func storeError(_ error: any Error) -> StoreError {
    switch error {
    case let error as StoreError: error
    case let error as SQLiteError: StoreError(error.isConstraint ? .conflict : .engine, error.description)
    default: StoreError(.engine, "an unexpected error of type \(type(of: error))")
    }
}

/// The first row of `statement`, read by `read`; the statement is reset.
func one<Value>(_ statement: Statement, _ read: (Statement) throws -> Value) throws -> Value? {
    defer { statement.reset() }
    return try statement.step() ? try read(statement) : nil
}

/// Every row of `statement`, read by `read`; the statement is reset.
func all<Value>(_ statement: Statement, _ read: (Statement) throws -> Value) throws -> [Value] {
    var rows: [Value] = []
    try each(statement) { rows.append(try read($0)) }
    return rows
}

/// Gives every row of `statement` to `read`; the statement is reset.
func each(_ statement: Statement, _ read: (Statement) throws -> Void) throws {
    defer { statement.reset() }
    while try statement.step() { try read(statement) }
}

/// A code that this program knows, or an error: the file holds something that it should not.
func known<Value>(_ value: Value?) throws(StoreError) -> Value {
    guard let value else { throw StoreError(.engine, "a row holds a code that this program does not know") }
    return value
}
