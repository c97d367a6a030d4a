// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The tables of the staged cards. Identifiers are looked up as those of consumers are: a small table keyed by the
/// first 64 bits. Indexes hold what is staged and no more.
let stagedSchema = """
    CREATE TABLE staged_card (
        id INTEGER PRIMARY KEY,
        directory INTEGER NOT NULL,
        state INTEGER NOT NULL,
        external_consumer TEXT NOT NULL,
        external_card TEXT NOT NULL,
        email BLOB NOT NULL,
        mobile BLOB NOT NULL,
        pan BLOB NOT NULL,
        sealed BLOB NOT NULL,
        created INTEGER NOT NULL,
        expires INTEGER NOT NULL,
        ended INTEGER,
        consumer INTEGER NOT NULL,
        card INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX staged_card_by_key ON staged_card (directory, external_consumer, pan) WHERE state = 1;
    CREATE INDEX staged_card_by_expiry ON staged_card (expires) WHERE state = 1;
    CREATE INDEX staged_card_by_end ON staged_card (ended) WHERE ended IS NOT NULL;
    CREATE TABLE staged_identifier (
        directory INTEGER NOT NULL,
        prefix INTEGER NOT NULL,
        staged INTEGER NOT NULL,
        PRIMARY KEY (directory, prefix, staged)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO next_id VALUES ('staged', 1);
    """
