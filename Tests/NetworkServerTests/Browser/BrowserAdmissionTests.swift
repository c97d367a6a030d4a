// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import HTTPService
import RequestSigning
import Store
import Testing
import WireJSON

@testable import NetworkServer

/// Who may call for a shop's page, and what the browser is told about reading the answer (checkout 4.1, 4.12, 7).
@Suite("admission of shops' pages") struct BrowserAdmissionTests {
    private static let lookUp = "/src/api/identities/lookup"
    private let server: RunningServer
    private let shop: Shop

    init() throws {
        server = try RunningServer()
        shop = try Shop(server)
    }

    private func post(
        _ body: String, type: String? = "application/json", headers: [(String, String)] = [("Origin", Shop.origin)]
    ) throws -> RunningServer.Answer {
        try server.call("POST", Self.lookUp, body: Array(body.utf8), as: nil, type: type, headers: headers)
    }

    @Test("a client and a shop that do not belong together are one refusal, whatever is wrong")
    func parties() throws {
        let other = try Shop(server, name: "Other", origins: ["https://other.example"])
        let identity = Shop.identity("ada@example.test")
        let (client, dpa) = (shop.credentials.srcClientId, shop.credentials.srcDpaId)
        for (client, dpa) in [
            (client, other.credentials.srcDpaId), (other.credentials.srcClientId, dpa), (client, "nothing"),
            ("11111111-2222-4333-8444-555555555555", dpa), (server.a.credentials.srcClientId, dpa),
            (String(repeating: "a", count: 300), dpa),
        ] {
            let answer = try post(#"{"srcClientId":"\#(client)","srcDpaId":"\#(dpa)",\#(identity)}"#)
            #expect(answer.refused(403, "PERMISSION_DENIED"), "\(answer.text)")
        }
        #expect(try post(#"{"srcDpaId":"\#(dpa)"}"#).refused(400, "SRCI_ID_MISSING"))
        #expect(try post(#"{"srcClientId":"\#(client)"}"#).refused(400, "DPA_ID_MISSING"))
        #expect(try post(#"{"srcClientId":7,"srcDpaId":"\#(dpa)"}"#).refused(400, "INVALID_PARAMETER"))
        #expect(try post(#"{"srcClientId":"\#(client.uppercased())","srcDpaId":"\#(dpa)",\#(identity)}"#).status == 200)
    }

    @Test("a client that is locked is refused")
    func locked() throws {
        let storage = try #require(server.server).storage
        _ = try storage.registry.setStatus(.locked, srcClientId: shop.credentials.srcClientId)
        var stranger = server.a
        stranger.credentials.consumerKey = "stranger!0"
        _ = try server.call("GET", RunningServer.base + "/cards/nobody", as: stranger)
        #expect(try shop.lookUp("ada@example.test").refused(403, "PERMISSION_DENIED"))
    }

    @Test("a page of another origin is refused, and cannot read that; a program that is no page has none")
    func origins() throws {
        let other = try Shop(server, name: "Other", origins: ["https://other.example"])
        for origin in [
            "https://other.example", "https://evil.example", "null", "http://shop.example", "https://shop.example:444",
            "https://shop.example.evil.example", "https://SHOP.example",
        ] {
            let answer = try shop.post(Self.lookUp, Shop.identity("ada@example.test"), origin: origin)
            #expect(answer.refused(403, "PERMISSION_DENIED"), "\(origin) \(answer.text)")
            #expect(answer.header("Access-Control-Allow-Origin") == nil, "\(origin)")
            #expect(answer.header("Vary") == "Origin")
        }
        #expect(try other.post(Self.lookUp, Shop.identity("a@b.test"), origin: "https://other.example").status == 200)
        #expect(try shop.post(Self.lookUp, Shop.identity("ada@example.test"), origin: nil).status == 200)
    }

    @Test("an answer may be read by the origin that asked, whatever it says, and is kept by nobody")
    func answers() throws {
        for (answer, status) in [
            (try shop.lookUp("ada@example.test"), 200), (try shop.lookUp("nothing"), 400),
            (try post("{"), 400),
            (
                try server.call(
                    "POST", "/src/api/identities/none", as: nil,
                    headers: [("Origin", Shop.origin)]), 404
            ),
            (try server.call("GET", Self.lookUp, as: nil, headers: [("Origin", Shop.origin)]), 405),
        ] {
            #expect(answer.status == status, "\(answer.text)")
            #expect(answer.header("Access-Control-Allow-Origin") == Shop.origin, "\(status)")
            #expect(answer.header("Access-Control-Allow-Credentials") == "true")
            #expect(answer.header("Vary") == "Origin")
        }
        #expect(try shop.lookUp("ada@example.test").header("Cache-Control") == "no-store")
        #expect(try server.call("GET", Self.lookUp, as: nil).header("Allow")?.contains("POST") == true)
    }

    @Test("a browser that asks first is told yes for a shop's origin alone")
    func preflight() throws {
        func ask(_ path: String, _ origin: String) throws -> RunningServer.Answer {
            try server.call(
                "OPTIONS", path, as: nil,
                headers: [
                    ("Origin", origin), ("Access-Control-Request-Method", "POST"),
                    ("Access-Control-Request-Headers", "content-type"),
                ])
        }
        let yes = try ask(Self.lookUp, Shop.origin)
        #expect(yes.status == 204)
        #expect(yes.header("Access-Control-Allow-Origin") == Shop.origin)
        #expect(yes.header("Access-Control-Allow-Methods")?.contains("POST") == true)
        #expect(yes.header("Access-Control-Allow-Headers")?.contains("Content-Type") == true)
        #expect(yes.header("Access-Control-Allow-Credentials") == "true")
        #expect(yes.header("Vary") == "Origin")
        let no = try ask(Self.lookUp, "https://evil.example")
        #expect(no.header("Access-Control-Allow-Origin") == nil)
        #expect(no.header("Vary") == "Origin")
        let signed = try ask(RunningServer.base + "/cards", Shop.origin)
        #expect(signed.header("Access-Control-Allow-Origin") == nil)
    }

    @Test("a body must be a JSON object of its size, and its ids what they should be")
    func bodies() throws {
        for body in ["", "[]", "7", "{", #"{"a":1,"a":2}"#] {
            #expect(try post(body.isEmpty ? " " : body).refused(400, "INVALID_REQUEST"), "\(body)")
        }
        #expect(try post("{}", type: "text/plain").refused(415, "INVALID_REQUEST"))
        #expect(try post("{}", type: nil).refused(415, "INVALID_REQUEST"))
        let large = "{" + shop.ids + #","x":""# + String(repeating: "a", count: 70_000) + #""}"#
        #expect(try post(large).status == 413)
        #expect(
            try shop.post(Self.lookUp, Shop.identity("a@b.test") + #","srcCorrelationId":"x""#)
                .refused(400, "INVALID_PARAMETER"))
        let id = "0a1b2c3d.aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
        let answer = try shop.post(Self.lookUp, Shop.identity("a@b.test") + #","srcCorrelationId":"\#(id)""#)
        #expect(answer.json?["srcCorrelationId"]?.string == id)
    }

    @Test(
        "a page can read that its body is too large, in its family's shape, and no other page can",
        arguments: [lookUp, "/src/api/checkout", "/src/api/authenticate", "/src/api/identities/validation/complete"])
    func tooLarge(_ path: String) throws {
        let members = #""x":""# + String(repeating: "a", count: 70_000) + #"""#
        let answer = try shop.post(path, members)
        #expect(answer.refused(413, "INVALID_REQUEST"), "\(answer.text)")
        #expect(answer.header("Access-Control-Allow-Origin") == Shop.origin)
        #expect(answer.header("Access-Control-Allow-Credentials") == "true")
        #expect(answer.header("Vary") == "Origin" && answer.header("Cache-Control") == "no-store")
        let foreign = try shop.post(path, members, origin: "https://evil.example")
        #expect(foreign.status == 413 && foreign.header("Access-Control-Allow-Origin") == nil)
        #expect(foreign.header("Vary") == "Origin")
    }

    @Test("no refusal tells the identity back")
    func secrecy() throws {
        for value in ["not an address", "ada@", "+1999"] {
            let answer = try shop.lookUp(value)
            #expect(answer.refused(400, "ID_FORMAT_UNSUPPORTED"), "\(answer.text)")
            #expect(!answer.text.contains(value))
        }
    }

    @Test("a shop of the other dialect gets its words")
    func dialect() throws {
        let unified = try Shop(server, name: "Unified", dialect: .unified)
        let started = try unified.start("+12025550100")
        #expect(started.refused(404, "NOT_FOUND"))
        _ = try server.enroll(server.a)
        let session = try #require(
            try unified.start("ada@example.test").json?["idValidationSessionId"]?.string)
        let wrong = try unified.code("ada@example.test") == "000000" ? "000001" : "000000"
        #expect(try unified.finish(session, wrong).refused(400, "VALIDATION_DATA_INVALID"))
        #expect(try unified.finish(session, "").refused(400, "VALIDATION_DATA_MISSING"))
        server.clock.advance(by: .seconds(601))
        #expect(try unified.finish(session, wrong).refused(400, "VALIDATION_DATA_EXPIRED"))
    }

    @Test("a fault of the sandbox has the shape of the family, and its page can read it")
    func faults() throws {
        let body = #"{"operation":"lookUpIdentity","status":504,"reason":"REQUEST_TIMEOUT"}"#
        #expect(try server.call("POST", "/__admin/faults", body: Array(body.utf8), as: nil).status == 201)
        let answer = try shop.lookUp("ada@example.test")
        #expect(answer.refused(504, "REQUEST_TIMEOUT"), "\(answer.text)")
        #expect(answer.json?["status"]?.int64 == 504)
        #expect(answer.header("Access-Control-Allow-Origin") == Shop.origin)
    }

    @Test("the journal names the client and nobody else")
    func journal() throws {
        _ = try shop.lookUp("ada@example.test")
        let journal = try server.get("/__admin/journal?limit=1").text
        #expect(journal.contains(shop.credentials.srcClientId))
        #expect(journal.contains("lookUpIdentity"))
        #expect(!journal.contains("ada@"))
    }

    @Test("only https, and http on this machine, can be an origin")
    func originForms() {
        #expect(ShopOrigin.normalized("https://Shop.example:443/") == "https://shop.example")
        #expect(ShopOrigin.normalized("https://shop.example:8443") == "https://shop.example:8443")
        #expect(ShopOrigin.normalized("http://127.0.0.1:8081") == "http://127.0.0.1:8081")
        #expect(ShopOrigin.normalized("http://localhost:8081") == "http://localhost:8081")
        #expect(ShopOrigin.normalized("http://[::1]:8081") == "http://[::1]:8081")
        for text in [
            "http://shop.example", "http://127.evil.example", "https://", "shop.example", "https://shop.example/path",
            "null", "*",
        ] {
            #expect(ShopOrigin.normalized(text) == nil, "\(text)")
        }
    }
}

/// Production and quotas.
@Suite("quotas of shops' pages") struct BrowserQuotaTests {
    @Test("each quota counts before anything is looked up, and says when to come again")
    func quotas() throws {
        for change: @Sendable (inout ServerConfiguration) -> Void in [
            { $0.pageCallsPerClient = 1 }, { $0.pageCallsPerShop = 1 }, { $0.pageCallsPerAddressBlock = 1 },
            { $0.pageCallsPerIdentity = 1 },
        ] {
            let server = try RunningServer { change(&$0) }
            let shop = try Shop(server)
            #expect(try shop.lookUp("ada@example.test").status == 200)
            // A store that is closed shows that nothing is looked up.
            server.server?.storage.directory.close()
            let refused = try shop.lookUp("ada@example.test")
            #expect(refused.refused(429, "RATE_LIMIT_EXCEEDED"), "\(refused.text)")
            #expect(refused.header("Retry-After").flatMap(Int.init).map { (1...60).contains($0) } == true)
        }
    }

