// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// How much a `GroupCommitter` holds and puts together.
struct CommitLimits: Sendable {
    /// The sum of the weights of the jobs that wait; one job is always taken.
    var queuedWeightMax = 65_536
    /// A transaction takes no further job once so many rows have changed (about 50,000 cards).
    var changedRowsMax = 400_000
    /// Nor after this time: a small write that arrives now waits no longer than that for its turn.
    var durationMax: Duration = .milliseconds(300)
}
