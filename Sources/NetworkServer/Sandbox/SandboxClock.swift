// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Synchronization

/// The clock of a sandbox: the real one, moved or frozen by hand. Everything that expires, falls due or is stamped
/// follows it, but for request signatures and nonces, which keep the real clock: clients sign with theirs, and a moved
/// sandbox must not lock them out (security 2.6). It is not kept: after a restart the time is the real one again.
final class SandboxClock: WallClock {
    private enum Setting {
        /// The real time and so many milliseconds.
        case running(offset: Int64)
        case frozen(Timestamp)
    }

    private let real: any WallClock
    private let setting = Mutex(Setting.running(offset: 0))

    init(over real: any WallClock) {
        self.real = real
    }

    var now: Timestamp { setting.withLock { now($0) } }

    var isFrozen: Bool {
        setting.withLock { if case .frozen = $0 { true } else { false } }
    }

    private func now(_ setting: Setting) -> Timestamp {
        switch setting {
        case .running(let offset): Timestamp(milliseconds: real.now.milliseconds + offset)
        case .frozen(let instant): instant
        }
    }

    /// Stands still, at the present instant when none is given.
    func freeze(at instant: Timestamp? = nil) {
        setting.withLock { $0 = .frozen(instant ?? now($0)) }
    }

    /// Is `instant` now, and goes on from there unless it stands still.
    func set(_ instant: Timestamp) {
        setting.withLock { setting in
            switch setting {
            case .running: setting = .running(offset: instant.milliseconds - real.now.milliseconds)
            case .frozen: setting = .frozen(instant)
            }
        }
    }

    /// Goes so much forward, in the same state.
    func advance(by duration: Duration) {
        setting.withLock { setting in
            switch setting {
            case .running(let offset):
                setting = .running(offset: Timestamp(milliseconds: offset).advanced(by: duration).milliseconds)
            case .frozen(let instant): setting = .frozen(instant.advanced(by: duration))
            }
        }
    }

    /// Is the real time again.
    func resume() {
        setting.withLock { $0 = .running(offset: 0) }
    }
}
