// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Synchronization
import Testing

@testable import Cryptography

@Suite struct ContextPoolTests {
    /// Counts what a pool makes and frees.
    final class Ledger: Sendable {
        let made = Atomic(0)
        let freed = Atomic(0)

        func pool(slotCount: Int) -> ContextPool {
            ContextPool(
                slotCount: slotCount,
                make: {
                    self.made.add(1, ordering: .relaxed)
                    return OpaquePointer(UnsafeMutablePointer<Int>.allocate(capacity: 1))
                },
                free: {
                    self.freed.add(1, ordering: .relaxed)
                    UnsafeMutablePointer<Int>($0).deallocate()
                })
        }
    }

    @Test("One thread gets one context again and again, and it is freed with the pool")
    func reuse() {
        let ledger = Ledger()
        do {
            let pool = ledger.pool(slotCount: 4)
            let first = pool.withContext { $0 }
            for _ in 0..<10 { #expect(pool.withContext { $0 } == first) }
            #expect(ledger.made.load(ordering: .relaxed) == 1)
            #expect(ledger.freed.load(ordering: .relaxed) == 0)
        }
        #expect(ledger.freed.load(ordering: .relaxed) == 1)
    }

    @Test(
        "A context in use is not given to anyone else, also when there are more users than slots", arguments: [1, 2, 8])
    func exclusive(_ slotCount: Int) {
        let ledger = Ledger()
        do {
            let pool = ledger.pool(slotCount: slotCount)
            for _ in 0..<3 {
                func nest(_ depth: Int, _ held: Set<OpaquePointer>) {
                    guard depth > 0 else { return }
                    pool.withContext { context in
                        #expect(!held.contains(context))
                        nest(depth - 1, held.union([context]))
                    }
                }
                nest(6, [])
            }
        }
        #expect(ledger.made.load(ordering: .relaxed) == ledger.freed.load(ordering: .relaxed))
    }

    @Test("Many threads never hold the same context at once")
    func threads() async {
        let ledger = Ledger()
        let pool = ledger.pool(slotCount: 2)
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<500).allSatisfy { round in
                        pool.withContext { context in
                            let mine = UnsafeMutablePointer<Int>(context)
                            mine.pointee = task * 1000 + round
                            return mine.pointee == task * 1000 + round
                        }
                    }
                }
            }
            for await alone in group { #expect(alone) }
        }
    }
}
