// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#endif

/// Carries a job's value from the writer's thread to the thread that waits for it.
final class Outcome<Value: Sendable>: @unchecked Sendable {
    // The value is written by the job and read after `finish`, both ordered by the semaphore.
    var value: Value?
    private var result: Result<Void, any Error> = .success(())
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func finish(_ result: Result<Void, any Error>) {
        self.result = result
        sem_post(semaphore)
    }

    func wait() throws -> Value {
        while sem_wait(semaphore) != 0 {}
        try result.get()
        guard let value else { throw StoreError(.closed, "the job did not run") }
        return value
    }
}
