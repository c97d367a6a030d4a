// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// A notification that is to be kept (processing 7.5): what a job writes together with the change that it tells of.
public struct NotificationDraft: Sendable, Equatable {
    public var directory: Int64
    /// What it is about: the row number of the card, which is its token's too. Notifications of one subject go out in
    /// the order in which they were kept.
    public var subject: Int64
    /// The event as JSON without its `eventId`, which follows from the row's id. No PAN, no token number, no personal
    /// data.
    public var body: [UInt8]
    public var created: Timestamp

    public init(directory: Int64, subject: Int64, body: [UInt8], created: Timestamp) {
        self.directory = directory
        self.subject = subject
        self.body = body
        self.created = created
    }
}

/// A notification that was kept.
public struct NotificationRow: Sendable, Equatable {
    public enum State: Int64, Sendable {
        /// Not acknowledged yet.
        case pending = 1
        case delivered = 2
        /// Given up; it goes out again when an operator says so.
        case parked = 3
    }

    /// Ascending in the order of commits, and never given twice.
    public var id: Int64
    public var draft: NotificationDraft
    public var state: State
    /// How often it was tried since it was kept or replayed.
    public var attempts: Int
    /// When it was kept, or replayed: from here on its time runs.
    public var queued: Timestamp
    /// When it is to be tried next; nil while an older one of its subject waits, and when it waits no more.
    public var due: Timestamp?
    /// When it was delivered or parked.
    public var settled: Timestamp?

    public init(
        id: Int64, draft: NotificationDraft, state: State, attempts: Int, queued: Timestamp, due: Timestamp?,
        settled: Timestamp?
    ) {
        self.id = id
        self.draft = draft
        self.state = state
        self.attempts = attempts
        self.queued = queued
        self.due = due
        self.settled = settled
    }
}

/// How many notifications of a directory are not delivered.
public struct NotificationCounts: Sendable, Equatable {
    public var pending: Int
    public var parked: Int

    public init(pending: Int, parked: Int) {
        self.pending = pending
        self.parked = parked
    }
}
