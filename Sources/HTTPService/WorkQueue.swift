// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// A bounded queue with its own threads, for work that must not hold up an I/O thread. Work is handed over in batches:
/// a worker takes what waits, up to a bound, and is woken only when it sleeps.
public final class WorkQueue<Item: Sendable>: @unchecked Sendable {
    // Sendable: everything that changes is touched under the monitor's lock.
    private let monitor = Monitor()
    private let capacity: Int
    private let batchMax: Int
    private var ring: [(item: Item, since: MonotonicInstant)?]
    private var first = 0
    private var count = 0
    private var busy = 0
    private var sleepers = 0
    private var isStopped = false
    private var threads: [SystemThread] = []
    private let waits: Histogram?
    private let refusals: Counter?

    /// Starts `workers` threads (1 to 64). Each calls `makeWorker` once, and what that returns for every batch of 1 to
    /// `batchMax` items; so a worker can keep contexts of its own. At most `capacity` items wait.
    public init(
        name: StaticString, workers: Int, capacity: Int, batchMax: Int = 1, metrics: Metrics? = nil,
        makeWorker: @escaping @Sendable () -> ([Item]) -> Void
    ) {
        precondition((1...64).contains(workers) && capacity > 0 && batchMax > 0, "a queue has workers and room")
        self.capacity = capacity
        self.batchMax = batchMax
        ring = Array(repeating: nil, count: capacity)
        let label = MetricLabel("queue", name)
        waits = metrics?.histogram("muster_queue_wait_seconds", "From submission to the hand-over to a worker.", label)
        refusals = metrics?.counter("muster_queue_refusals_total", "Items that found the queue full or stopped.", label)
        metrics?.gauge("muster_queue_depth", "Items that wait.", label) { [weak self] in self?.depth ?? 0 }
        for number in 1...workers {
            let thread = SystemThread(name: name.description + "-" + String(number)) { [weak self] in
                let work = makeWorker()
                while let batch = self?.next() {
                    work(batch)
                    self?.batchEnded()
                }
            }
            if let thread { threads.append(thread) }
        }
        precondition(!threads.isEmpty, "the system gives no thread")
    }

    /// The same, for work without contexts of its own.
    public convenience init(
        name: StaticString, workers: Int, capacity: Int, batchMax: Int = 1, metrics: Metrics? = nil,
        work: @escaping @Sendable ([Item]) -> Void
    ) {
        self.init(name: name, workers: workers, capacity: capacity, batchMax: batchMax, metrics: metrics) { work }
    }

    /// How many items wait.
    public var depth: Int {
        monitor.withLock { count }
    }

    /// Queues an item; false when the queue is full or stopped, and the caller answers 429 or 503.
    public func submit(_ item: Item) -> Bool {
        let now = MonotonicInstant.now
        let isTaken = monitor.withLock {
            guard count < capacity, !isStopped else { return false }
            ring[(first + count) % capacity] = (item, now)
            count += 1
            if sleepers > 0 { monitor.wakeOne() }
            return true
        }
        if !isTaken { refusals?.add() }
        return isTaken
    }

    /// Takes no more items, waits up to `draining` for those that wait or are worked on, and ends the threads. Items
    /// that are left are dropped: their number. A worker in the middle of a batch is waited for.
    public func stop(draining: Duration) -> Int {
        let deadline = MonotonicInstant.now.nanoseconds(after: draining)
        let (dropped, ending) = monitor.withLock { () -> ([Item], [SystemThread]) in
            isStopped = true
            monitor.wakeAll()
            while count > 0 || busy > 0 {
                if !monitor.wait(until: deadline) { break }
            }
            let left = takeBatch(count)
            monitor.wakeAll()
            let ending = threads
            threads = []
            return (left, ending)
        }
        for thread in ending { thread.join() }
        return dropped.count
    }

    /// Waits for work: nil when there is no more.
    private func next() -> [Item]? {
        monitor.withLock {
            while count == 0 {
                if isStopped { return nil }
                sleepers += 1
                monitor.wait()
                sleepers -= 1
            }
            busy += 1
            return takeBatch(min(count, batchMax))
        }
    }

    private func batchEnded() {
        monitor.withLock {
            busy -= 1
            if isStopped { monitor.wakeAll() }
        }
    }

    private func takeBatch(_ size: Int) -> [Item] {
        let now = MonotonicInstant.now
        var batch: [Item] = []
        batch.reserveCapacity(size)
        for _ in 0..<size {
            if let (item, since) = ring[first] {
                batch.append(item)
                waits?.observe(now.duration(since: since))
            }
            ring[first] = nil
            first = (first + 1) % capacity
        }
        count -= size
        return batch
    }
}
