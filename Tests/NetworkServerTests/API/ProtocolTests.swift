// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import Cryptography
import Foundation
import RequestSigning
import Store
import StoreSQLite
import Testing
import WireJSON

@testable import NetworkServer

@Suite("protocol") struct ProtocolTests {
    private static let batch = RunningServer.base + "/cards/batch"

    @Test("the client-id header is optional; another client's or none at all in it is refused")
    func clientHeader() throws {
        let server = try RunningServer()
        let own = String(server.a.credentials.consumerKey.prefix { $0 != "!" })
        let path = RunningServer.base + "/cards/0a1b2c3d-0000-8000-8000-0123456789ab"
        func status(_ value: String?) throws -> RunningServer.Answer {
            try server.call(
                "GET", path, server.a.ids, as: server.a, headers: value.map { [("x-openapi-clientid", $0)] } ?? [])
        }
        #expect(try status(nil).status == 404)
        #expect(try status(own).status == 404)
        for wrong in [own + "x", String(server.b.credentials.consumerKey.prefix { $0 != "!" })] {
            let answer = try status(wrong)
            #expect(answer.status == 403 && answer.reason == "PERMISSION_DENIED")
            #expect(answer.detail.source == "X_OPEN_API_CLIENT_ID" && answer.detail.type == "HEADER")
        }
    }

    @Test("a key that is not registered, a wrong signature and a replay are the gateway's to refuse")
    func signatures() throws {
        let server = try RunningServer()
        var stranger = server.a
        stranger.credentials.consumerKey = String(repeating: "A", count: 48) + "!" + String(repeating: "0", count: 48)
        var thief = server.a
        thief.key = server.b.key
        let path = RunningServer.base + "/cards/0a1b2c3d-0000-8000-8000-0123456789ab"
        let unknown = try server.call("GET", path, server.a.ids, as: stranger)
        #expect(unknown.status == 400 && unknown.gatewayReason == "INVALID_CLIENT_ID")
        let stolen = try server.call("GET", path, server.a.ids, as: thief)
        #expect(stolen.status == 403 && stolen.gatewayReason == "AUTHENTICATION_FAILED")
        let signer = try RequestSigner(
            consumerKey: server.a.credentials.consumerKey, key: server.a.key, clock: server.clock)
        let header = try signer.sign(method: "GET", url: server.url(path, server.a.ids))
        func replay() throws -> Int {
            try server.call("GET", path, server.a.ids, as: nil, headers: [("Authorization", header)]).status
        }
        #expect(try replay() == 404)
        #expect(try replay() == 401)
        server.clock.advance(by: .seconds(301))
        let late = try server.call("GET", path, server.a.ids, as: nil, headers: [("Authorization", header)])
        #expect(late.status == 401 && late.gatewayReason == "AUTHENTICATION_FAILED")
        // The signature is over the body: another one does not pass.
        let post = try signer.sign(method: "POST", url: server.url(Self.batch), body: Array("{}".utf8))
        let swapped = try server.call(
            "POST", Self.batch, body: Array("[]".utf8), as: nil, headers: [("Authorization", post)])
        #expect(swapped.status == 400 && swapped.gatewayReason == "INVALID_BODY_HASH")
    }

