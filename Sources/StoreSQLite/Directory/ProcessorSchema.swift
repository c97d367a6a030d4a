// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The tables of card management. Cards are looked up by PAN and by the core banking number as consumers are by their
/// identifiers: a small table keyed by the first 64 bits. Row numbers begin above the numbers of the sandbox's own
/// clients, accounts and cards.
let processorSchema = """
    CREATE TABLE processor_client (
        id INTEGER PRIMARY KEY,
        directory INTEGER NOT NULL,
        number INTEGER NOT NULL,
        sealed BLOB NOT NULL,
        created INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX processor_client_by_number ON processor_client (directory, number);
    CREATE TABLE processor_account (
        id INTEGER PRIMARY KEY,
        directory INTEGER NOT NULL,
        number INTEGER NOT NULL,
        client INTEGER NOT NULL,
        product TEXT NOT NULL,
        sealed BLOB NOT NULL,
        created INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX processor_account_by_number ON processor_account (directory, number);
    CREATE TABLE card_contract (
        id INTEGER PRIMARY KEY,
        directory INTEGER NOT NULL,
        number INTEGER NOT NULL,
        account INTEGER NOT NULL,
        client INTEGER NOT NULL,
        product TEXT NOT NULL,
        status TEXT NOT NULL,
        activated INTEGER NOT NULL,
        classifier INTEGER NOT NULL,
        classifier_start INTEGER,
        classifier_end INTEGER,
        pan BLOB NOT NULL,
        cbs BLOB,
        sealed BLOB NOT NULL,
        created INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX card_contract_by_number ON card_contract (directory, number);
    CREATE INDEX card_contract_by_client ON card_contract (directory, client, id);
    CREATE INDEX card_contract_by_account ON card_contract (directory, account, id);
    CREATE TABLE contract_key (
        directory INTEGER NOT NULL,
        prefix INTEGER NOT NULL,
        contract INTEGER NOT NULL,
        PRIMARY KEY (directory, prefix, contract)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE token_attempt (
        card INTEGER PRIMARY KEY,
        directory INTEGER NOT NULL,
        contract INTEGER NOT NULL,
        response TEXT NOT NULL,
        asked INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX token_attempt_by_contract ON token_attempt (contract, card);
    CREATE TABLE idempotency (
        directory INTEGER NOT NULL,
        key TEXT NOT NULL,
        content BLOB NOT NULL,
        number INTEGER NOT NULL,
        expires INTEGER NOT NULL,
        PRIMARY KEY (directory, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX idempotency_by_expiry ON idempotency (expires);
    INSERT INTO next_id VALUES ('processor', 100000);
    """
