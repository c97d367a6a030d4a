// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite

/// The bank's own file: which card the processor knows by which number, what was tried, and which tokens there are. It
/// holds neither a card number nor a receipt.
enum BankDatabase {
    private static let formatVersion: Int64 = 1

    static func open(path: String) throws(BankError) -> SmallDatabase {
        do {
            return try SmallDatabase(path: path, formatVersion: formatVersion, tables: tables)
        } catch {
            throw .data(error.description)
        }
    }

    private static let tables = """
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
            checked INTEGER NOT NULL) STRICT
        """
}
