// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient

/// When the status of a batch is asked for (enrollment 8.6): after `first`, then at intervals that double up to `max`.
public struct PollPolicy: Sendable, Equatable {
    public var first: Duration
    public var max: Duration
    /// Whether the first question is put when batches are mostly done lately, which keeps questions few where answers
    /// come quickly.
    public var isAdaptive: Bool

    public init(first: Duration, max: Duration, isAdaptive: Bool = false) {
        self.first = first
        self.max = max
        self.isAdaptive = isAdaptive
    }

    /// For a network that is shared with others.
    public static let network = PollPolicy(first: .seconds(30), max: .seconds(15 * 60))
    /// For one on this machine.
    public static let local = PollPolicy(first: .milliseconds(50), max: .seconds(15), isAdaptive: true)

    /// How long a batch is waited for.
    static func patience(cardCount: Int) -> Duration {
        .seconds((cardCount > 100 ? 48 : 24) * 3600)
    }
}
