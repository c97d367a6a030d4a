// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Directory
internal import Enrollment
internal import Store
internal import Synchronization

/// Fulfils operators' wishes for replays, which come through the settings of programs.
final class ReplayWishes: Sendable {
    private let callers: CallerDirectory
    private let store: any DirectoryStore
    private let delivery: NotificationDelivery
    private let clock: any WallClock
    private let log: Log
    /// The last wish of each directory that is known to be fulfilled: it need not be looked up again.
    private let known = Mutex<[Int64: NotificationReplay]>([:])

    init(
        callers: CallerDirectory, store: any DirectoryStore, delivery: NotificationDelivery, clock: any WallClock,
        log: Log
    ) {
        self.callers = callers
        self.store = store
        self.delivery = delivery
        self.clock = clock
        self.log = log
    }

    /// Looks whether there is a new wish; quick when there is none.
    func fulfil() {
        for program in callers.registry.programsByDirectory.values {
            guard let wish = program.settings.notificationReplay,
                known.withLock({ $0[program.directory] }) != wish
            else { continue }
            do {
                if try wish.fulfil(directory: program.directory, now: clock.now, in: store) {
                    log.info("notifications are told again", .int("directory", Int(program.directory)))
                    delivery.wake()
                }
                known.withLock { $0[program.directory] = wish }
            } catch {
                log.error("a replay of notifications could not be begun; it is tried again")
            }
        }
    }
}
