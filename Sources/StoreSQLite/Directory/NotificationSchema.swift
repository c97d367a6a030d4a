// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The table of notifications.
///
/// Only the head of each subject's queue has a `due`, so that finding those that are due reads no row that has to
/// wait. Each other index holds a part of the rows too: what is delivered, most of them, is in one of them only.
/// AUTOINCREMENT: an id stands for an event for ever, also after its row has gone.
let notificationSchema = """
    CREATE TABLE notification (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        directory INTEGER NOT NULL,
        subject INTEGER NOT NULL,
        body BLOB NOT NULL,
        created INTEGER NOT NULL,
        state INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        queued INTEGER NOT NULL,
        due INTEGER,
        settled INTEGER
    ) STRICT;
    CREATE INDEX notification_due ON notification (directory, due) WHERE due IS NOT NULL;
    CREATE INDEX notification_queue ON notification (subject, id) WHERE state = 1;
    CREATE INDEX notification_open ON notification (directory, state) WHERE state <> 2;
    CREATE INDEX notification_delivered ON notification (settled) WHERE state = 2;
    """
