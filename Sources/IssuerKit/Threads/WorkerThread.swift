// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// A thread of our own, for work that blocks: such work must not take a thread away from Swift's pool.
final class WorkerThread: @unchecked Sendable {
    // Unchecked: the handle is written before anybody else can see the object, and read by the one who joins.
    private var handle = pthread_t()

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Starts a thread. Nil when the system gives none.
    init?(_ run: @escaping @Sendable () -> Void) {
        let body = Unmanaged.passRetained(Body(run))
        let code = pthread_create(
            &handle, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        guard code == 0 else {
            body.release()
            return nil
        }
    }

    /// Waits until the thread has ended. To be called once.
    func join() {
        pthread_join(handle, nil)
    }
}
