// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Dispatch

/// Does something later without a thread that waits.
protocol DelayTimer: Sendable {
    func after(_ delay: Duration, _ work: @escaping @Sendable () -> Void)
}

/// The system's timer.
struct SystemDelayTimer: DelayTimer {
    private static let queue = DispatchQueue(label: "sandbox-delays")

    func after(_ delay: Duration, _ work: @escaping @Sendable () -> Void) {
        let milliseconds = Int(delay / .milliseconds(1))
        Self.queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds), execute: work)
    }
}
