// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The sessions of consumers at shops, which live for minutes; and by which identity a recognized browser came in, so
/// that being recognized shows no more than the code did.
let signInSchema = """
    CREATE TABLE sign_in (
        id INTEGER PRIMARY KEY,
        client TEXT NOT NULL,
        dpa TEXT NOT NULL,
        sealed BLOB NOT NULL,
        created INTEGER NOT NULL,
        expires INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX sign_in_by_expiry ON sign_in (expires);
    INSERT INTO next_id VALUES ('sign_in', 1);
    ALTER TABLE recognition ADD COLUMN identity_kind INTEGER;
    ALTER TABLE recognition ADD COLUMN identity BLOB;
    """
