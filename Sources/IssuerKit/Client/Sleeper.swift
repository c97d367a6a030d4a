// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// Waits. A test gives one that does not.
public protocol Sleeper: Sendable {
    /// Returns after `duration`.
    func sleep(for duration: Duration)
}

/// Blocks the calling thread.
public struct ThreadSleeper: Sleeper {
    public init() {}

    public func sleep(for duration: Duration) {
        guard duration > .zero else { return }
        let parts = duration.components
        var rest = timespec(tv_sec: Int(parts.seconds), tv_nsec: Int(parts.attoseconds / 1_000_000_000))
        withUnsafeMutablePointer(to: &rest) { rest in
            while nanosleep(rest, rest) != 0 && errno == EINTR {}
        }
    }
}
