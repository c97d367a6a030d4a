// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Dispatch
import Store
import StoreSQLite
import Testing

@testable import Enrollment

@Suite("Outbox: the delivery of notifications")
struct NotificationDeliveryTests {
    @Test("What was kept goes out, once, when it is due, and is marked")
    func delivers() throws {
        let outbox = try Outbox()
        try outbox.keep([(1, "a1"), (1, "a2"), (2, "b1")])
        outbox.delivery.runDue()
        #expect(outbox.endpoints.words().sorted() == ["a1", "a2", "b1"])
        #expect(try outbox.counts() == NotificationCounts(pending: 0, parked: 0))
        outbox.delivery.runDue()
        outbox.clock.advance(by: .seconds(86_400))
        outbox.delivery.runDue()
        #expect(outbox.endpoints.attempts.count == 3, "once each")
        #expect(outbox.delivery.currentProgress.delivered == 3)
    }

    @Test("It is told of what is kept, and then waits for nobody")
    func woken() throws {
        let outbox = try Outbox()
        outbox.delivery.runDue()
        try outbox.keep([(1, "a")])
        outbox.delivery.wake()
        outbox.delivery.runDue()
        #expect(outbox.endpoints.words() == ["a"])
    }

    @Test("It is tried after 0, 1, 6, 21, 81, 441, 801, 1161 and 1440 minutes, no earlier, and then parked")
    func backOff() throws {
        let outbox = try Outbox()
        let start = outbox.clock.now
        outbox.endpoints.answer(.failed)
        try outbox.keep([(1, "a1"), (1, "a2")])
        for minute in 0..<1440 {
            outbox.delivery.runDue()
            if minute == 0 || minute == 440 {
                // A second before the next attempt nothing happens.
                let before = outbox.endpoints.attempts.count
                outbox.clock.advance(by: .seconds(59))
                outbox.delivery.runDue()
                #expect(outbox.endpoints.attempts.count == before)
                outbox.clock.advance(by: .seconds(1))
            } else {
                outbox.clock.advance(by: .seconds(60))
            }
        }
        let minutes = { outbox.endpoints.attempts.map { ($0.at.seconds - start.seconds) / 60 } }
        #expect(minutes() == [0, 1, 6, 21, 81, 441, 801, 1161])
        #expect(try outbox.counts() == NotificationCounts(pending: 2, parked: 0))
        outbox.delivery.runDue()
        // After the pause of an endpoint that goes on failing, the next of the token has its turn.
        outbox.clock.advance(by: .seconds(60))
        outbox.endpoints.answer(.acknowledged)
        outbox.delivery.runDue()
        #expect(minutes()[8] == 1440)
        #expect(outbox.endpoints.words(1, .failed).filter { $0 == "a1" }.count == 9)
        #expect(try outbox.counts() == NotificationCounts(pending: 0, parked: 1))
        #expect(outbox.endpoints.words().contains("a2"), "parked lets the next one of its token go on")
        #expect(outbox.reported.contains(.parked(1)))
        #expect(outbox.delivery.currentProgress.parked == 1)
    }

    @Test("One that fails holds up its own token alone")
    func ordered() throws {
        let outbox = try Outbox()
        outbox.endpoints.answer(.failed)
        try outbox.keep([(1, "a1"), (1, "a2"), (1, "a3")])
        outbox.delivery.runDue()
        #expect(outbox.endpoints.attempts.map(\.word) == ["a1"])
        outbox.endpoints.answer(.acknowledged)
        try outbox.keep([(2, "b1"), (2, "b2")])
        outbox.delivery.runDue()
        #expect(outbox.endpoints.words() == ["b1", "b2"])
        outbox.clock.advance(by: .seconds(60))
        outbox.delivery.runDue()
        #expect(outbox.endpoints.words() == ["b1", "b2", "a1", "a2", "a3"])
    }

    @Test("An endpoint that is down for 24 hours gets everything afterwards, in order for each token")
    func outage() throws {
        let outbox = try Outbox()
        outbox.endpoints.answer(.failed)
        var wanted: [Int64: [String]] = [:]
        for quarter in 0..<96 {
            let subject = Int64(quarter % 12)
            let words = ["\(quarter)-TAR", "\(quarter)-TCN"]
            try outbox.keep(words.map { (subject, $0) })
            wanted[subject, default: []] += words
            outbox.delivery.runDue()
            outbox.clock.advance(by: .seconds(900))
        }
        #expect(try outbox.counts() == NotificationCounts(pending: 192, parked: 0))
        #expect(outbox.endpoints.words().isEmpty)
        outbox.endpoints.answer(.acknowledged)
        // The longest back-off is six hours.
        for _ in 0...24 {
            outbox.delivery.runDue()
            outbox.clock.advance(by: .seconds(900))
        }
        let got = outbox.endpoints.words()
        #expect(got.count == 192 && Set(got).count == 192)
        for (subject, words) in wanted {
            #expect(got.filter { word in words.contains(word) } == words, "subject \(subject)")
        }
        #expect(try outbox.counts() == NotificationCounts(pending: 0, parked: 0))
    }

    @Test("An issuer whose endpoint hangs holds up no other issuer, and has few of its own on their way")
    func isolation() throws {
        let outbox = try Outbox()
        let gate = outbox.endpoints.hang(directory: 2)
        try outbox.keep((0..<100).map { (1000 + $0, "x\($0)") }, directory: 2)
        outbox.delivery.wake()
        try outbox.keep((0..<100).map { ($0, "a\($0)") })
        outbox.delivery.wake()
        let end = ContinuousClock.now + .seconds(20)
        while outbox.endpoints.words(1).count < 100 || outbox.endpoints.inFlightMax(2) < 4, ContinuousClock.now < end {
            outbox.delivery.wake()
        }
        #expect(outbox.endpoints.words(1).count == 100, "the other issuer has everything")
        #expect(outbox.endpoints.words(2).isEmpty)
        #expect(outbox.endpoints.inFlightMax(2) == 4)
        for _ in 0..<100 { gate.signal() }
        outbox.delivery.runDue()
        #expect(outbox.endpoints.words(2).count == 100)
        #expect(outbox.endpoints.inFlightMax(1) <= 4 && outbox.endpoints.inFlightMax(2) == 4)
    }

