// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Dispatch
internal import Foundation
internal import Synchronization

/// Runs `body` on `count` threads that start together, waits for all, and gives what they returned in their order.
func inParallel<Value: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Value) throws -> [Value] {
    let results = Collected<Result<Value, any Error>>()
    let (ready, start, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    for index in 0..<count {
        let thread = Thread {
            ready.signal()
            start.wait()
            results.append(Result { try body(index) }, at: index)
            done.signal()
        }
        thread.start()
    }
    for _ in 0..<count { ready.wait() }
    for _ in 0..<count { start.signal() }
    for _ in 0..<count { done.wait() }
    return try results.inOrder.map { try $0.get() }
}

/// Values that come from several threads.
final class Collected<Value: Sendable>: Sendable {
    private let values = Mutex<[(Int, Value)]>([])

    func append(_ value: Value, at index: Int) {
        values.withLock { $0.append((index, value)) }
    }

    var count: Int { values.withLock { $0.count } }

    /// The values by ascending index.
    var inOrder: [Value] {
        values.withLock { $0.sorted { $0.0 < $1.0 }.map(\.1) }
    }

    /// The values in the order in which they came.
    var asTheyCame: [Value] {
        values.withLock { $0.map(\.1) }
    }
}
