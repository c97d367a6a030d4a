// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Foundation
import Synchronization
import Testing

@testable import RequestSigning

@Suite struct NonceStoreTests {
    private let start: Int64 = 1_795_000_000

    private func store(_ clock: ManualClock, capacity: Int? = nil, window: Int = 300) throws -> NonceStore {
        var settings = NonceStore.Settings()
        settings.capacity = capacity ?? settings.capacity
        settings.windowSeconds = window
        return try NonceStore(directory: nil, settings: settings, clock: clock)
    }

    @Test("A nonce is taken once for each consumer key, whatever timestamp it comes with")
    func once() throws {
        let store = try store(Fixture.clock())
        #expect(store.insert(consumerKey: "a", nonce: "n", timestamp: start) == .inserted)
        #expect(store.insert(consumerKey: "a", nonce: "n", timestamp: start) == .seen)
        #expect(store.insert(consumerKey: "a", nonce: "n", timestamp: start - 300) == .seen)
        #expect(store.insert(consumerKey: "a", nonce: "n", timestamp: start + 300) == .seen)
        #expect(store.insert(consumerKey: "b", nonce: "n", timestamp: start) == .inserted)
        #expect(store.insert(consumerKey: "a", nonce: "n2", timestamp: start) == .inserted)
        #expect(store.insert(consumerKey: "an", nonce: "", timestamp: start) == .inserted)
        #expect(store.count == 4)
    }

