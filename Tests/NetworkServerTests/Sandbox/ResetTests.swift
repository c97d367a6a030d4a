// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

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