    @Test("an identity is counted in any spelling and in both operations, and another one is not")
    func identity() throws {
        let server = try RunningServer { $0.pageCallsPerIdentity = 2 }
        let shop = try Shop(server)
        #expect(try shop.lookUp("ada@example.test").status == 200)
        #expect(try shop.start("ADA@example.test").refused(404, "NOT_FOUND"))
        #expect(try shop.lookUp("Ada@example.test").refused(429, "RATE_LIMIT_EXCEEDED"))
        #expect(try shop.lookUp("eve@example.test").status == 200)
    }

    @Test("behind a proxy the address is the last that it has noted, by its block")
    func proxy() throws {
        let server = try RunningServer {
            $0.pageCallsPerAddressBlock = 1
            $0.isBehindProxy = true
        }
        let shop = try Shop(server)
        func ask(_ addresses: String) throws -> Int {
            try shop.post(
                "/src/api/identities/lookup", Shop.identity("ada@example.test"),
                headers: [("X-Forwarded-For", addresses)]
            ).status
        }
        #expect(try ask("198.51.100.7") == 200)
        #expect(try ask("203.0.113.1, 198.51.100.200") == 429)
        #expect(try ask("198.51.100.7, 203.0.113.1") == 200)
        #expect(try ask("2001:db8:1:2::1") == 200)
        #expect(try ask("2001:db8:1:2:ffff::1") == 429)
        #expect(try ask("2001:db8:1:3::1") == 200)
    }

    @Test("a table gives its tokens back with time, and forgets full buckets")
    func table() {
        let table = QuotaTable(perMinute: 60)
        let start = MonotonicInstant.now
        for _ in 1...60 { #expect(table.take("a", at: start) == nil) }
        #expect(table.take("a", at: start) == 1)
        #expect(table.take("b", at: start) == nil)
        #expect(table.take("a", at: MonotonicInstant(nanoseconds: start.nanoseconds + 2_000_000_000)) == nil)
        #expect(QuotaTable(perMinute: 0).take("a") == nil)
    }
}
