// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Synchronization

/// Asks an enrollment to stop soon: what is being sent is waited for, nothing more is begun.
public final class StopSignal: Sendable {
    private let flag = Atomic<Bool>(false)

    public init() {}

    /// May be called from anywhere, a signal handler included.
    public func raise() {
        flag.store(true, ordering: .relaxed)
    }

    public var isRaised: Bool { flag.load(ordering: .relaxed) }
}