    @Test("An endpoint that goes on failing is left alone for a minute, then probed with one")
    func pause() throws {
        let outbox = try Outbox()
        outbox.endpoints.answer(.failed)
        try outbox.keep((0..<100).map { ($0, "a\($0)") })
        outbox.delivery.runDue()
        let first = outbox.endpoints.attempts.count
        #expect((5...8).contains(first), "\(first)")
        outbox.delivery.runDue()
        #expect(outbox.endpoints.attempts.count == first)
        outbox.clock.advance(by: .seconds(60))
        outbox.delivery.runDue()
        #expect(outbox.endpoints.attempts.count == first + 1)
        outbox.endpoints.answer(.acknowledged)
        outbox.clock.advance(by: .seconds(300))
        outbox.delivery.runDue()
        #expect(outbox.endpoints.words().count == 100)
    }

    @Test("A replay sends again what was delivered since a time, with the same ids, and what was parked")
    func replay() throws {
        let outbox = try Outbox()
        try outbox.keep([(1, "old")])
        outbox.delivery.runDue()
        outbox.clock.advance(by: .seconds(3600))
        let since = outbox.clock.now
        try outbox.keep([(1, "a1"), (1, "a2")])
        outbox.delivery.runDue()
        let ids = Dictionary(uniqueKeysWithValues: outbox.endpoints.attempts.map { ($0.word, $0.eventId) })
        #expect(Set(ids.values).count == 3 && !ids.values.contains(""))
        outbox.clock.advance(by: .seconds(2 * 86_400))
        let now = outbox.clock.now
        #expect(try outbox.store.write { try $0.replayNotifications(directory: 1, since: since, now: now) } == 2)
        // It has its 24 hours anew.
        outbox.endpoints.answer(.failed)
        outbox.delivery.runDue()
        #expect(try outbox.counts() == NotificationCounts(pending: 2, parked: 0))
        outbox.endpoints.answer(.acknowledged)
        outbox.clock.advance(by: .seconds(60))
        outbox.delivery.runDue()
        #expect(outbox.endpoints.words() == ["old", "a1", "a2", "a1", "a2"])
        for attempt in outbox.endpoints.attempts { #expect(attempt.eventId == ids[attempt.word]) }
    }

    @Test("A restart goes on where it was")
    func restart() throws {
        let outbox = try Outbox()
        outbox.endpoints.answer(.failed)
        try outbox.keep([(1, "a1"), (1, "a2"), (2, "b1")])
        outbox.delivery.runDue()
        try outbox.restart()
        outbox.delivery.runDue()
        #expect(outbox.endpoints.attempts.count == 2, "back-off outlives the restart")
        outbox.endpoints.answer(.acknowledged)
        outbox.clock.advance(by: .seconds(60))
        outbox.delivery.runDue()
        #expect(outbox.endpoints.words().sorted() == ["a1", "a2", "b1"])
        #expect(outbox.endpoints.words().filter { $0.hasPrefix("a") } == ["a1", "a2"])
        #expect(try outbox.rows().map(\.attempts).sorted() == [1, 2, 2])
    }

    @Test("A crash after the acknowledgement and before it is written sends the event again, with its id")
    func atLeastOnce() throws {
        let outbox = try Outbox()
        let gate = outbox.endpoints.hang(directory: 1)
        try outbox.keep([(1, "a1"), (1, "a2")])
        outbox.delivery.wake()
        while outbox.endpoints.inFlightMax(1) == 0 {}
        // The store takes no more: what is on its way is acknowledged, and cannot be marked.
        outbox.store.close()
        gate.signal()
        try outbox.restart()
        for _ in 0..<9 { gate.signal() }
        outbox.delivery.runDue()
        #expect(outbox.endpoints.words() == ["a1", "a1", "a2"])
        #expect(outbox.endpoints.attempts[0].eventId == outbox.endpoints.attempts[1].eventId)
        #expect(outbox.reported.contains(.storeFailed))
    }

    @Test("Without an endpoint nothing is tried, and nothing is lost")
    func noEndpoint() throws {
        let outbox = try Outbox()
        outbox.endpoints.answer(.noEndpoint)
        try outbox.keep([(1, "a1")])
        try outbox.keep([(7, "other")], directory: 9)
        outbox.delivery.wake()
        while outbox.endpoints.attempts.isEmpty {}
        outbox.endpoints.answer(.acknowledged)
        outbox.clock.advance(by: .seconds(3 * 86_400))
        outbox.delivery.runDue()
        #expect(outbox.endpoints.words() == ["a1"])
        #expect(try outbox.counts(9) == NotificationCounts(pending: 1, parked: 0), "its issuer has no endpoint")
        #expect(try outbox.rows().map(\.attempts) == [1])
    }

    @Test("What was delivered is deleted after 7 days; what is parked stays")
    func retention() throws {
        let outbox = try Outbox()
        try outbox.keep([(1, "a1")])
        outbox.delivery.runDue()
        outbox.clock.advance(by: .seconds(7 * 86_400 - 600))
        outbox.delivery.runDue()
        #expect(try outbox.rows().count == 1)
        outbox.clock.advance(by: .seconds(601))
        outbox.delivery.runDue()
        #expect(try outbox.rows().isEmpty)
    }
}
