// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import Foundation
import HTTPService
import Synchronization
import Testing

@Suite struct WorkQueueTests {
    /// Holds the workers of a queue until it is opened.
    private final class Gate: Sendable {
        let entered = DispatchSemaphore(value: 0)
        let opened = DispatchSemaphore(value: 0)
    }

    @Test("Every item is worked on once, by several threads, and in batches no larger than asked for")
    func works() {
        let seen = Mutex<[Int]>([])
        let largest = Mutex(0)
        let queue = WorkQueue<Int>(name: "test", workers: 3, capacity: 10_000, batchMax: 16) { batch in
            largest.withLock { $0 = max($0, batch.count) }
            seen.withLock { $0 += batch }
        }
        for item in 0..<5000 { #expect(queue.submit(item)) }
        #expect(queue.stop(draining: .seconds(10)) == 0)
        #expect(seen.withLock { $0.sorted() } == Array(0..<5000))
        #expect((1...16).contains(largest.withLock { $0 }))
    }

    @Test("One worker keeps the order")
    func order() {
        let seen = Mutex<[Int]>([])
        let queue = WorkQueue<Int>(name: "test", workers: 1, capacity: 100, batchMax: 7) { batch in
            seen.withLock { $0 += batch }
        }
        for item in 0..<100 { #expect(queue.submit(item)) }
        _ = queue.stop(draining: .seconds(10))
        #expect(seen.withLock { $0 } == Array(0..<100))
    }

    @Test("A full queue refuses, a freed one takes again, and the metrics say so")
    func full() {
        let gate = Gate()
        let metrics = Metrics()
        let queue = WorkQueue<Int>(name: "seal", workers: 1, capacity: 2, metrics: metrics) { _ in
            gate.entered.signal()
            gate.opened.wait()
        }
        #expect(queue.submit(0))
        gate.entered.wait()
        #expect(queue.submit(1) && queue.submit(2))
        #expect(!queue.submit(3))
        #expect(queue.depth == 2)
        let text = String(decoding: metrics.render(), as: UTF8.self)
        #expect(text.contains("muster_queue_depth{queue=\"seal\"} 2\n"))
        #expect(text.contains("muster_queue_refusals_total{queue=\"seal\"} 1\n"))
        gate.opened.signal()
        gate.entered.wait()
        #expect(queue.submit(4))
        for _ in 0..<3 { gate.opened.signal() }
        #expect(queue.stop(draining: .seconds(10)) == 0)
        #expect(!queue.submit(5))
    }

    @Test("A stop that waits no longer drops what waits and says how much; the batch at work is finished")
    func stops() {
        let gate = Gate()
        let finished = Atomic(0)
        let queue = WorkQueue<Int>(name: "test", workers: 1, capacity: 10) { _ in
            gate.entered.signal()
            gate.opened.wait()
            finished.add(1, ordering: .relaxed)
        }
        for item in 0..<4 { #expect(queue.submit(item)) }
        gate.entered.wait()
        let opener = Thread { for _ in 0..<4 { gate.opened.signal() } }
        opener.start()
        // The deadline has passed already: nothing that waits is begun, except what the worker took before the stop.
        let dropped = queue.stop(draining: .zero)
        #expect(dropped + finished.load(ordering: .relaxed) == 4)
        #expect(finished.load(ordering: .relaxed) >= 1)
    }

    @Test("Each worker makes its own context once")
    func contexts() {
        let made = Atomic(0)
        let queue = WorkQueue<Int>(
            name: "test", workers: 4, capacity: 1000,
            makeWorker: {
                made.add(1, ordering: .relaxed)
                return { _ in }
            })
        for item in 0..<1000 { _ = queue.submit(item) }
        _ = queue.stop(draining: .seconds(10))
        #expect(made.load(ordering: .relaxed) == 4)
    }
}
