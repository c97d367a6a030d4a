// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// A file of a small program's own: a handful of tables behind one connection, which its owner locks. Made for its
/// owner's eyes alone, durable when a call returns, and left alone when another version of the program has written it.
public final class SmallDatabase {
    /// A sentence for whoever runs the program; it names the file.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    public let connection: Connection

    /// - Parameters:
    ///   - formatVersion: from 1; another number for other tables.
    ///   - tables: what makes them, in a file that is new.
    public init(path: String, formatVersion: Int64, tables: String) throws(Failure) {
        do {
            let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw Failure(description: "\(path) cannot be opened: \(String(cString: strerror(errno)))")
            }
            close(descriptor)
            connection = try Connection(path: path)
            try connection.execute("PRAGMA journal_mode = WAL")
            try connection.execute("PRAGMA synchronous = FULL")
            try Self.create(tables, formatVersion, connection, path)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(description: "\(path) cannot be used: \(error)")
        }
    }

    private static func create(
        _ tables: String, _ formatVersion: Int64, _ connection: Connection, _ path: String
    ) throws {
        let statement = try connection.prepare("PRAGMA user_version")
        let version = try statement.step() ? statement.int64(0) : 0
        statement.reset()
        if version == formatVersion { return }
        guard version == 0 else { throw Failure(description: "\(path) is of another version of this program") }
        try connection.execute("BEGIN IMMEDIATE; \(tables); PRAGMA user_version = \(formatVersion); COMMIT")
    }

    /// Runs one statement and gives its rows.
    public func rows<Row>(
        _ sql: String, _ bind: (Statement) -> Void = { _ in }, _ read: (Statement) -> Row
    ) throws -> [Row] {
        let statement = try connection.prepare(sql)
        bind(statement)
        var rows: [Row] = []
        while try statement.step() { rows.append(read(statement)) }
        return rows
    }

    /// Runs one statement that gives none; how many rows it changed.
    @discardableResult
    public func change(_ sql: String, _ bind: (Statement) -> Void) throws -> Int {
        let statement = try connection.prepare(sql)
        bind(statement)
        try statement.run()
        return connection.changedRows
    }

    /// All of it or nothing.
    public func atomically<Value>(_ body: () throws -> Value) throws -> Value {
        try connection.execute("BEGIN IMMEDIATE")
        do {
            let value = try body()
            try connection.execute("COMMIT")
            return value
        } catch {
            try? connection.execute("ROLLBACK")
            throw error
        }
    }
}