    @Test("An entry is kept while its timestamp is younger than two windows, and forgotten a minute later at most")
    func keptForTwoWindows() throws {
        for offset in [0, 17, 59, 299] as [Int64] {
            let clock = Fixture.clock(start + offset)
            let store = try store(clock)
            #expect(store.insert(consumerKey: "a", nonce: "n", timestamp: start) == .inserted)
            for step in 1..<120 {
                clock.set(Timestamp(seconds: start + offset + Int64(step) * 10))
                let age = offset + Int64(step) * 10
                let outcome = store.insert(consumerKey: "a", nonce: "n", timestamp: start + age)
                if age <= 600 { #expect(outcome == .seen, "age \(age)") }
                if age > 660 { #expect(outcome != .seen || age == 0, "age \(age)") }
                if outcome == .inserted { break }
                #expect(step < 119)
            }
        }
    }

    @Test("A timestamp whose nonces have been forgotten is never accepted, nor one beyond the window ahead")
    func outsideWindow() throws {
        let store = try store(Fixture.clock())
        #expect(store.insert(consumerKey: "a", nonce: "1", timestamp: start + 300) == .inserted)
        #expect(store.insert(consumerKey: "a", nonce: "2", timestamp: start + 301) == .outsideWindow)
        #expect(store.insert(consumerKey: "a", nonce: "3", timestamp: start - 600) == .inserted)
        #expect(store.insert(consumerKey: "a", nonce: "4", timestamp: start - 661) == .outsideWindow)
        #expect(store.insert(consumerKey: "a", nonce: "5", timestamp: 1) == .outsideWindow)
        #expect(store.insert(consumerKey: "a", nonce: "6", timestamp: .max) == .outsideWindow)
        #expect(store.insert(consumerKey: "a", nonce: "7", timestamp: .min) == .outsideWindow)
    }

    @Test("Whatever the clock and the order of requests, no nonce is accepted twice while its timestamp may pass")
    func neverTwice() throws {
        for seed in 1...10 as ClosedRange<UInt64> {
            let entropy = SeededEntropy(seed: seed)
            let clock = Fixture.clock()
            let store = try store(clock, window: 60)
            var accepted: Set<String> = []
            for _ in 0..<3000 {
                clock.advance(by: .seconds(Int64(entropy.word() % 4)))
                let timestamp = clock.now.seconds - 60 + Int64(entropy.word() % 121)
                // The nonce names the timestamp: the same request again.
                let nonce = "\(timestamp)-\(entropy.word() % 3)"
                let outcome = store.insert(consumerKey: "a", nonce: nonce, timestamp: timestamp)
                #expect(outcome == (accepted.insert(nonce).inserted ? .inserted : .seen), "seed \(seed)")
            }
        }
    }

    @Test("A full store refuses and forgets nothing; room returns when entries grow old")
    func full() throws {
        let clock = Fixture.clock()
        let store = try store(clock, capacity: 100)
        for index in 0..<100 {
            #expect(store.insert(consumerKey: "a", nonce: "\(index)", timestamp: start) == .inserted)
        }
        for index in 0..<100 {
            #expect(store.insert(consumerKey: "a", nonce: "x\(index)", timestamp: start) == .full)
            #expect(store.insert(consumerKey: "a", nonce: "\(index)", timestamp: start) == .seen)
        }
        clock.advance(by: .seconds(661))
        #expect(store.insert(consumerKey: "a", nonce: "x", timestamp: start + 661) == .inserted)
        #expect(store.count == 1)
    }

    @Test("A sharded store takes nearly all of its capacity before the first refusal, and never more")
    func shardedCapacity() throws {
        let capacity = 65_536
        let store = try store(Fixture.clock(), capacity: capacity)
        var firstRefusal: Int?
        for index in 0..<capacity + 5000 {
            let outcome = store.insert(consumerKey: "a", nonce: "\(index)", timestamp: start)
            if outcome == .full, firstRefusal == nil { firstRefusal = index }
        }
        #expect(try #require(firstRefusal) > capacity * 85 / 100)
        #expect(store.count <= capacity)
    }

    @Test("Of eight threads with the same nonce exactly one wins, every time")
    func race() throws {
        let store = try store(Fixture.clock())
        let wins = Mutex<[Int: Int]>([:])
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for round in 0..<500 {
                if store.insert(consumerKey: "a", nonce: "r\(round)", timestamp: start) == .inserted {
                    wins.withLock { $0[round, default: 0] += 1 }
                }
            }
        }
        let counts = wins.withLock { $0 }
        #expect(counts.count == 500)
        #expect(counts.values.allSatisfy { $0 == 1 })
    }

    @Test("Moving the clock back by more than a window refuses what lay before, and nothing counts as new twice")
    func clockSetBack() throws {
        let clock = Fixture.clock()
        let store = try store(clock)
        #expect(store.insert(consumerKey: "a", nonce: "n", timestamp: start) == .inserted)
        clock.advance(by: .seconds(5000))
        #expect(store.insert(consumerKey: "a", nonce: "m", timestamp: start + 5000) == .inserted)
        clock.set(Timestamp(seconds: start + 10))
        #expect(store.insert(consumerKey: "a", nonce: "n", timestamp: start) == .outsideWindow)
        #expect(store.insert(consumerKey: "a", nonce: "o", timestamp: start + 9) == .outsideWindow)
        #expect(store.insert(consumerKey: "a", nonce: "o", timestamp: start + 10) == .inserted)
        #expect(store.insert(consumerKey: "a", nonce: "o", timestamp: start + 10) == .seen)
    }

    @Test("A clock that steps back within the window loses nothing")
    func smallStepBack() throws {
        let clock = Fixture.clock()
        let store = try store(clock)
        #expect(store.insert(consumerKey: "a", nonce: "n", timestamp: start) == .inserted)
        clock.advance(by: .seconds(-200))
        #expect(store.insert(consumerKey: "a", nonce: "n", timestamp: start) == .seen)
        #expect(store.insert(consumerKey: "a", nonce: "m", timestamp: start - 200) == .inserted)
    }

    @Test("Reset forgets everything, for a sandbox whose clock is set")
    func reset() throws {
        let clock = Fixture.clock()
        let store = try store(clock)
        #expect(store.insert(consumerKey: "a", nonce: "n", timestamp: start) == .inserted)
        clock.set(Timestamp(seconds: 1_000_000_000))
        try store.reset()
        #expect(store.insert(consumerKey: "a", nonce: "n", timestamp: 999_999_900) == .inserted)
    }
}
