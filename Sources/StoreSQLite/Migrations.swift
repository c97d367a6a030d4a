// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite
internal import Store

/// Brings a database file to the newest schema. Migrations are numbered from 1, only ever added, and run once each;
/// `PRAGMA user_version` holds the number of the newest one that ran.
struct Migrations {
    /// The SQL of each migration, in order.
    var steps: [String]

    /// Runs what is missing, each step in a transaction of its own.
    ///
    /// - Throws: `.tooNew` when the file was written by a newer program.
    func run(on connection: Connection, file: String) throws(StoreError) {
        try mapped {
            let version = try currentVersion(connection)
            guard version <= steps.count else {
                throw StoreError(
                    .tooNew, "\(file) has schema \(version), this program knows \(steps.count): run a newer Muster")
            }
            for (index, step) in steps.enumerated().dropFirst(version) {
                try connection.execute("BEGIN IMMEDIATE")
                do {
                    // Another process may have run this step while we waited for the lock.
                    if try currentVersion(connection) == index {
                        try connection.execute(step)
                        try connection.execute("PRAGMA user_version = \(index + 1)")
                    }
                    try connection.execute("COMMIT")
                } catch {
                    try? connection.execute("ROLLBACK")
                    throw error
                }
            }
        }
    }

    private func currentVersion(_ connection: Connection) throws(SQLiteError) -> Int {
        let statement = try connection.prepare("PRAGMA user_version")
        _ = try statement.step()
        return Int(statement.int64(0))
    }
}

/// Runs `body` and turns whatever it throws into a `StoreError`.
func mapped<Value>(_ body: () throws -> Value) throws(StoreError) -> Value {
    do {
        return try body()
    } catch let error as StoreError {
        throw error
    } catch let error as SQLiteError {
        throw StoreError(error.isConstraint ? .conflict : .engine, error.description)
    } catch {
        throw StoreError(.engine, "an unexpected error of type \(type(of: error))")
    }
}
