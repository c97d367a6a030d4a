// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The tables of one-time codes and recognized browsers. Codes and counts are found by fingerprints alone and live for
/// a day; instants of a count are 8 bytes each, big-endian, one after the other.
let verificationSchema = """
    CREATE TABLE one_time_code (
        binding BLOB PRIMARY KEY,
        code BLOB NOT NULL,
        expires INTEGER NOT NULL,
        misses INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX one_time_code_by_expiry ON one_time_code (expires);
    CREATE TABLE code_tally (
        identity BLOB PRIMARY KEY,
        sends BLOB NOT NULL,
        misses BLOB NOT NULL,
        voids BLOB NOT NULL,
        locked_until INTEGER,
        rests INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX code_tally_by_rest ON code_tally (rests);
    CREATE TABLE recognition (
        id INTEGER PRIMARY KEY,
        family INTEGER NOT NULL,
        directory INTEGER NOT NULL,
        consumer INTEGER NOT NULL,
        created INTEGER NOT NULL,
        expires INTEGER NOT NULL,
        successor INTEGER
    ) STRICT;
    CREATE INDEX recognition_by_family ON recognition (family);
    CREATE INDEX recognition_by_consumer ON recognition (consumer);
    CREATE INDEX recognition_by_expiry ON recognition (expires);
    INSERT INTO next_id VALUES ('recognition', 1);
    """
