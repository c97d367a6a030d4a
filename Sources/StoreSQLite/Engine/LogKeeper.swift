// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite

/// Decides when a write-ahead log is carried over into the database file, and does it between two transactions, after
/// their owners have been answered.
///
/// A reader pins the log: while it looks at an older state, the log cannot start from its beginning again. Short reads
/// that never pause could make it grow for ever, so a long log makes the writer wait for them a little.
struct LogKeeper {
    /// Carry the log over each time it has grown by this many pages (64 MiB of 16 KiB pages).
    var pagesBetween = 4000
    /// From this length (512 MiB) on, wait for readers so that the log can start again.
    var pagesBeforeWaiting = 32_000
    /// How long to wait for them.
    var patience: Duration = .milliseconds(100)

    private var pagesSeen = 0
    private var pagesDue = 0

    init() {
        pagesDue = pagesBetween
    }

    init(pagesBetween: Int, pagesBeforeWaiting: Int, patience: Duration) {
        self.pagesBetween = pagesBetween
        self.pagesBeforeWaiting = pagesBeforeWaiting
        self.patience = patience
        pagesDue = pagesBetween
    }

    /// Looks after the log of `connection`. An error is left to the next commit: until then nothing is lost, the log
    /// holds all of it.
    mutating func look(after connection: Connection) {
        let pages = connection.pagesInLog
        // The log has started again.
        if pages < pagesSeen { pagesDue = pagesBetween }
        pagesSeen = pages
        guard pages >= pagesDue else { return }
        pagesDue = pages + pagesBetween
        _ = try? connection.checkpoint()
        if pages >= pagesBeforeWaiting { _ = try? connection.checkpoint(waiting: patience) }
    }
}
