// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// How much a `GroupCommitter` holds and puts together.
struct CommitLimits: Sendable {
    /// The sum of the weights of the jobs that wait; one job is always taken.
    var queuedWeightMax = 65_536
    /// A transaction takes no further job once so many rows have changed (about 50,000 cards).
    var changedRowsMax = 400_000
    /// Nor after this time: a small write that arrives now waits no longer than that for its turn.
    var durationMax: Duration = .milliseconds(300)
    /// How long a transaction waits for company when the one before it had some: every transaction writes whole pages
    /// to the disk, however few rows have changed on them. A caller who is alone never waits.
    var companyWait: Duration = .milliseconds(2)
    /// It looks so often whether there is enough.
    static let napMicroseconds: UInt32 = 500
    /// With so many jobs there is company enough.
    var companyMax = 256
}
