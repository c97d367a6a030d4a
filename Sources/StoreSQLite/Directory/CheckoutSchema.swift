// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The tables of checkouts. What one holds of a consumer is sealed and short-lived; a row of it has no index but the
/// one by which its shop names it, and the one by which it is tidied up.
let checkoutSchema = """
    CREATE TABLE checkout (
        id INTEGER PRIMARY KEY,
        correlation TEXT NOT NULL,
        client TEXT NOT NULL,
        dpa TEXT NOT NULL,
        directory INTEGER NOT NULL,
        consumer INTEGER NOT NULL,
        card INTEGER NOT NULL,
        state INTEGER NOT NULL,
        made INTEGER NOT NULL,
        closed INTEGER NOT NULL,
        sealed BLOB NOT NULL,
        created INTEGER NOT NULL,
        expires INTEGER NOT NULL,
        settled INTEGER
    ) STRICT;
    CREATE INDEX checkout_by_correlation ON checkout (correlation, id);
    CREATE INDEX checkout_by_expiry ON checkout (expires) WHERE length(sealed) > 0;
    CREATE INDEX checkout_by_end ON checkout (settled) WHERE length(sealed) = 0 AND settled IS NOT NULL;
    CREATE TABLE card_use (
        card INTEGER PRIMARY KEY,
        directory INTEGER NOT NULL,
        counter INTEGER NOT NULL,
        uses INTEGER NOT NULL,
        last_used INTEGER
    ) STRICT;
    CREATE TABLE consent (
        id INTEGER PRIMARY KEY,
        directory INTEGER NOT NULL,
        consumer INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        fields TEXT NOT NULL,
        version TEXT NOT NULL,
        uri TEXT NOT NULL,
        channel TEXT NOT NULL,
        at INTEGER NOT NULL,
        correlation TEXT NOT NULL
    ) STRICT;
    CREATE INDEX consent_by_consumer ON consent (consumer, id);
    CREATE TABLE confirmation (
        id INTEGER PRIMARY KEY,
        checkout INTEGER NOT NULL,
        received INTEGER NOT NULL,
        type TEXT NOT NULL,
        status TEXT NOT NULL,
        result TEXT,
        at INTEGER NOT NULL,
        details BLOB NOT NULL
    ) STRICT;
    CREATE INDEX confirmation_by_checkout ON confirmation (checkout, id);
    INSERT INTO next_id VALUES ('checkout', 1);
    """
