// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Glibc
internal import SQLite

/// The bank's own file: which card the processor knows by which number, what was tried, and which tokens there are. It
/// holds neither a card number nor a receipt. One connection, which its owner locks.
final class BankDatabase {
    static let formatVersion: Int64 = 1

    let connection: Connection

    /// Opens the file, making it for its owner alone.
    init(path: String) throws(BankError) {
        do {
            let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw BankError.data("\(path) cannot be opened: \(String(cString: strerror(errno)))")
            }
            close(descriptor)
            connection = try Connection(path: path)
            try connection.execute("PRAGMA journal_mode = WAL")
            try connection.execute("PRAGMA synchronous = FULL")
            try Self.createTables(connection, path)
        } catch let error as BankError {
            throw error
        } catch {
            throw BankError.data("\(path) cannot be used: \(error)")
        }
    }

    private static func createTables(_ connection: Connection, _ path: String) throws {
        let statement = try connection.prepare("PRAGMA user_version")
        let version = try statement.step() ? statement.int64(0) : 0
        statement.reset()
        if version == formatVersion { return }
        guard version == 0 else { throw BankError.data("\(path) is of another version of this program") }
        try connection.execute(
            """
            BEGIN IMMEDIATE;
            CREATE TABLE holder (user TEXT PRIMARY KEY, client INTEGER NOT NULL, account INTEGER NOT NULL) STRICT;
            CREATE TABLE contract (
                card TEXT PRIMARY KEY, contract INTEGER NOT NULL, first_six TEXT NOT NULL, last_four TEXT NOT NULL,
                month INTEGER NOT NULL, year INTEGER NOT NULL) STRICT;
            CREATE TABLE attempt (
                id INTEGER PRIMARY KEY, user TEXT NOT NULL, card TEXT NOT NULL, way INTEGER NOT NULL,
                binding TEXT NOT NULL UNIQUE, receipt BLOB NOT NULL, created INTEGER NOT NULL, claim TEXT,
                token TEXT, claimed INTEGER, confirmed INTEGER) STRICT;
            CREATE INDEX attempt_user ON attempt (user, id);
            CREATE TABLE token (
                card TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, status TEXT NOT NULL,
                checked INTEGER NOT NULL) STRICT;
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
}

/// Why the bank cannot go on.
public enum BankError: Error, Sendable, CustomStringConvertible {
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
