// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import Synchronization

/// A clock that stands still until a test moves it.
public final class ManualClock: WallClock {
    private let milliseconds: Atomic<Int64>

    /// Starts at `start`; 2026-11-20T12:00:00Z unless told otherwise.
    public init(_ start: Timestamp = Timestamp(seconds: 1_795_176_000)) {
        milliseconds = Atomic(start.milliseconds)
    }

    public var now: Timestamp {
        Timestamp(milliseconds: milliseconds.load(ordering: .sequentiallyConsistent))
    }

    /// Moves the clock forward (or back, when `duration` is negative).
    public func advance(by duration: Duration) {
        milliseconds.store(now.advanced(by: duration).milliseconds, ordering: .sequentiallyConsistent)
    }

    /// Sets the clock.
    public func set(_ instant: Timestamp) {
        milliseconds.store(instant.milliseconds, ordering: .sequentiallyConsistent)
    }
}
