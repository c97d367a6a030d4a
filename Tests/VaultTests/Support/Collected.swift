// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Synchronization

/// Results from several threads.
final class Collected<Value: Sendable>: Sendable {
    private let results = Mutex<[Result<Value, any Error>]>([])

    func add(_ body: () throws -> Value) {
        let result = Result { try body() }
        results.withLock { $0.append(result) }
    }

    /// All values; throws the first error if there was one.
    func values() throws -> [Value] {
        try results.withLock { $0 }.map { try $0.get() }
    }
}
