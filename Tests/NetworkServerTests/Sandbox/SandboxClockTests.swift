// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Testing
import WireJSON

@testable import NetworkServer

@Suite("sandbox: the clock") struct SandboxClockTests {
    @Test("it runs with the real clock, stands still when frozen, and takes steps in both states")
    func states() {
        let real = ManualClock(Timestamp(seconds: 1000))
        let clock = SandboxClock(over: real)
        real.advance(by: .seconds(1))
        #expect(clock.now == Timestamp(seconds: 1001) && !clock.isFrozen)
        clock.advance(by: .seconds(60))
        #expect(clock.now == Timestamp(seconds: 1061))
        clock.freeze()
        real.advance(by: .seconds(5))
        #expect(clock.now == Timestamp(seconds: 1061) && clock.isFrozen)
        clock.advance(by: .seconds(1))
        clock.set(clock.now.advanced(by: .seconds(1)))
        #expect(clock.now == Timestamp(seconds: 1063))
        clock.resume()
        #expect(clock.now == real.now && !clock.isFrozen)
        clock.set(Timestamp(seconds: 5000))
        real.advance(by: .seconds(2))
        #expect(clock.now == Timestamp(seconds: 5002))
    }

    @Test("an instant is read as answers write it, and nothing else is")
    func instants() {
        for text in ["2026-11-20T12:00:00.000Z", "2028-02-29T23:59:59.999Z", "2000-01-01T00:00:00.000Z"] {
            #expect(Timestamp(iso8601: text)?.iso8601 == text)
        }
        #expect(Timestamp(iso8601: "2026-11-20T12:00:00Z") == Timestamp(seconds: 1_795_176_000))
        for text in [
            "", "2026-11-20", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-20T24:00:00Z",
            "2026-11-20T12:00:60Z", "2026-11-20 12:00:00Z", "2026-11-20T12:00:00+01", "1999-01-01T00:00:00Z",
        ] {
            #expect(Timestamp(iso8601: text) == nil, "\(text)")
        }
    }

    @Test("a delayed record is IN_PROGRESS for 60 s and final when the call that advances the clock returns")
    func delayed() throws {
        let server = try RunningServer()
        let plaintext = RunningServer.plaintext("bob", phone: "0101", card: "c-2", pan: "5204500000000077")
        let accepted = try server.submit("b-1", plaintext, as: server.a)
        let batch = try #require(accepted.json?["batchId"]?.string)
        #expect(try server.admin("POST", "clock/advance", #"{"seconds":59}"#).status == 200)
        #expect(try server.status(batch, as: server.a).json?["batchStatus"]?.string == "IN_PROGRESS")
        let moved = try server.admin("POST", "clock/advance", #"{"seconds":2}"#)
        #expect(moved.json?["now"]?.string == server.clock.now.advanced(by: .seconds(61)).iso8601, "\(moved.text)")
        let answer = try server.status(batch, as: server.a)
        #expect(answer.json?["batchStatus"]?.string == "COMPLETED_SUCCESSFULLY", "\(answer.text)")
    }

    @Test("an empty profile is gone after 30 days and not before; clients go on signing with the real time")
    func purge() throws {
        let server = try RunningServer()
        let ada = try server.enroll(server.a)
        let bob = try server.enroll(server.a, id: "b-2", name: "bob", phone: "0101")
        for enrolled in [ada, bob] {
            let card = RunningServer.base + "/cards/" + enrolled.card
            let remove = server.a.ids + [("reason", "ACCOUNT_CLOSED")]
            #expect(try server.call("DELETE", card, remove, as: server.a).status == 200)
        }
        #expect(try server.admin("POST", "clock/advance", #"{"seconds":2591000}"#).status == 200)
        #expect(try server.enroll(server.a, id: "b-3").consumer == ada.consumer)
        #expect(try server.admin("POST", "clock/advance", #"{"seconds":2000}"#).status == 200)
        #expect(try server.enroll(server.a, id: "b-4", name: "bob", phone: "0101").consumer != bob.consumer)
    }

    @Test("freeze, set and resume answer with the time; what is not understood is refused by name")
    func calls() throws {
        let server = try RunningServer()
        let frozen = try server.admin("POST", "clock/freeze", #"{"now":"2026-12-01T00:00:00Z"}"#)
        #expect(frozen.json?["now"]?.string == "2026-12-01T00:00:00.000Z" && frozen.json?["frozen"]?.boolean == true)
        let set = try server.admin("POST", "clock/set", #"{"now":"2026-12-02T00:00:00Z"}"#)
        #expect(set.json?["now"]?.string == "2026-12-02T00:00:00.000Z")
        #expect(try server.admin("POST", "clock/resume").json?["frozen"]?.boolean == false)
        #expect(try server.admin("GET", "clock").json?["now"]?.string == server.clock.now.iso8601)
        for (path, body, source) in [
            ("clock/set", "{}", "now"), ("clock/set", #"{"now":"tomorrow"}"#, "now"),
            ("clock/set", #"{"now":"2026-12-02T00:00:00Z","zone":1}"#, "zone"),
            ("clock/advance", #"{"seconds":-1}"#, "seconds"), ("clock/advance", #"{"seconds":"9"}"#, "seconds"),
            ("clock/advance", "[]", "body"), ("clock/resume", #"{"seconds":1}"#, "seconds"),
        ] {
            let answer = try server.admin("POST", path, body)
            #expect(answer.status == 400 && answer.reason == "INVALID_ARGUMENT", "\(answer.text)")
            #expect(answer.detail.source == source, "\(path) \(body)")
        }
    }
}
