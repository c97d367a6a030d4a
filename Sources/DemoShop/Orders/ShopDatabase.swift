// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite

/// The shop's own file: orders and what the network is told of them. It holds neither a card number nor a token nor an
/// address.
enum ShopDatabase {
    private static let formatVersion: Int64 = 1

    static func open(path: String) throws(ShopError) -> SmallDatabase {
        do {
            return try SmallDatabase(path: path, formatVersion: formatVersion, tables: tables)
        } catch {
            throw .data(error.description)
        }
    }

    private static let tables = """
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
        CREATE INDEX report_purchase ON report (purchase, id)
        """
}
