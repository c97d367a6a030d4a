// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Testing

@testable import RequestSigning

@Suite struct NonceTableTests {
    @Test("The table answers as a dictionary of tag and minute does, over growth, sweeps and repetitions")
    func agreesWithModel() {
        for seed in 1...6 as ClosedRange<UInt64> {
            let entropy = SeededEntropy(seed: seed)
            var table = NonceTable(capacity: 3000)
            var model: [UInt64: Int] = [:]
            var floor = 1000
            for _ in 0..<4000 {
                let word = entropy.word()
                // Few different tags, so that they repeat; some share their slot, being equal in all high bits.
                let few = word % 3 == 0 ? (word >> 32) << 52 | 1 : word & 0xFF00_0000_0000_00FF
                let tag = word >> 40 % 2 == 0 ? word : few
                if word % 97 == 0 {
                    floor += Int(word >> 8 % 3)
                    model = model.filter { $0.value >= floor }
                }
                let minute = floor - 2 + Int(word >> 16 % 20) % 18
                let expected: NonceTable.Insertion =
                    minute < floor
                    ? .tooOld : model[max(tag, 1)] != nil ? .seen : model.count >= 3000 ? .full : .inserted
                #expect(table.insert(tag, minute: minute, floor: floor) == expected, "seed \(seed)")
                if expected == .inserted { model[max(tag, 1)] = minute }
                #expect(table.count == model.count)
            }
        }
    }

    @Test("A full table refuses new tags, still knows the old ones, and takes new ones once a minute has passed out")
    func full() {
        var table = NonceTable(capacity: 2)
        #expect(table.insert(10, minute: 5, floor: 5) == .inserted)
        #expect(table.insert(11, minute: 6, floor: 5) == .inserted)
        #expect(table.insert(12, minute: 7, floor: 5) == .full)
        #expect(table.insert(10, minute: 7, floor: 5) == .seen)
        #expect(table.insert(12, minute: 7, floor: 6) == .inserted)
        #expect(table.insert(13, minute: 7, floor: 6) == .full)
        #expect(table.insert(11, minute: 7, floor: 6) == .seen)
    }

    @Test("A tag of zero is an entry like any other")
    func zero() {
        var table = NonceTable(capacity: 10)
        #expect(table.insert(0, minute: 5, floor: 5) == .inserted)
        #expect(table.insert(0, minute: 5, floor: 5) == .seen)
        #expect(table.count == 1)
    }

    @Test("Sweeping far ahead forgets everything, and what is before the floor is refused for good")
    func farSweep() {
        var table = NonceTable(capacity: 10)
        #expect(table.insert(10, minute: 300, floor: 300) == .inserted)
        #expect(table.insert(10, minute: 556, floor: 556) == .inserted)
        #expect(table.insert(10, minute: 555, floor: 300) == .tooOld)
        #expect(table.insert(11, minute: 1_000_000, floor: 1_000_000) == .inserted)
        #expect(table.count == 1)
    }

    @Test("Entries are kept to the end of their minute and not longer, whatever the low byte of the minutes")
    func sweepEdges() {
        for start in [0, 200, 255, 256, 1000] {
            var table = NonceTable(capacity: 100)
            for minute in start..<(start + 16) {
                #expect(table.insert(UInt64(minute + 1) << 40, minute: minute, floor: start) == .inserted)
            }
            for floor in start..<(start + 16) {
                #expect(table.insert(UInt64(floor + 1) << 40, minute: floor, floor: floor) == .seen)
                #expect(table.count == start + 16 - floor)
            }
        }
    }
}
