// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import NetworkServer

@Suite("sandbox: who may use the switches") struct AdminAccessTests {
    private static let calls = [
        ("GET", "clock"), ("POST", "clock/freeze"), ("POST", "clock/set"), ("POST", "clock/advance"),
        ("POST", "clock/resume"), ("GET", "faults"), ("POST", "faults"), ("DELETE", "faults"), ("POST", "reset"),
        ("GET", "journal"), ("DELETE", "journal"), ("GET", "last-refused-signature"),
        ("GET", "otp?identity=a@b.test"), ("PUT", "otp/fixed"), ("GET", "messages"),
        ("PUT", "passkeys"), ("GET", "confirmations?srcCorrelationId=x"), ("GET", "outbox"), ("POST", "outbox/replay"),
        ("POST", "seed"), ("POST", "issuers/x/delegation"),
    ]

    @Test("a page in a browser cannot use them, other methods are refused, other paths are unknown")
    func shape() throws {
        let server = try RunningServer()
        let simple = try server.call("POST", "/__admin/reset", as: nil, headers: [("Content-Type", "text/plain")])
        #expect(simple.status == 415)
        let method = try server.admin("PUT", "clock", "{}")
        #expect(method.status == 405 && method.header("Allow")?.contains("GET") == true)
        #expect(try server.admin("GET", "nothing").status == 404)
        #expect(try server.admin("POST", "faults", String(repeating: " ", count: 20_000)).status == 413)
        #expect(try !server.get("/openapi.json").text.contains("__admin"))
    }

    @Test("behind a proxy, where every caller looks near, they need to be allowed")
    func proxy() throws {
        let closed = try RunningServer { $0.isBehindProxy = true }
        for (method, path) in Self.calls {
            let answer = try closed.admin(method, path)
            #expect(answer.status == 403 && answer.reason == "PERMISSION_DENIED", "\(path): \(answer.text)")
        }
        let open = try RunningServer {
            $0.isBehindProxy = true
            $0.isAdminRemote = true
        }
        #expect(try open.admin("GET", "clock").status == 200)
    }

    @Test("in production they are not there: 404 as for any unknown path")
    func production() throws {
        let server = try RunningServer {
            $0.mode = .production
            // A directory keeps the mode that it was made in.
            $0.dataDirectory += "/production"
            $0.rootPassphrase = Array("a passphrase that is long enough".utf8)
        }
        let unknown = try server.get("/nothing")
        for (method, path) in Self.calls {
            let answer = try server.admin(method, path)
            #expect(answer.status == 404 && answer.text == unknown.text, "\(path): \(answer.text)")
        }
    }
}
