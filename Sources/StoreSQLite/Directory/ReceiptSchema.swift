// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The table of the receipts. A receipt lives for minutes and is looked up a few times: its whole fingerprint is the
/// key of one index; the two others hold what has not ended and what has.
let receiptSchema = """
    CREATE TABLE receipt (
        id INTEGER PRIMARY KEY,
        directory INTEGER NOT NULL,
        key BLOB NOT NULL,
        state INTEGER NOT NULL,
        requestor TEXT NOT NULL,
        sealed BLOB NOT NULL,
        created INTEGER NOT NULL,
        expires INTEGER NOT NULL,
        ended INTEGER,
        outcome INTEGER,
        card INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX receipt_by_key ON receipt (key);
    CREATE INDEX receipt_by_expiry ON receipt (expires) WHERE ended IS NULL;
    CREATE INDEX receipt_by_end ON receipt (ended) WHERE ended IS NOT NULL;
    INSERT INTO next_id VALUES ('receipt', 1);
    """
