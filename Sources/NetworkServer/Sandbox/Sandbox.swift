// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient

/// What a sandbox has and production has not: the world around the server under control (enrollment 18.2).
struct Sandbox: Sendable {
    let clock: SandboxClock
    let faults: FaultList
    let journal = Journal()
    let passkeys = PasskeyList()
    let refused: RefusedSignature
    let timer: any DelayTimer

    /// - Parameter clock: the real one, which signatures are checked by.
    init(clock: any WallClock, entropy: any EntropySource, timer: any DelayTimer) {
        self.clock = SandboxClock(over: clock)
        self.timer = timer
        faults = FaultList(entropy: entropy)
        refused = RefusedSignature(clock: clock)
    }
}
