// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Synchronization

/// A number that only grows. An addition costs about 5 ns and takes no lock.
public struct Counter: Sendable {
    let cells: ShardedCells
    let index: Int

    public func add(_ amount: Int = 1) {
        cells.add(amount, at: index)
    }

    public var value: Int {
        cells.sum(at: index)
    }
}

/// Counters of one name that differ by their labels; a row is picked by its position in the list that was registered.
public struct CounterTable: Sendable {
    let cells: ShardedCells

    public func add(_ amount: Int = 1, row: Int) {
        cells.add(amount, at: row)
    }

    public func value(row: Int) -> Int {
        cells.sum(at: row)
    }
}

/// A number that goes up and down.
public final class Gauge: Sendable {
    private let current = Atomic(0)

    init() {}

    public func set(_ value: Int) {
        current.store(value, ordering: .relaxed)
    }

    public func add(_ amount: Int) {
        current.wrappingAdd(amount, ordering: .relaxed)
    }

    public var value: Int {
        current.load(ordering: .relaxed)
    }
}

/// Durations of one name, counted in buckets; a row is picked by its position in the list that was registered.
public struct HistogramTable: Sendable {
    /// Upper bounds of the buckets: 100 µs to 10 s, in steps of about 2.5.
    public static let durationBounds: [Duration] = [
        .microseconds(100), .microseconds(250), .microseconds(500), .milliseconds(1), .microseconds(2500),
        .milliseconds(5), .milliseconds(10), .milliseconds(25), .milliseconds(50), .milliseconds(100),
        .milliseconds(250), .milliseconds(500), .seconds(1), .milliseconds(2500), .seconds(5), .seconds(10),
    ]

    /// Nanoseconds; ascending.
    let bounds: [Int]
    /// A row is a cell for each bound, one for what lies beyond, and one for the sum in nanoseconds.
    let cells: ShardedCells

    var width: Int { bounds.count + 2 }

    /// Counts one duration (about 15 ns).
    public func observe(_ duration: Duration, row: Int) {
        let parts = duration.components
        let nanoseconds = parts.seconds &* 1_000_000_000 &+ parts.attoseconds / 1_000_000_000
        observe(nanoseconds: Int(clamping: nanoseconds), row: row)
    }

    /// Counts one duration given in nanoseconds.
    public func observe(nanoseconds: Int, row: Int) {
        var bucket = 0
        while bucket < bounds.count, nanoseconds > bounds[bucket] { bucket += 1 }
        cells.add(1, at: row * width + bucket)
        cells.add(nanoseconds, at: row * width + bounds.count + 1)
    }

    /// How many durations were counted.
    public func count(row: Int) -> Int {
        (0...bounds.count).reduce(0) { $0 + cells.sum(at: row * width + $1) }
    }
}

/// Durations of one name and one set of labels.
public struct Histogram: Sendable {
    let table: HistogramTable

    public func observe(_ duration: Duration) {
        table.observe(duration, row: 0)
    }

    public var count: Int {
        table.count(row: 0)
    }
}
