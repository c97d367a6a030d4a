// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing
import Verification
import WireJSON

@testable import NetworkServer

@Suite("sandbox: one-time codes") struct CodeSwitchTests {
    private let server: RunningServer
    private let email: CodeChannel
    private let mobile: CodeChannel

    init() throws {
        server = try RunningServer()
        email = .email(try Email("Ada@Example.test"))
        mobile = try #require(CodeRoutes.channel("12025550123"))
    }

    private func isSent(_ sending: CodeSending) -> Bool {
        if case .sent = sending { true } else { false }
    }

    @Test("the last code of an identity is read, by email address or number, and passes")
    func last() throws {
        #expect(try server.admin("GET", "otp?identity=ada@example.test").status == 404)
        #expect(isSent(try server.sendCode(to: email, language: "de")))
        #expect(isSent(try server.sendCode(to: mobile)))
        let answer = try server.admin("GET", "otp?identity=ada@example.test")
        let code = try #require(answer.json?["code"]?.string, "\(answer.text)")
        #expect(answer.json?["channel"]?.string == "EMAIL_ADDRESS" && answer.json?["language"]?.string == "de")
        #expect(answer.json?["address"]?.string == "Ada@Example.test")
        #expect(answer.json?["text"]?.string?.hasPrefix(code + " ist Ihr") == true)
        #expect(answer.json?["purpose"]?.string == "provisioning")
        for spelling in ["12025550123", "%2B12025550123", "+12025550123"] {
            let answer = try server.admin("GET", "otp?identity=" + spelling)
            #expect(answer.json?["channel"]?.string == "MOBILE_PHONE_NUMBER", "\(answer.text)")
            #expect(answer.json?["address"]?.string == "+12025550123")
        }
        let codes = try server.verification.codes
        #expect(try codes.check(OneTimeCode(code), sentTo: email, for: RunningServer.session) == .right)
        for (path, status) in [
            ("otp", 400), ("otp?identity=", 400), ("otp?identity=nonsense", 400), ("otp?who=a@b.test", 400),
            ("otp?identity=bob@example.test", 404),
        ] {
            #expect(try server.admin("GET", path).status == status, "\(path)")
        }
    }

    @Test("identities in a list get their fixed code until another list comes; all others a random one")
    func fixed() throws {
        let list = #"{"identities":["ADA@example.test","12025550123"],"code":"123456"}"#
        #expect(try server.admin("PUT", "otp/fixed", list).status == 204)
        _ = try server.sendCode(to: email)
        _ = try server.sendCode(to: mobile)
        let codes = try server.verification.codes
        for channel in [email, mobile] {
            #expect(try codes.check(OneTimeCode("123456"), sentTo: channel, for: RunningServer.session) == .right)
        }
        #expect(try server.admin("PUT", "otp/fixed", #"{"identities":[]}"#).status == 204)
        #expect(try server.verification.outbox?.fixedCode(for: email) == nil)
        for (body, source) in [
            ("{}", "identities"), (#"{"identities":["x"],"code":"123456"}"#, "identities"),
            (#"{"identities":[7],"code":"123456"}"#, "identities"), (#"{"identities":"a@b.test"}"#, "identities"),
            (#"{"identities":["a@b.test"]}"#, "code"), (#"{"identities":["a@b.test"],"code":"12345"}"#, "code"),
            (#"{"identities":["a@b.test"],"code":"12345a"}"#, "code"), (#"{"codes":1}"#, "codes"),
        ] {
            let answer = try server.admin("PUT", "otp/fixed", body)
            #expect(answer.status == 400 && answer.detail.source == source, "\(body): \(answer.text)")
            #expect(!answer.text.contains("123456") && !answer.text.contains("a@b.test"))
        }
    }

    @Test("what was sent is listed, newest first, a bounded number of it")
    func messages() throws {
        #expect(try server.admin("GET", "messages").json?["messages"]?.elements.first { _ in true } == nil)
        _ = try server.sendCode(to: email)
        _ = try server.sendCode(to: mobile)
        let all = try server.admin("GET", "messages").json?["messages"]?.elements.map { $0["channel"]?.string }
        #expect(all == ["MOBILE_PHONE_NUMBER", "EMAIL_ADDRESS"])
        let one = try server.admin("GET", "messages?limit=1").json?["messages"]?.elements.map { $0["channel"]?.string }
        #expect(one == ["MOBILE_PHONE_NUMBER"])
        #expect(try server.admin("GET", "messages?limit=0").status == 400)
        let outbox = CodeOutbox()
        let message = try #require(try server.verification.outbox?.last(to: mobile))
        for _ in 0..<CodeOutbox.countMax + 5 { outbox.deliver(message) { _ in } }
        #expect(outbox.newest(CodeOutbox.countMax * 2).count == CodeOutbox.countMax)
    }

    @Test("codes follow the sandbox's clock; a reset of everything frees codes, counts and messages")
    func clockAndReset() throws {
        _ = try server.sendCode(to: email)
        #expect(!isSent(try server.sendCode(to: email)))
        #expect(try server.admin("POST", "clock/advance", #"{"seconds":60}"#).status == 200)
        #expect(isSent(try server.sendCode(to: email)))
        let bank = #"{"serviceId":"\#(server.a.credentials.serviceId)"}"#
        #expect(try server.admin("POST", "reset", bank).status == 204)
        #expect(!isSent(try server.sendCode(to: email)))
        #expect(try server.admin("POST", "reset", #"{"serviceId":"SRC"}"#).status == 204)
        #expect(try server.admin("GET", "messages").json?["messages"]?.elements.first { _ in true } == nil)
        #expect(isSent(try server.sendCode(to: email)))
        #expect(try server.admin("POST", "reset").status == 204)
        #expect(isSent(try server.sendCode(to: email)))
        let code = try #require(try server.verification.outbox?.last(to: email)).code
        // A day and the life of the code later nothing of it is left.
        #expect(try server.admin("POST", "clock/advance", #"{"seconds":87001}"#).status == 200)
        let codes = try server.verification.codes
        #expect(try codes.check(code, sentTo: email, for: RunningServer.session) == .none)
    }
}
