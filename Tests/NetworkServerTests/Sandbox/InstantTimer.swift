// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Synchronization

@testable import NetworkServer

/// A timer that waits for nothing and remembers what it was asked to wait.
final class InstantTimer: DelayTimer {
    private let waited = Mutex<[Duration]>([])

    var delays: [Duration] { waited.withLock { $0 } }

    func after(_ delay: Duration, _ work: @escaping @Sendable () -> Void) {
        waited.withLock { $0.append(delay) }
        work()
    }
}
