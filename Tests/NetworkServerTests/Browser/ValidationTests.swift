// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Store
import Testing
import WireJSON

@testable import NetworkServer

/// O1 to O3, one test for each row of their tables (checkout 4.2 to 4.4).
@Suite("look-up and validation") struct ValidationTests {
    private static let ada = "ada@example.test"
    private let server: RunningServer
    private let shop: Shop

    init() throws {
        server = try RunningServer()
        shop = try Shop(server)
    }

    private func wrong(_ value: String = ValidationTests.ada) throws -> String {
        try shop.code(value) == "000000" ? "000001" : "000000"
    }

    private func session(_ value: String = ValidationTests.ada, _ more: String = "") throws -> String {
        let answer = try shop.start(value, more)
        return try #require(answer.json?["idValidationSessionId"]?.string, "\(answer.text)")
    }

    // MARK: O1

    @Test("whoever an issuer has enrolled is found by address and by number; others are not")
    func found() throws {
        _ = try server.enroll(server.a)
        for value in [Self.ada, "ADA@EXAMPLE.test", "+12025550100", "12025550100", "+1 (202) 555-0100"] {
            let answer = try shop.lookUp(value)
            #expect(answer.json?["consumerPresent"]?.boolean == true, "\(value) \(answer.text)")
            #expect(answer.json?["srcCorrelationId"]?.string != nil)
            #expect(answer.json?["supportedValidationChannels"] == nil)
        }
        for value in ["eve@example.test", "+12025550111"] {
            #expect(try shop.lookUp(value).json?["consumerPresent"]?.boolean == false)
        }
        let object =
            #""consumerIdentity":{"type":"MOBILE_NUMBER","#
            + #""identityValue":{"countryCode":"1","phoneNumber":"2025550100"}}"#
        #expect(
            try shop.post("/src/api/identities/lookup", object).json?["consumerPresent"]?.boolean == true)
        #expect(
            try shop.post("/src/api/identities/lookup", Shop.identity(Self.ada, type: "EMAIL"))
                .json?["consumerPresent"]?.boolean == true)
    }

    @Test("channels are told when they are asked for, and none that was not named")
    func channels() throws {
        _ = try server.enroll(server.a)
        let answer = try shop.post(
            "/src/api/identities/lookup", Shop.identity(Self.ada) + #","returnValidationChannels":true"#)
        let channels = try #require(answer.json?["supportedValidationChannels"]).elements
        #expect(channels.compactMap { $0["validationChannelId"]?.string } == ["EMAIL_ADDRESS"])
    }

    @Test("a consumer with staged cards alone is present; one who was deleted is not")
    func stagedAndDeleted() throws {
        _ = try shop.stage("eve", phone: "0111")
        #expect(try shop.lookUp("eve@example.test").json?["consumerPresent"]?.boolean == true)
        let enrolled = try server.enroll(server.a)
        let deleted = try server.call(
            "DELETE", RunningServer.base + "/profiles/" + enrolled.consumer, server.a.ids, as: server.a)
        #expect(deleted.status == 200)
        #expect(try shop.lookUp(Self.ada).json?["consumerPresent"]?.boolean == false)
    }

    @Test("CONSUMER_ID_MISSING: the identity is absent or says nothing")
    func missing() throws {
        let path = "/src/api/identities/lookup"
        for member in [
            "", #""consumerIdentity":null"#, #""consumerIdentity":{}"#,
            #""consumerIdentity":{"identityType":"EMAIL_ADDRESS"}"#,
            #""consumerIdentity":{"identityValue":"a@b.test"}"#, Shop.identity("", type: "EMAIL_ADDRESS"),
        ] {
            #expect(try shop.post(path, member).refused(400, "CONSUMER_ID_MISSING"), "\(member)")
        }
    }

    @Test("ID_FORMAT_UNSUPPORTED: another type, or a value that is none of its type")
    func unsupported() throws {
        for member in [
            Shop.identity("x", type: "EXTERNAL_ACCOUNT_ID"), Shop.identity("x", type: "EMAIL_ADDRESS"),
            Shop.identity("12", type: "MOBILE_PHONE_NUMBER"), Shop.identity("0000000000", type: "MOBILE_PHONE_NUMBER"),
            Shop.identity("+1202555010x", type: "MOBILE_PHONE_NUMBER"), #""consumerIdentity":7"#,
            #""consumerIdentity":{"identityType":7,"identityValue":"a@b.test"}"#,
        ] {
            let answer = try shop.post("/src/api/identities/lookup", member)
            #expect(answer.refused(400, "ID_FORMAT_UNSUPPORTED"), "\(member) \(answer.text)")
        }
    }

    @Test("FRAUD and ACCT_INACCESSIBLE: the account is there and cannot be used")
    func standing() throws {
        let enrolled = try server.enroll(server.a)
        try shop.set(.locked, consumer: enrolled.consumer)
        #expect(try shop.lookUp(Self.ada).refused(403, "FRAUD"))
        #expect(try shop.start(Self.ada).refused(403, "ACCT_INACCESSIBLE"))
        try shop.set(.suspended, consumer: enrolled.consumer)
        #expect(try shop.lookUp(Self.ada).refused(403, "ACCT_INACCESSIBLE"))
        #expect(try shop.start(Self.ada).refused(403, "ACCT_INACCESSIBLE"))
        // Another directory's profile that may be used is enough.
        _ = try server.enroll(server.b)
        #expect(try shop.lookUp(Self.ada).json?["consumerPresent"]?.boolean == true)
    }

    // MARK: O2

    @Test("a code goes to what was named, or to another channel of the consumer; both are shown masked")
    func start() throws {
        _ = try server.enroll(server.a)
        let answer = try shop.start(Self.ada)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.json?["maskedValidationChannel"]?.string == "a*****a@example.test")
        #expect(answer.json?["expiresAt"]?.string != nil)
        let channels = try #require(answer.json?["supportedValidationChannels"]).elements
        #expect(
            channels.compactMap { $0["validationChannelId"]?.string } == ["EMAIL_ADDRESS", "MOBILE_PHONE_NUMBER"])
        #expect(!answer.text.contains("2025550100") && !answer.text.contains("ada@"))
        let session = try #require(answer.json?["idValidationSessionId"]?.string)
        for channel in ["MOBILE_PHONE_NUMBER", "SMS"] {
            server.clock.advance(by: .seconds(61))
            let again = try shop.post(
                "/src/api/identities/validation/initiate",
                #""idValidationSessionId":"\#(session)","requestedValidationChannelId":"\#(channel)""#)
            #expect(again.json?["idValidationSessionId"]?.string == session, "\(again.text)")
            #expect(again.json?["maskedValidationChannel"]?.string?.hasSuffix("100") == true)
        }
    }

    @Test("a second start makes the first code void, by the same channel and by another one")
    func superseded() throws {
        _ = try server.enroll(server.a)
        let session = try session()
        let first = try shop.code(Self.ada)
        server.clock.advance(by: .seconds(61))
        let body = #""idValidationSessionId":"\#(session)","requestedValidationChannelId":"MOBILE_PHONE_NUMBER""#
        #expect(try shop.post("/src/api/identities/validation/initiate", body).status == 200)
        let second = try shop.code("+12025550100")
        if first != second { #expect(try shop.finish(session, first).refused(400, "CODE_INVALID")) }
        #expect(try shop.finish(session, second).status == 200)
    }

    @Test("RETRIES_EXCEEDED: too many codes; the one that was sent is still good")
    func tooManySends() throws {
        _ = try server.enroll(server.a)
        let session = try session()
        let refused = try shop.start(Self.ada)
        #expect(refused.refused(429, "RETRIES_EXCEEDED"), "\(refused.text)")
        #expect(refused.header("Retry-After") == "60")
        #expect(try shop.finish(session, try shop.code(Self.ada)).status == 200)
    }

    @Test("a wish for another channel that is refused leaves the code of the first one good")
    func channelTooSoon() throws {
        _ = try server.enroll(server.a)
        _ = try shop.start("+12025550100")
        let session = try session()
        let body = #""idValidationSessionId":"\#(session)","requestedValidationChannelId":"MOBILE_PHONE_NUMBER""#
        #expect(
            try shop.post("/src/api/identities/validation/initiate", body).refused(429, "RETRIES_EXCEEDED"))
        #expect(try shop.finish(session, try shop.code(Self.ada)).status == 200)
    }

    @Test("CONSUMER_ID_MISSING without a look-up, ID_FORMAT_UNSUPPORTED for a channel of nobody, NOT_FOUND")
    func startRefused() throws {
        let path = "/src/api/identities/validation/initiate"
        #expect(try shop.post(path).refused(400, "CONSUMER_ID_MISSING"))
        #expect(
            try shop.post(path, #""idValidationSessionId":"ivs_none""#).refused(400, "CONSUMER_ID_MISSING"))
        #expect(try shop.start(Self.ada).refused(404, "NOT_FOUND"))
        _ = try server.enroll(server.a)
        #expect(
            try shop.start(Self.ada, #""requestedValidationChannelId":"PIGEON""#)
                .refused(400, "ID_FORMAT_UNSUPPORTED"))
    }

    @Test("OTP_SEND_FAILED: whoever delivers codes does not take it")
    func undeliverable() throws {
        let server = try RunningServer { $0.codeHookURL = "http://127.0.0.1:1/none" }
        let shop = try Shop(server)
        _ = try server.enroll(server.a)
        #expect(try shop.start(Self.ada).refused(503, "OTP_SEND_FAILED"))
    }

    // MARK: O3

    @Test("the right code gives an ID token, once; no browser is remembered that did not wish it")
    func finish() throws {
        _ = try server.enroll(server.a)
        let session = try session()
        let code = try shop.code(Self.ada)
        let answer = try shop.finish(session, code)
        #expect(answer.json?["idToken"]?.string != nil, "\(answer.text)")
        #expect(answer.json?["recognitionToken"] == nil)
        #expect(answer.header("Set-Cookie") == nil)
        #expect(try shop.finish(session, code).refused(400, "CODE_EXPIRED"))
    }

    @Test("CODE_INVALID and then RETRIES_EXCEEDED for wrong guesses; a malformed one counts nothing")
    func wrongGuesses() throws {
        _ = try server.enroll(server.a)
        let session = try session()
        let wrong = try wrong()
        for text in ["", "12345", "1234567", "abcdef"] {
            #expect(try shop.finish(session, text).refused(400, "CODE_INVALID"), "\(text)")
        }
        for _ in 1...4 { #expect(try shop.finish(session, wrong).refused(400, "CODE_INVALID")) }
        #expect(try shop.finish(session, wrong).refused(429, "RETRIES_EXCEEDED"))
        #expect(try shop.finish(session, try shop.code(Self.ada)).refused(429, "RETRIES_EXCEEDED"))
    }

    @Test("ACCT_INACCESSIBLE: locked by attempts, in the look-up and for the right code too")
    func lockedByAttempts() throws {
        _ = try server.enroll(server.a)
        for round in 1...3 {
            let session = try session()
            let wrong = try wrong()
            for _ in 1...4 { _ = try shop.finish(session, wrong) }
            let last = try shop.finish(session, wrong)
            let isLast = last.refused(403, "ACCT_INACCESSIBLE")
            #expect(isLast == (round == 3), "\(last.text)")
            if isLast {
                #expect(try shop.finish(session, try shop.code(Self.ada)).refused(403, "ACCT_INACCESSIBLE"))
            }
            server.clock.advance(by: .seconds(301))
        }
        #expect(try shop.lookUp(Self.ada).refused(403, "ACCT_INACCESSIBLE"))
        #expect(try shop.start(Self.ada).refused(403, "ACCT_INACCESSIBLE"))
    }

    @Test("ACCT_INACCESSIBLE: the account was suspended after the code was sent")
    func suspendedMeanwhile() throws {
        let enrolled = try server.enroll(server.a)
        let session = try session()
        try shop.set(.suspended, consumer: enrolled.consumer)
        let answer = try shop.finish(session, try shop.code(Self.ada), Shop.rememberMe)
        #expect(answer.refused(403, "ACCT_INACCESSIBLE"), "\(answer.text)")
        #expect(answer.json?["idToken"] == nil && answer.header("Set-Cookie") == nil)
    }

    @Test("CODE_EXPIRED: the code is too old, or the session is not known")
    func expired() throws {
        _ = try server.enroll(server.a)
        let session = try session()
        server.clock.advance(by: .seconds(600))
        #expect(try shop.finish(session, try shop.code(Self.ada)).refused(400, "CODE_EXPIRED"))
        #expect(try shop.finish("ivs_none", "123456").refused(400, "CODE_EXPIRED"))
        #expect(
            try shop.post("/src/api/identities/validation/complete", #""validationData":"123456""#)
                .refused(400, "INVALID_PARAMETER"))
    }

    @Test("a session of one shop is none of another, also of the same code")
    func foreignSession() throws {
        _ = try server.enroll(server.a)
        let session = try session()
        let other = try Shop(server, name: "Other")
        #expect(try other.finish(session, try shop.code(Self.ada)).refused(400, "CODE_EXPIRED"))
        #expect(try shop.finish(session, try shop.code(Self.ada)).status == 200)
    }

    @Test("Remember Me is wished for by its document alone")
    func rememberMe() throws {
        _ = try server.enroll(server.a)
        let shapes = [
            #""complianceSettings":{"rememberMe":true}"#,
            #""complianceSettings":{"privacy":{"acceptedVersion":"LATEST"}}"#,
            #""complianceSettings":{"complianceResources":[{"complianceType":"PRIVACY_POLICY","uri":""}]}"#,
        ]
        for shape in shapes {
            #expect(try shop.signIn(Self.ada, shape).recognition == nil, "\(shape)")
            server.clock.advance(by: .seconds(901))
        }
        #expect(try shop.signIn(Self.ada, Shop.rememberMe).recognition != nil)
        server.clock.advance(by: .seconds(901))
        let session = try session()
        let unknown = #""complianceSettings":{"complianceResources":[{"complianceType":"SOMETHING"}]}"#
        #expect(try shop.finish(session, try shop.code(Self.ada), unknown).refused(400, "INVALID_PARAMETER"))
    }
}
