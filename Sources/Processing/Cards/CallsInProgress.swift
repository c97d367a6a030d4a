// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Synchronization

/// The calls with an idempotency key that are running now (processing 2).
final class CallsInProgress: Sendable {
    private struct Key: Hashable {
        var directory: Int64
        var key: String
    }

    private let running = Mutex<Set<Key>>([])

    /// Runs `body` while no other call with the key of the directory does.
    ///
    /// - Throws: IDEMPOTENCY_KEY_ALREADY_IN_PROGRESS when one does.
    func run<Value>(_ key: String, _ directory: Int64, _ body: () throws -> Value) throws -> Value {
        let key = Key(directory: directory, key: key)
        guard running.withLock({ $0.insert(key).inserted }) else { throw ProcessingError.keyInProgress }
        defer { _ = running.withLock { $0.remove(key) } }
        return try body()
    }
}
