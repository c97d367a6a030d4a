// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Testing

@Suite struct NonceSequenceTests {
    @Test("Nonces of many threads and of two sequences never repeat")
    func unique() async {
        let sequences = [NonceSequence(), NonceSequence()]
        let perTask = 2_000
        var seen = Set<[UInt8]>()
        await withTaskGroup(of: [[UInt8]].self) { group in
            for task in 0..<8 {
                group.addTask { (0..<perTask).map { _ in sequences[task % 2].next12() } }
            }
            for await nonces in group { seen.formUnion(nonces) }
        }
        #expect(seen.count == 8 * perTask)
        #expect(seen.allSatisfy { $0.count == 12 })
    }

    @Test("On one thread the random part stays and the counter counts")
    func counts() {
        let sequence = NonceSequence()
        let first = sequence.next12()
        let second = sequence.next12()
        #expect(first[..<8] == second[..<8])
        #expect(Array(second[8...]) == [0, 0, 0, first[11] + 1])
    }

    @Test("Random bytes have the wanted number and differ")
    func random() {
        #expect(Random.bytes(0).isEmpty)
        #expect(Random.bytes(33).count == 33)
        #expect(Random.bytes(16) != Random.bytes(16))
    }
}
