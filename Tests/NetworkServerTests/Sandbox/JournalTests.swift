// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import Testing
import WireJSON

@testable import NetworkServer

@Suite("sandbox: journal and refused signatures") struct JournalTests {
    @Test("calls are listed newest first with what ties them together, and without personal data or ids in clear")
    func calls() throws {
        let server = try RunningServer()
        let enrolled = try server.enroll(server.a)
        let correlation = "7f0f4c1e-1111-4222-8333-444455556667"
        _ = try server.call(
            "GET", RunningServer.base + "/profiles/" + enrolled.consumer,
            server.a.ids + [("srcCorrelationId", correlation)], as: server.a,
            headers: [("X-Src-Cx-Flow-Id", "flow.1")])
        _ = try server.call(
            "GET", RunningServer.base + "/cards/5186001700009726", server.a.ids + [("email", "ada@example.test")],
            as: server.a, headers: [("X-Src-Cx-Flow-Id", "5186-0017-0000-9726")])
        _ = try server.get("/5186001700009726")
        let journal = try server.admin("GET", "journal?limit=1000")
        let calls = try #require(journal.json?["calls"]?.elements.map { $0 })
        #expect(calls[0]["route"]?.string == "other" && calls[0]["status"]?.int64 == 404)
        #expect(calls[1]["operation"]?.string == "getCard" && calls[1]["flowId"] == nil)
        #expect(calls[2]["route"]?.string == RunningServer.base + "/profiles/{consumerId}")
        #expect(calls[2]["client"]?.string == server.a.credentials.srcClientId)
        #expect(calls[2]["srcCorrelationId"]?.string == correlation && calls[2]["flowId"]?.string == "flow.1")
        #expect(calls[2]["status"]?.int64 == 200 && (calls[2]["durationMicros"]?.int64 ?? -1) >= 0)
        #expect(calls.contains { $0["operation"]?.string == "enrollBatch" && $0["status"]?.int64 == 202 })
        for secret in ["5186001700009726", "5186-0017", "ada@", "2025550100", enrolled.consumer, "Signature"] {
            #expect(!journal.text.contains(secret), "\(secret)")
        }
        #expect(try server.admin("GET", "journal?limit=1").json?["calls"]?.count == 1)
        #expect(try server.admin("GET", "journal?limit=0").detail.source == "limit")
        #expect(try server.admin("GET", "journal?all=1").status == 400)
        #expect(try server.admin("DELETE", "journal").status == 204)
        #expect(try server.admin("GET", "journal").json?["calls"]?.count == 0)
    }

    @Test("it is bounded and forgets the oldest")
    func bounded() {
        let journal = Journal()
        for number in 1...Journal.countMax + 5 {
            journal.add(
                Journal.Entry(
                    time: ManualClock().now, method: "GET", route: "/keys", operation: "networkKeys", status: number,
                    duration: .zero))
        }
        let statuses = journal.newest(Journal.countMax).map(\.status)
        #expect(statuses == Array((6...Journal.countMax + 5).reversed()))
    }

    @Test("the last refused signature is explained by base strings and body hash, without signature or key")
    func refusedSignature() throws {
        let server = try RunningServer()
        #expect(try server.admin("GET", "last-refused-signature").status == 404)
        let stranger = RunningServer.Issuer(credentials: server.a.credentials, key: server.b.key)
        let refused = try server.call(
            "GET", RunningServer.base + "/profiles/abc", server.a.ids, as: stranger)
        #expect(refused.status == 403, "\(refused.text)")
        let answer = try server.admin("GET", "last-refused-signature")
        #expect(try server.admin("GET", "last-auth-failure").text == answer.text)
        #expect(answer.json?["code"]?.string == refused.gatewayReason, "\(answer.text)")
        let base = answer.json?["baseStrings"]?.elements.first { _ in true }?["baseString"]?.string
        #expect(base?.hasPrefix("GET&http%3A%2F%2F127.0.0.1") == true && base?.contains("profiles%2Fabc") == true)
        #expect(answer.json?["bodyHash"]?.string == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
        #expect(!answer.text.contains("oauth_signature="))
        server.clock.advance(by: .seconds(-1000))
        let early = try server.call("GET", RunningServer.base + "/profiles/abc", server.a.ids, as: nil)
        #expect(early.status == 400)
        let next = try server.admin("GET", "last-refused-signature")
        #expect(next.json?["code"]?.string == "INVALID_AUTH_HEADER" && next.json?["bodyHash"] == nil)
    }
}
