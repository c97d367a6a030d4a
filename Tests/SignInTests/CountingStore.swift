// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Store
import Synchronization

/// A store that counts what it is asked, so that a test can tell work without a clock.
final class CountingStore: DirectoryStore {
    private let inner: any DirectoryStore
    private let counts = Mutex((reads: 0, writes: 0))

    init(_ inner: any DirectoryStore) {
        self.inner = inner
    }

    /// What was asked since the last time.
    func take() -> [Int] {
        counts.withLock { counts in
            defer { counts = (0, 0) }
            return [counts.reads, counts.writes]
        }
    }

    func reserveConsumerIDs(_ count: Int) -> Range<Int64> { inner.reserveConsumerIDs(count) }
    func reserveCardIDs(_ count: Int) -> Range<Int64> { inner.reserveCardIDs(count) }
    func reserveStagedIDs(_ count: Int) -> Range<Int64> { inner.reserveStagedIDs(count) }
    func reserveReceiptIDs(_ count: Int) -> Range<Int64> { inner.reserveReceiptIDs(count) }
    func reserveProcessorIDs(_ count: Int) -> Range<Int64> { inner.reserveProcessorIDs(count) }
    func reserveRecognitionIDs(_ count: Int) -> Range<Int64> { inner.reserveRecognitionIDs(count) }
    func reserveSignInIDs(_ count: Int) -> Range<Int64> { inner.reserveSignInIDs(count) }
    func reserveCheckoutIDs(_ count: Int) -> Range<Int64> { inner.reserveCheckoutIDs(count) }

    func read<Value>(_ body: (any DirectoryReading) throws -> Value) throws -> Value {
        counts.withLock { $0.reads += 1 }
        return try inner.read(body)
    }

    func submit(
        _ job: @escaping @Sendable (any DirectoryWriting) throws -> Void,
        completion: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) {
        counts.withLock { $0.writes += 1 }
        inner.submit(job, completion: completion)
    }

    func close() { inner.close() }
}
