// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The inbox's tables: headers for ever, payloads until their batch is final.
let inboxSchema = Migrations(steps: [
    """
    CREATE TABLE batch (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        directory INTEGER NOT NULL,
        client TEXT NOT NULL,
        external TEXT NOT NULL,
        content BLOB NOT NULL,
        cards INTEGER NOT NULL,
        accepted INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE batch_name (
        directory INTEGER NOT NULL,
        client TEXT NOT NULL,
        external TEXT NOT NULL,
        batch INTEGER NOT NULL,
        PRIMARY KEY (directory, client, external)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE payload (
        batch INTEGER PRIMARY KEY,
        bytes BLOB NOT NULL
    ) STRICT;
    """
])
