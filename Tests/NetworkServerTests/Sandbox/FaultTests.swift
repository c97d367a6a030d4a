// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import HTTPClient
import Testing
import WireJSON

@testable import NetworkServer

@Suite("sandbox: faults") struct FaultTests {
    @Test("an error comes in the contract's form, for the nth call, the first n, or every one")
    func errors() throws {
        let server = try RunningServer()
        let enrolled = try server.enroll(server.a)
        func statuses(_ fault: String) throws -> [Int] {
            let made = try server.admin("POST", "faults", fault)
            try #require(made.status == 201, "\(made.text)")
            let statuses = try (0..<3).map { _ in try server.card(enrolled, as: server.a).status }
            #expect(try server.admin("DELETE", "faults").status == 204)
            return statuses
        }
        let error = #""status":503,"reason":"UNAVAILABLE""#
        #expect(try statuses(#"{"operation":"getCard",\#(error)}"#) == [503, 503, 503])
        #expect(try statuses(#"{"operation":"getCard","nth":2,\#(error)}"#) == [200, 503, 200])
        #expect(try statuses(#"{"operation":"*","first":2,\#(error)}"#) == [503, 503, 200])
        #expect(try statuses(#"{"operation":"deleteCard",\#(error)}"#) == [200, 200, 200])
        #expect(try statuses(#"{"operation":"getCard","probability":1,\#(error)}"#) == [503, 503, 503])
        #expect(try statuses(#"{"operation":"getCard","probability":0,\#(error)}"#) == [200, 200, 200])
        _ = try server.admin("POST", "faults", #"{"operation":"getCard",\#(error)}"#)
        let answer = try server.card(enrolled, as: server.a)
        #expect(answer.json?["status"]?.int64 == 503 && answer.reason == "UNAVAILABLE", "\(answer.text)")
        let list = try server.admin("GET", "faults").json?["faults"]?.elements.first { _ in true }
        #expect(list?["calls"]?.int64 == 1 && list?["hits"]?.int64 == 1 && list?["moment"]?.string == "before")
    }

    @Test("a malformed body is a success that breaks off, which a shop's page can read; after it the effect is there")
    func malformed() throws {
        let server = try RunningServer()
        let shop = try Shop(server)
        #expect(try server.admin("POST", "faults", #"{"operation":"lookUpIdentity","malformed":true}"#).status == 201)
        let answer = try shop.lookUp("ada@example.test")
        #expect(answer.status == 200 && answer.json == nil && !answer.text.isEmpty, "\(answer.text)")
        #expect(answer.header("Access-Control-Allow-Origin") == Shop.origin)
        let list = try server.admin("GET", "faults").json?["faults"]?.elements.first { _ in true }
        #expect(list?["malformed"]?.boolean == true && list?["hits"]?.int64 == 1)
        let enrolled = try server.enroll(server.a)
        _ = try server.admin("POST", "faults", #"{"operation":"deleteCard","malformed":true,"moment":"after"}"#)
        let path = RunningServer.base + "/cards/" + enrolled.card
        #expect(try server.call("DELETE", path, server.a.ids, as: server.a).json == nil)
        #expect(try server.card(enrolled, as: server.a).status == 404)
        for body in [
            #"{"operation":"*","malformed":true,"reset":true}"#,
            #"{"operation":"*","malformed":true,"status":500,"reason":"X"}"#, #"{"operation":"*","malformed":1}"#,
        ] { #expect(try server.admin("POST", "faults", body).status == 400, "\(body)") }
    }

    @Test("with a probability, the injected randomness decides")
    func probability() throws {
        let faults = FaultList(entropy: SeededEntropy(seed: 7))
        let body = Array(#"{"operation":"*","probability":0.25,"reset":true}"#.utf8)
        _ = try faults.add(Fault(AdminBody(body, members: AdminOperation.addFault.members)))
        let hits = (0..<1000).count { _ in faults.fault(for: .getCard) != nil }
        #expect((200...300).contains(hits))
    }

    @Test("before the effect nothing has happened; after it the operation is done, whatever the client saw")
    func moments() throws {
        let server = try RunningServer()
        let enrolled = try server.enroll(server.a)
        let path = RunningServer.base + "/cards/" + enrolled.card
        func remove(_ moment: String) throws -> Int {
            let fault = #"{"operation":"deleteCard","status":500,"reason":"INTERNAL","moment":"\#(moment)"}"#
            #expect(try server.admin("POST", "faults", fault).status == 201)
            defer { _ = try? server.admin("DELETE", "faults") }
            return try server.call("DELETE", path, server.a.ids + [("reason", "OTHER")], as: server.a).status
        }
        #expect(try remove("before") == 500)
        #expect(try server.card(enrolled, as: server.a).status == 200)
        #expect(try remove("after") == 500)
        #expect(try server.card(enrolled, as: server.a).status == 404)
    }

    @Test("a latency delays the call by a timer, alone or together with an error")
    func latency() throws {
        let server = try RunningServer()
        let enrolled = try server.enroll(server.a)
        let delay = #""latencyMillis":60000"#
        _ = try server.admin("POST", "faults", #"{"operation":"getCard","nth":1,\#(delay)}"#)
        _ = try server.admin("POST", "faults", #"{"operation":"getCard","nth":2,"moment":"after",\#(delay)}"#)
        _ = try server.admin(
            "POST", "faults", #"{"operation":"getCard","nth":3,"status":504,"reason":"DEADLINE_EXCEEDED",\#(delay)}"#)
        let statuses = try (0..<4).map { _ in try server.card(enrolled, as: server.a).status }
        #expect(statuses == [200, 200, 504, 200])
        #expect(server.timer.delays == [.seconds(60), .seconds(60), .seconds(60)])
    }

    @Test("a reset breaks the connection without an answer; after the effect the effect stays")
    func reset() throws {
        let server = try RunningServer()
        let enrolled = try server.enroll(server.a)
        _ = try server.admin("POST", "faults", #"{"operation":"deleteCard","reset":true,"moment":"after"}"#)
        let path = RunningServer.base + "/cards/" + enrolled.card
        #expect(throws: HTTPClientError.self) {
            try server.call("DELETE", path, server.a.ids + [("reason", "OTHER")], as: server.a)
        }
        #expect(try server.card(enrolled, as: server.a).status == 404)
        let calls = try server.admin("GET", "journal").json?["calls"]?.elements.map { $0 } ?? []
        #expect(calls.contains { $0["operation"]?.string == "deleteCard" && $0["status"]?.int64 == 0 })
    }

    @Test("a fault that makes no sense is refused by name")
    func refused() throws {
        let server = try RunningServer()
        for (body, source) in [
            ("{}", "operation"), (#"{"operation":"fly","reset":true}"#, "operation"),
            (#"{"operation":"*"}"#, "status"), (#"{"operation":"*","status":503}"#, "reason"),
            (#"{"operation":"*","reason":"INTERNAL"}"#, "status"),
            (#"{"operation":"*","status":200,"reason":"INTERNAL"}"#, "status"),
            (#"{"operation":"*","status":500,"reason":"no word"}"#, "reason"),
            (#"{"operation":"*","status":500,"reason":"INTERNAL","reset":true}"#, "reset"),
            (#"{"operation":"*","reset":true,"nth":1,"first":1}"#, "nth"),
            (#"{"operation":"*","reset":true,"nth":0}"#, "nth"),
            (#"{"operation":"*","reset":true,"probability":1.5}"#, "probability"),
            (#"{"operation":"*","reset":true,"moment":"never"}"#, "moment"),
            (#"{"operation":"*","latencyMillis":600001}"#, "latencyMillis"),
            (#"{"operation":"*","reset":true,"color":1}"#, "color"),
        ] {
            let answer = try server.admin("POST", "faults", body)
            #expect(answer.status == 400 && answer.detail.source == source, "\(body): \(answer.text)")
        }
        #expect(try server.admin("GET", "faults").json?["faults"]?.count == 0)
    }
}
