// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient

/// Learns after what time batches are mostly done, so that most are asked for once.
///
/// Many batches are on their way at once, and all of them were timed by the same estimate: their answers say one thing
/// together, not each a thing of its own. So the estimate moves at most once for each generation of batches, those
/// accepted since it last moved; if every answer moved it, a burst of them would drive it to its limits.
struct PollEstimate {
    private(set) var time: Duration
    private let range: ClosedRange<Duration>
    private var movedAt: MonotonicInstant?
    private var done = 0
    private var early = 0

    /// Answers that a generation is judged by.
    private static let answersMin = 8

    init(first: Duration, max: Duration) {
        time = first
        range = (first / 5)...Swift.max(first / 5, max)
    }

    /// Takes in the first answer about a batch.
    mutating func note(isDone: Bool, acceptedAt: MonotonicInstant, now: MonotonicInstant) {
        if let movedAt, acceptedAt < movedAt { return }
        if isDone { done += 1 } else { early += 1 }
        let answers = done + early
        guard answers >= Self.answersMin else { return }
        if early * 4 > answers {
            move(by: 1.5, now: now)
        } else if early * 10 < answers {
            move(by: 0.85, now: now)
        } else {
            (done, early) = (0, 0)
        }
    }

    private mutating func move(by factor: Double, now: MonotonicInstant) {
        time = min(max(time * factor, range.lowerBound), range.upperBound)
        movedAt = now
        (done, early) = (0, 0)
    }
}
