// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

#if canImport(Glibc)
    internal import Glibc
#endif

/// Tells the time of day. Everything that expires, falls due or is stamped asks one of these, so that a test
/// (and, in sandbox mode, a user) decides what time it is.
public protocol WallClock: Sendable {
    /// The present instant.
    var now: Timestamp { get }
}

/// The machine's own clock.
public struct SystemClock: WallClock {
    public init() {}

    public var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
