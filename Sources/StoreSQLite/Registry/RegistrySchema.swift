// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The registry's tables: clients, their keys, their programs and shops, and what was changed in both.
let registrySchema = Migrations(steps: [
    """
    CREATE TABLE client (
        src_client_id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        status INTEGER NOT NULL,
        created INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE signing_key (
        consumer_key TEXT PRIMARY KEY,
        src_client_id TEXT NOT NULL REFERENCES client,
        public_key BLOB NOT NULL,
        active INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE payload_key (
        src_client_id TEXT NOT NULL REFERENCES client,
        fingerprint TEXT NOT NULL,
        public_key BLOB NOT NULL,
        is_default INTEGER NOT NULL,
        active INTEGER NOT NULL,
        PRIMARY KEY (src_client_id, fingerprint)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE program (
        directory INTEGER PRIMARY KEY AUTOINCREMENT,
        service_id TEXT NOT NULL UNIQUE,
        directory_id TEXT NOT NULL UNIQUE,
        src_client_id TEXT NOT NULL REFERENCES client,
        name TEXT NOT NULL,
        settings BLOB NOT NULL,
        created INTEGER NOT NULL
    ) STRICT;
    """,
    """
    CREATE TABLE setting_change (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        service_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        setting TEXT NOT NULL,
        old TEXT NOT NULL,
        new TEXT NOT NULL
    ) STRICT;
    """,
    // Origins are one to a line.
    """
    CREATE TABLE dpa (
        src_dpa_id TEXT PRIMARY KEY,
        src_client_id TEXT NOT NULL REFERENCES client,
        name TEXT NOT NULL,
        presentation_name TEXT NOT NULL,
        origins TEXT NOT NULL,
        settings BLOB NOT NULL,
        created INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    """
    CREATE TABLE dpa_setting_change (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        src_dpa_id TEXT NOT NULL REFERENCES dpa,
        at INTEGER NOT NULL,
        setting TEXT NOT NULL,
        old TEXT NOT NULL,
        new TEXT NOT NULL
    ) STRICT;
    """,
])
