// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Testing
import WireJSON

@testable import NetworkServer

/// What shops' pages call for the network's own sign-in page (checkout 4.1, O7).
@Suite("hosted authentication, calls") struct AuthenticationCallTests {
    private static let ada = "ada@example.test"
    private static let path = "/src/api/authenticate"

    private let server: RunningServer
    private let shop: Shop

    init() throws {
        server = try RunningServer()
        shop = try Shop(server)
    }

    /// Signs in on the page.
    private func signIn(_ page: String, remember: Bool = false) throws {
        let browser = PageBrowser(server)
        let form = page.replacing("authenticate?", with: "authenticate/page?")
        _ = try browser.post(form, [("do", "send"), ("channel", "EMAIL_ADDRESS")])
        let code = try shop.code(Self.ada)
        let done = try browser.post(
            form, [("do", "code"), ("code", code)] + (remember ? [("remember", "yes")] : []))
        #expect(done.status == 303, "\(done.text)")
    }

    @Test("a session and a page, then the tokens, once; a remembered browser has its cookie too")
    func whole() throws {
        _ = try server.enroll(server.a)
        let opened = try shop.post(Self.path, Shop.identity(Self.ada) + #","requestRecognitionToken":true"#)
        #expect(opened.status == 200 && opened.header("Cache-Control") == "no-store", "\(opened.text)")
        #expect(opened.header("Access-Control-Allow-Origin") == Shop.origin)
        let expires = server.clock.now.advanced(by: .seconds(900)).iso8601
        #expect(opened.json?["expiresAt"]?.string == expires && opened.json?["srcCorrelationId"]?.string != nil)
        let session = try #require(opened.json?["authenticationSession"]?.string)
        let address = try #require(opened.json?["authenticationUri"]?.string)
        let prefix = server.url("/src/api/authenticate?session=")
        #expect(address.hasPrefix(prefix) && !address.contains(session.dropFirst(4)))
        let pending = try shop.authenticationResult(session)
        #expect(pending.status == 200 && pending.json?["authenticationStatus"]?.string == "PENDING")
        #expect(pending.json?["idToken"] == nil)
        try signIn(String(address.dropFirst(server.url("").count)), remember: true)
        let result = try shop.authenticationResult(session)
        #expect(result.json?["authenticationStatus"]?.string == "AUTHENTICATED", "\(result.text)")
        #expect(result.header("Cache-Control") == "no-store" && result.json?["rememberMe"]?.boolean == true)
        let recognition = try #require(result.json?["recognitionToken"]?.string)
        #expect(result.header("Set-Cookie")?.contains(recognition) == true)
        let profiles = try shop.profiles([try #require(result.json?["idToken"]?.string)])
        #expect(profiles.json?["profiles"]?.count == 1, "\(profiles.text)")
        #expect(try shop.recognize([recognition]).json?["recognized"]?.boolean == true)
        #expect(try shop.authenticationResult(session).refused(404, "NOT_FOUND"))
    }

    @Test("the library's accountReference is read like a consumerIdentity, and the page speaks the shop's language")
    func reference() throws {
        _ = try server.enroll(server.a)
        let identity = Shop.identity("+12025550100")
        let opened = try shop.post(Self.path, #""accountReference":{\#(identity)},"dpaLocale":"de_AT""#)
        let address = try #require(opened.json?["authenticationUri"]?.string, "\(opened.text)")
        let page = try PageBrowser(server).get(String(address.dropFirst(server.url("").count)))
        #expect(page.title == "Bestätigen Sie, dass Sie es sind", "\(page.title ?? page.text)")
        #expect(try shop.post(Self.path, #""accountReference":{}"#).refused(400, "CONSUMER_ID_MISSING"))
        #expect(try shop.post(Self.path, #""accountReference":7"#).refused(400, "INVALID_PARAMETER"))
    }

    @Test("what is missing or malformed is refused by name, without echo")
    func refused() throws {
        _ = try server.enroll(server.a)
        let ada = Shop.identity(Self.ada)
        #expect(try shop.post(Self.path).refused(400, "CONSUMER_ID_MISSING"))
        #expect(try shop.post(Self.path, Shop.identity("nonsense")).refused(400, "ID_FORMAT_UNSUPPORTED"))
        #expect(try shop.post(Self.path, Shop.identity("eve@example.test")).refused(404, "NOT_FOUND"))
        for more in [
            #""requestRecognitionToken":"yes""#, #""dpaLocale":7"#,
            #""locale":"\#(String(repeating: "a", count: 36))""#,
            #""appInstanceId":"\#(String(repeating: "a", count: 65))""#,
        ] {
            let answer = try shop.post(Self.path, ada + "," + more)
            #expect(answer.refused(400, "INVALID_PARAMETER") && !answer.text.contains("aaaa"), "\(answer.text)")
        }
        let path = Self.path + "/result"
        #expect(try shop.post(path).refused(400, "INVALID_PARAMETER"))
        #expect(try shop.authenticationResult("aus_none").refused(404, "NOT_FOUND"))
        #expect(try shop.authenticationResult("aus_none", #""close":1"#).refused(400, "INVALID_PARAMETER"))
        #expect(try shop.post(Self.path, ada, origin: "https://evil.example").refused(403, "PERMISSION_DENIED"))
    }

    @Test("another shop cannot ask what became of it, nor end it")
    func foreign() throws {
        _ = try server.enroll(server.a)
        let other = try Shop(server, name: "Other")
        let (session, page) = try shop.authenticate(Self.ada)
        #expect(try other.authenticationResult(session, #""close":true"#).refused(404, "NOT_FOUND"))
        try signIn(page)
        #expect(try other.authenticationResult(session).refused(404, "NOT_FOUND"))
        #expect(try shop.authenticationResult(session).json?["idToken"]?.string != nil)
    }

    @Test("a page that was closed has ended; who had signed in before that still has")
    func closing() throws {
        _ = try server.enroll(server.a)
        let left = try shop.authenticate(Self.ada)
        let closed = try shop.authenticationResult(left.session, #""close":true"#)
        #expect(closed.json?["authenticationStatus"]?.string == "CLOSED", "\(closed.text)")
        #expect(try PageBrowser(server).get(left.page).status == 404)
        let done = try shop.authenticate(Self.ada)
        try signIn(done.page)
        let result = try shop.authenticationResult(done.session, #""close":true"#)
        #expect(result.json?["authenticationStatus"]?.string == "AUTHENTICATED", "\(result.text)")
    }

    @Test("calls about one identity are counted like those of the look-up, and strict mode tells nothing")
    func quotasAndStrict() throws {
        let server = try RunningServer {
            $0.pageCallsPerIdentity = 2
            $0.isSignInStrict = true
        }
        let shop = try Shop(server)
        let first = try shop.authenticate("eve@example.test")
        #expect(try PageBrowser(server).get(first.page).text.contains("e*****e@example.test"))
        #expect(try shop.lookUp("eve@example.test").status == 200)
        #expect(try shop.post(Self.path, Shop.identity("EVE@example.test")).refused(429, "RATE_LIMIT_EXCEEDED"))
    }

    @Test("the page's path has both methods, and says so to every other")
    func methods() throws {
        let put = try server.call("PUT", Self.path, as: nil)
        #expect(put.status == 405)
        let allowed = Set((put.header("Allow") ?? "").split(separator: ",").map { $0.filter { $0 != " " } })
        #expect(allowed.isSuperset(of: ["GET", "POST"]), "\(allowed)")
        let preflight = try server.call("OPTIONS", Self.path, as: nil, headers: [("Origin", Shop.origin)])
        #expect(preflight.status == 204 && preflight.header("Access-Control-Allow-Origin") == Shop.origin)
        #expect(preflight.header("Access-Control-Allow-Methods")?.contains("POST") == true)
        #expect(try server.get(Self.path).status == 404)
    }
}
