// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import Testing
import WireJSON

@testable import NetworkServer

@Suite("sandbox: reset") struct ResetTests {
    @Test("one issuer's directory is emptied and the other's stays; the same portfolio can be enrolled again")
    func one() throws {
        let server = try RunningServer()
        let a = try server.enroll(server.a)
        let b = try server.enroll(server.b)
        let waiting = try server.submit(
            "b-2", RunningServer.plaintext("cy", phone: "0102", card: "c-2", pan: "5204500000000077"), as: server.a)
        let batch = try #require(waiting.json?["batchId"]?.string)
        let answer = try server.admin(
            "POST", "reset", #"{"serviceId":"\#(server.a.credentials.serviceId)"}"#)
        #expect(answer.status == 204, "\(answer.text)")
        #expect(try server.card(a, as: server.a).status == 404)
        #expect(try server.status(a.batch, as: server.a).status == 404)
        #expect(try server.status(batch, as: server.a).status == 404)
        #expect(try server.card(b, as: server.b).status == 200)
        #expect(try server.status(b.batch, as: server.b).status == 200)
        let again = try server.enroll(server.a)
        #expect(again.consumer != a.consumer && again.card != a.card && again.batch != a.batch)
        // What had been due went too.
        #expect(try server.admin("POST", "clock/advance", #"{"seconds":61}"#).status == 200)
        #expect(try server.card(again, as: server.a).status == 200)
    }

    @Test("one consumer is forgotten in every directory or in one, with what is staged and what was counted")
    func consumer() throws {
        let server = try RunningServer()
        let shop = try Shop(server)
        let (email, number) = ("ada@example.test", "12025550100")
        let a = try server.enroll(server.a)
        let other = try server.enroll(server.a, id: "b-9", name: "eve", phone: "0111", pan: "5186001700009734")
        let b = try server.enroll(server.b)
        let one = #"{"identity":"\#(email)","serviceId":"\#(server.a.credentials.serviceId)"}"#
        #expect(try server.admin("POST", "reset", one).status == 204)
        #expect(try server.card(a, as: server.a).status == 404)
        #expect(try server.card(other, as: server.a).status == 200)
        #expect(try server.card(b, as: server.b).status == 200)
        _ = try shop.stage("ada")
        #expect(try server.admin("POST", "reset", #"{"identity":"+\#(number)"}"#).status == 204)
        #expect(try server.card(b, as: server.b).status == 404)
        for value in [email, number] { #expect(try shop.lookUp(value).json?["consumerPresent"]?.boolean == false) }
        // Who is nobody is forgotten already; what is no identity is said to be none, and not repeated.
        #expect(try server.admin("POST", "reset", #"{"identity":"\#(email)"}"#).status == 204)
        let bad = try server.admin("POST", "reset", #"{"identity":"nobody at all"}"#)
        #expect(bad.status == 400 && bad.detail.source == "identity" && !bad.text.contains("nobody at all"))
    }

    @Test("whoever was locked by guesses is not any more after a reset of theirs")
    func locked() throws {
        let server = try RunningServer()
        let shop = try Shop(server)
        _ = try server.enroll(server.a)
        let email = "ada@example.test"
        for _ in 1...3 {
            let session = try #require(try shop.start(email).json?["idValidationSessionId"]?.string)
            let wrong = try shop.code(email) == "000000" ? "000001" : "000000"
            for _ in 1...5 { _ = try shop.finish(session, wrong) }
            server.clock.advance(by: .seconds(301))
        }
        #expect(try shop.lookUp(email).refused(403, "ACCT_INACCESSIBLE"))
        #expect(try server.admin("POST", "reset", #"{"identity":"\#(email)"}"#).status == 204)
        #expect(try shop.lookUp(email).json?["consumerPresent"]?.boolean == false)
        _ = try server.enroll(server.a, id: "b-2")
        #expect(try shop.start(email).status == 200)
    }

    @Test("all directories are emptied; the issuers can still call")
    func all() throws {
        let server = try RunningServer()
        let a = try server.enroll(server.a)
        let b = try server.enroll(server.b)
        #expect(try server.admin("POST", "reset").status == 204)
        #expect(try server.card(a, as: server.a).status == 404)
        #expect(try server.card(b, as: server.b).status == 404)
        #expect(try server.enroll(server.b).batch != b.batch)
        let unknown = try server.admin("POST", "reset", #"{"serviceId":"NOBODY#1"}"#)
        #expect(unknown.status == 400 && unknown.detail.source == "serviceId")
    }
}
