// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite
internal import Store

/// Brings a database file to the newest schema. Migrations are numbered from 1, only ever added, and run once each;
/// `PRAGMA user_version` holds the number of the newest one that ran.
struct Migrations {
    /// The SQL of each migration, in order.
    var steps: [String]

    /// Runs what is missing, each step in a transaction of its own. Several processes may do so at once.
    ///
    /// - Throws: `.tooNew` when the file was written by a newer program.
    func run(on connection: Connection, file: String) throws(StoreError) {
        try mapped {
            while try version(of: connection, file: file) < steps.count {
                try connection.execute("BEGIN IMMEDIATE")
                do {
                    // Another process may have run the step while this one waited for the lock.
                    let done = try version(of: connection, file: file)
                    if done < steps.count {
                        try connection.execute(steps[done])
                        try connection.execute("PRAGMA user_version = \(done + 1)")
                    }
                    try connection.execute("COMMIT")
                } catch {
                    try? connection.execute("ROLLBACK")
                    throw error
                }
            }
        }
    }

    private func version(of connection: Connection, file: String) throws -> Int {
        let version = try one(connection.prepare("PRAGMA user_version")) { Int($0.int64(0)) } ?? 0
        guard version >= 0, version <= steps.count else {
            throw StoreError(
                .tooNew, "\(file) has schema \(version), this program knows \(steps.count): run a newer Muster")
        }
        return version
    }
}
