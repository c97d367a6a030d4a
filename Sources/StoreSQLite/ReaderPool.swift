// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite
internal import Store
internal import Synchronization

/// Read connections, each used by one thread at a time and kept for the next one.
final class ReaderPool<Reader>: Sendable {
    private struct Idle: @unchecked Sendable {
        // A reader is handed to one thread at a time; the mutex orders the hand-over.
        var readers: [Reader] = []
    }

    private let idle = Mutex(Idle())
    private let idleMax: Int
    private let open: @Sendable () throws -> Reader

    init(idleMax: Int = 8, open: @escaping @Sendable () throws -> Reader) {
        self.idleMax = idleMax
        self.open = open
    }

    /// Lends a reader to `body`.
    func with<Value>(_ body: (Reader) throws -> Value) throws -> Value {
        let reader =
            try idle.withLock { Idle(readers: $0.readers.popLast().map { [$0] } ?? []) }.readers.first ?? open()
        defer { put(Idle(readers: [reader])) }
        return try body(reader)
    }

    private func put(_ returned: Idle) {
        idle.withLock { idle in
            if idle.readers.count < idleMax { idle.readers += returned.readers }
        }
    }
}
