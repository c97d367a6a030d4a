// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc
internal import Synchronization

/// A row of counters, kept four times over so that threads seldom write to the same cache line. An addition is one
/// relaxed atomic instruction; a reading sums the copies.
final class ShardedCells: @unchecked Sendable {
    // Sendable: the pointer never changes and what it points to is atomic.
    private static let shardCount = 4
    private let stride: Int
    private let cells: UnsafeMutablePointer<Atomic<Int>>

    let count: Int

    init(count: Int) {
        self.count = count
        // Whole cache lines, so that two shards share none.
        stride = (count + 7) / 8 * 8
        let total = stride * ShardedCells.shardCount
        cells = .allocate(capacity: total)
        for index in 0..<total { (cells + index).initialize(to: Atomic(0)) }
    }

    deinit {
        cells.deinitialize(count: stride * ShardedCells.shardCount)
        cells.deallocate()
    }

    func add(_ amount: Int, at index: Int) {
        precondition(index >= 0 && index < count, "no such cell")
        // The address of the thread's own block tells threads apart; the multiplication spreads it over two bits.
        let shard = Int((UInt64(pthread_self()) &* 0x9E37_79B9_7F4A_7C15) >> 62)
        cells[shard * stride + index].wrappingAdd(amount, ordering: .relaxed)
    }

    func sum(at index: Int) -> Int {
        precondition(index >= 0 && index < count, "no such cell")
        var sum = 0
        for shard in 0..<ShardedCells.shardCount {
            sum &+= cells[shard * stride + index].load(ordering: .relaxed)
        }
        return sum
    }
}
