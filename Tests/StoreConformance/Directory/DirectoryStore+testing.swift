// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Dispatch
internal import Store

typealias DirectoryJob = @Sendable (any DirectoryWriting) throws -> Void

/// What a job of a test throws on purpose.
struct Refusal: Error, Equatable {
    var reason = "on purpose"
}

extension DirectoryStore {
    /// Submits jobs while the writer is held up, so that they are all ready when it goes on, and gives their results.
    func together(_ jobs: [DirectoryJob]) throws -> [Result<Void, any Error>] {
        let gate = DispatchSemaphore(value: 0)
        let done = DispatchSemaphore(value: 0)
        let results = Collected<Result<Void, any Error>>()
        // A job may run again, so the gate stays open.
        submit(
            { _ in
                gate.wait()
                gate.signal()
            }, completion: { _ in done.signal() })
        for (index, job) in jobs.enumerated() {
            submit(job) { result in
                results.append(result, at: index)
                done.signal()
            }
        }
        gate.signal()
        for _ in 0...jobs.count { done.wait() }
        return results.inOrder
    }

    /// Runs one job that must succeed.
    func apply(_ job: @escaping DirectoryJob) throws {
        try write { try job($0) }
    }

    func counts(_ directory: Int64 = 1) throws -> [Int] {
        let counts = try read { try $0.counts(directory: directory) }
        return [counts.consumers, counts.cards, counts.tokens]
    }
}

extension Result {
    var isSuccess: Bool { (try? get()) != nil }
}

/// Runs `body` on an empty directory store, closes and reopens the store, and runs `again` on it.
func withDirectory(
    _ fixture: any StoreFixture, _ body: (any DirectoryStore) throws -> Void,
    afterReopening again: (any DirectoryStore) throws -> Void = { _ in }
) throws {
    let store = try fixture.openDirectory()
    try body(store)
    store.close()
    let reopened = try fixture.openDirectory()
    try again(reopened)
    reopened.close()
}
