// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The table of the cards that stand in another directory than their issuer's own. Few cards do, so it is a table of
/// its own and costs the others nothing.
let cardIssuerSchema = """
    CREATE TABLE card_issuer (
        card INTEGER PRIMARY KEY,
        directory INTEGER NOT NULL,
        issuer INTEGER NOT NULL
    ) STRICT;
    """
