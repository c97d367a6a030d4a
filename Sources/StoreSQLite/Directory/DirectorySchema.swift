// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The directory's tables.
///
/// Rows have ascending integer keys, so a bulk insert appends. Only look-ups by secret value land at random places:
/// they are small tables of their own, keyed by the first 64 bits of the blind index, and are inserted sorted. The full
/// index is compared on the row. Names that the issuer gave keep their natural order, which is mostly the order of the
/// bank's file. Every table leads with the directory where it is not reached through a row number.
let directorySchema = Migrations(steps: [
    """
    CREATE TABLE consumer (
        id INTEGER PRIMARY KEY,
        directory INTEGER NOT NULL,
        status INTEGER NOT NULL,
        external TEXT,
        email BLOB NOT NULL,
        mobile BLOB NOT NULL,
        sealed BLOB NOT NULL,
        created INTEGER NOT NULL,
        empty_since INTEGER
    ) STRICT;
    CREATE TABLE card (
        id INTEGER PRIMARY KEY,
        directory INTEGER NOT NULL,
        consumer INTEGER NOT NULL,
        status INTEGER NOT NULL,
        external TEXT,
        pan BLOB NOT NULL,
        bin INTEGER NOT NULL,
        last_four INTEGER NOT NULL,
        sealed BLOB NOT NULL,
        created INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX card_by_consumer ON card (consumer);
    CREATE TABLE token (
        card INTEGER PRIMARY KEY,
        directory INTEGER NOT NULL,
        state INTEGER NOT NULL,
        sealed BLOB NOT NULL,
        created INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE identifier (
        directory INTEGER NOT NULL,
        prefix INTEGER NOT NULL,
        consumer INTEGER NOT NULL,
        PRIMARY KEY (directory, prefix, consumer)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE consumer_name (
        directory INTEGER NOT NULL,
        external TEXT NOT NULL,
        consumer INTEGER NOT NULL,
        PRIMARY KEY (directory, external)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE card_name (
        directory INTEGER NOT NULL,
        external TEXT NOT NULL,
        card INTEGER NOT NULL,
        PRIMARY KEY (directory, external)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE card_alias (
        card INTEGER NOT NULL,
        external TEXT NOT NULL,
        PRIMARY KEY (card, external)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE batch_result (
        batch INTEGER PRIMARY KEY,
        directory INTEGER NOT NULL,
        state INTEGER NOT NULL,
        started INTEGER NOT NULL,
        ended INTEGER,
        items BLOB NOT NULL
    ) STRICT;
    CREATE INDEX batch_result_by_end ON batch_result (ended) WHERE ended IS NOT NULL;
    CREATE TABLE due (
        due INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        subject INTEGER NOT NULL,
        directory INTEGER NOT NULL,
        PRIMARY KEY (due, kind, subject)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE audit (
        id INTEGER PRIMARY KEY,
        directory INTEGER NOT NULL,
        at INTEGER NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        subject INTEGER NOT NULL,
        correlation TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_by_directory ON audit (directory, id);
    -- The next free ids. Kept apart from the rows, so that the id of a deleted row is never given again.
    CREATE TABLE next_id (
        name TEXT PRIMARY KEY,
        value INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO next_id VALUES ('consumer', 1), ('card', 1);
    """,
    stagedSchema,
    notificationSchema,
    "ALTER TABLE token ADD COLUMN suspenders INTEGER NOT NULL DEFAULT 0",
    // An email or mobile that a consumer does not have is an empty blob; more than one of a kind are in `more`.
    """
    ALTER TABLE consumer ADD COLUMN more BLOB;
    ALTER TABLE staged_card ADD COLUMN more BLOB;
    """,
    receiptSchema,
    processorSchema,
    cardIssuerSchema,
    verificationSchema,
    signInSchema,
    checkoutSchema,
    // Where a browser is remembered and since when, for its consumer to read.
    """
    ALTER TABLE recognition ADD COLUMN client TEXT;
    ALTER TABLE recognition ADD COLUMN remembered INTEGER;
    """,
    // 1 is `CheckoutRow.State.open`.
    "CREATE INDEX checkout_open ON checkout (consumer, id) WHERE state = 1",
])
