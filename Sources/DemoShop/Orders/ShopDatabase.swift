// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc
internal import SQLite

/// The shop's own file: orders and what the network is told of them. It holds neither a card number nor a token nor an
/// address. One connection, which its owner locks.
final class ShopDatabase {
    static let formatVersion: Int64 = 1

    let connection: Connection

    /// Opens the file, making it for its owner alone.
    init(path: String) throws(ShopError) {
        do {
            let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw ShopError.data("\(path) cannot be opened: \(String(cString: strerror(errno)))")
            }
            close(descriptor)
            connection = try Connection(path: path)
            try connection.execute("PRAGMA journal_mode = WAL")
            try connection.execute("PRAGMA synchronous = FULL")
            try Self.createTables(connection, path)
        } catch let error as ShopError {
            throw error
        } catch {
            throw ShopError.data("\(path) cannot be used: \(error)")
        }
    }

    private static func createTables(_ connection: Connection, _ path: String) throws {
        let statement = try connection.prepare("PRAGMA user_version")
        let version = try statement.step() ? statement.int64(0) : 0
        statement.reset()
        if version == formatVersion { return }
        guard version == 0 else { throw ShopError.data("\(path) is of another version of this program") }
        try connection.execute(
            """
            BEGIN IMMEDIATE;
            CREATE TABLE purchase (
                number INTEGER PRIMARY KEY AUTOINCREMENT, reference TEXT NOT NULL UNIQUE,
                transaction_id TEXT NOT NULL UNIQUE, correlation TEXT NOT NULL, flow TEXT, created INTEGER NOT NULL,
                state TEXT NOT NULL, card TEXT NOT NULL, card_name TEXT NOT NULL, card_last_four TEXT NOT NULL,
                consumer TEXT, is_token INTEGER, last_four TEXT, expires TEXT, dynamic_data TEXT, eci TEXT, method TEXT
            ) STRICT;
            CREATE TABLE line (
                purchase TEXT NOT NULL, product TEXT NOT NULL, count INTEGER NOT NULL, price INTEGER NOT NULL,
                PRIMARY KEY (purchase, product)) STRICT, WITHOUT ROWID;
            CREATE TABLE report (
                id INTEGER PRIMARY KEY, purchase TEXT NOT NULL, situation TEXT NOT NULL, at INTEGER NOT NULL,
                authorization_code TEXT, standing INTEGER NOT NULL) STRICT;
            CREATE INDEX report_purchase ON report (purchase, id);
            PRAGMA user_version = \(formatVersion);
            COMMIT;
            """)
    }

    /// Runs one statement and gives its rows.
    func rows<Row>(
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
    func change(_ sql: String, _ bind: (Statement) -> Void) throws -> Int {
        let statement = try connection.prepare(sql)
        bind(statement)
        try statement.run()
        return connection.changedRows
    }

    /// All of it or nothing.
    func atomically<Value>(_ body: () throws -> Value) throws -> Value {
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

/// Why the shop cannot go on.
public enum ShopError: Error, Sendable, CustomStringConvertible {
    /// A setting that cannot be used.
    case setting(String, String)
    /// Its file cannot be used.
    case data(String)
    /// It cannot listen.
    case listening(String)

    public var description: String {
        switch self {
        case .setting(let name, let message): name + " " + message
        case .data(let message), .listening(let message): message
        }
    }
}
