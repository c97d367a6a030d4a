// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// A reading of the machine's monotonic clock, for measuring how long something took. It has no calendar date.
public struct MonotonicInstant: Sendable, Hashable, Comparable {
    /// Nanoseconds since an arbitrary start (the boot of the machine).
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The present reading (about 20 ns).
    public static var now: MonotonicInstant {
        read(CLOCK_MONOTONIC)
    }

    /// The present reading, true to about 4 ms (about 5 ns): for deadlines.
    public static var coarse: MonotonicInstant {
        read(CLOCK_MONOTONIC_COARSE)
    }

    private static func read(_ clock: clockid_t) -> MonotonicInstant {
        var time = timespec()
        clock_gettime(clock, &time)
        return MonotonicInstant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// How much later this reading is than `earlier`.
    public func duration(since earlier: MonotonicInstant) -> Duration {
        .nanoseconds(nanoseconds - earlier.nanoseconds)
    }

    /// The reading, in nanoseconds, that the clock will give after `duration`.
    public func nanoseconds(after duration: Duration) -> Int64 {
        let parts = duration.components
        let whole = parts.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let sum = nanoseconds.addingReportingOverflow(whole.overflow ? .max : whole.partialValue)
        return sum.overflow ? .max : sum.partialValue &+ parts.attoseconds / 1_000_000_000
    }

    public static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}