    @Test(
        "a body that is not JSON by its media type is refused with 415",
        arguments: ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", "application/jose"])
    func mediaType(type: String) throws {
        let server = try RunningServer()
        let answer = try server.call("POST", Self.batch, body: Array("{}".utf8), as: server.a, type: type)
        #expect(answer.status == 415 && answer.reason == "INVALID_ARGUMENT")
        let good = try server.call(
            "POST", Self.batch, body: Array("{}".utf8), as: server.a, type: "Application/JSON; charset=utf-8")
        #expect(good.status == 400 && good.detail.reason == "CANNOT_BE_NULL")
    }

    @Test("a body over the limit is refused with 413, one at the limit is read")
    func bodySize() throws {
        let server = try RunningServer({ $0.bodyBytesMax = 1 << 14 })
        func send(_ count: Int) throws -> RunningServer.Answer {
            let body = Array(#"{"x":""#.utf8) + [UInt8](repeating: 0x61, count: count - 8) + Array(#""}"#.utf8)
            return try server.call("POST", Self.batch, body: body, as: server.a)
        }
        let tooLarge = try send((1 << 14) + 1)
        #expect(tooLarge.status == 413 && tooLarge.reason == "INVALID_ARGUMENT")
        #expect(try send(1 << 14).status == 400)
    }

    @Test("unknown paths are 404; known paths with another method are 405 and name the right ones")
    func routes() throws {
        let server = try RunningServer()
        for path in ["/", "/src", RunningServer.base, RunningServer.base + "/card", Self.batch + "/status/1/2"] {
            let answer = try server.get(path)
            #expect(answer.status == 404 && answer.reason == "NOT_FOUND", "\(path)")
        }
        for (method, path, allowed) in [
            ("DELETE", Self.batch, "POST"), ("POST", "/healthz", "GET"),
            ("GET", RunningServer.base + "/cards", "POST"),
            ("POST", RunningServer.base + "/profiles", "DELETE"),
        ] {
            let answer = try server.call(method, path, as: nil)
            #expect(answer.status == 405, "\(method) \(path)")
            #expect(answer.header("Allow")?.contains(allowed) == true)
        }
        #expect(try server.call("OPTIONS", Self.batch, as: nil).status == 204)
    }

    @Test("every kind of malformed JSON is INVALID_ARGUMENT at the request body, without an echo of it")
    func malformedJSON() throws {
        let server = try RunningServer()
        let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        let texts: [[UInt8]] =
            [
                "{", "[]", "7", "null", "\"SECRET\"", "{\"SECRET\":1", "{\"a\":SECRET}", "{\"a\":\"SECRET\"} x",
                "{\"SECRET\":1,\"SECRET\":2}", "{\"a\":\(deep)}", "{'a':1}", "{\"a\":1,}",
            ]
            .map { Array($0.utf8) } + [Array("{\"SECRET".utf8) + [0xFF, 0x22, 0x3A, 0x31, 0x7D]]
        for text in texts {
            let answer = try server.call("POST", Self.batch, body: text, as: server.a)
            #expect(answer.status == 400 && answer.reason == "INVALID_ARGUMENT", "\(answer.text)")
            #expect(answer.detail.source == "Request body" && answer.detail.type == "BODY", "\(answer.text)")
            #expect(!answer.text.contains("SECRET"))
        }
        let empty = try server.call(
            "POST", Self.batch, as: server.a, headers: [("Content-Type", "application/json")])
        #expect(empty.status == 400 && empty.detail.source == "Request body")
    }

    @Test("faults of an envelope are collected, each at its place, and never repeat a value")
    func envelopeFaults() throws {
        let server = try RunningServer()
        let body = #"{"srcClientId":"SECRET-1","serviceId":7,"externalBatchId":"","enrollmentData":"SECRET-2"}"#
        let answer = try server.call("POST", Self.batch, body: Array(body.utf8), as: server.a)
        #expect(answer.status == 400 && answer.reason == "INVALID_ARGUMENT")
        let sources = answer.json?["errordetail"]?.elements.map { $0["source"]?.string }
        #expect(Set(sources ?? []) == ["srcClientId", "serviceId", "externalBatchId"], "\(answer.text)")
        #expect(!answer.text.contains("SECRET"))
    }

    @Test("corrupt encrypted members have one error, whatever is wrong with them")
    func corrupt() throws {
        let server = try RunningServer()
        let ids = server.a.credentials
        func send(_ jwe: String) throws -> RunningServer.Answer {
            try server.call(
                "POST", Self.batch,
                body: server.envelope("b-1", jwe, client: ids.srcClientId, service: ids.serviceId), as: server.a)
        }
        let answers = try [
            "x", "a.b.c.d.e", try server.encrypt("{}", keyID: "no-such-key"), try server.encrypt("no json"),
            String(try server.encrypt("{}").dropLast(2)), try server.encrypt("[]"),
        ].map(send)
        for answer in answers {
            #expect(answer.status == 400 && answer.detail.reason == "CORRUPT_DATA" && answer.text == answers[0].text)
        }
    }

    @Test("a client that is locked while the server runs is refused, and let in again when it is unlocked")
    func locked() throws {
        let server = try RunningServer()
        let registry = try SQLiteRegistryStore(path: server.path + "/registry.db")
        let path = RunningServer.base + "/cards/0a1b2c3d-0000-8000-8000-0123456789ab"
        func wait(for status: Int) throws -> RunningServer.Answer? {
            let end = Date(timeIntervalSinceNow: 10)
            while Date() < end {
                let answer = try server.call("GET", path, server.a.ids, as: server.a)
                if answer.status == status { return answer }
            }
            return nil
        }
        #expect(try wait(for: 404) != nil)
        #expect(try registry.setStatus(.locked, srcClientId: server.a.credentials.srcClientId))
        let refused = try #require(try wait(for: 403))
        #expect(refused.reason == "LOCKED")
        #expect(try server.call("GET", path, server.b.ids, as: server.b).status == 404)
        #expect(try registry.setStatus(.active, srcClientId: server.a.credentials.srcClientId))
        #expect(try wait(for: 404) != nil)
    }

    @Test("a flow id is handed on when it is plain, and a request id stands in for it otherwise")
    func flowId() throws {
        let server = try RunningServer()
        let path = RunningServer.base + "/cards/0a1b2c3d-0000-8000-8000-0123456789ab"
        func flow(_ value: String?) throws -> String? {
            try server.call(
                "GET", path, server.a.ids, as: server.a, headers: value.map { [("X-Src-Cx-Flow-Id", $0)] } ?? []
            ).header("X-Src-Cx-Flow-Id")
        }
        #expect(try flow("34f4a04b.1-flow#2_A") == "34f4a04b.1-flow#2_A")
        for value in ["with space", "<script>", String(repeating: "x", count: 256)] {
            let answered = try #require(try flow(value))
            #expect(answered != value && !answered.isEmpty)
        }
        let first = try #require(try flow(nil))
        #expect(try flow(nil) != first)
    }
}
