// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Store
import Testing
import WireJSON

@testable import NetworkServer

/// O6 over HTTP (checkout 4.7, 5.5, 5.9).
@Suite("checkout") struct CheckoutTests {
    private typealias J = CheckoutJourney

    @Test("with nothing outstanding a checkout is complete at once, signed, and holds masked data alone")
    func complete() throws {
        let journey = try J(RunningServer())
        let card = try journey.enroll().card
        let answer = try journey.checkout(card: card, options: #"{"dpaBillingPreference":"FULL"}"#)
        #expect(answer.status == 200 && J.action(answer) == "COMPLETE", "\(answer.text)")
        #expect(J.outcomes(answer) == ["billingAddress:ALREADY_PRESENT"])
        let opened = try journey.open(answer, "checkoutResponse")
        #expect(opened.header["alg"]?.string == "RS256")
        #expect(opened.header["kid"]?.string?.contains("src-payload-verification") == true)
        #expect(opened.header["iss"]?.string == "muster" && opened.header["jti"]?.string != nil)
        #expect(opened.header["iat"]?.int64 == journey.server.clock.now.seconds)
        #expect(opened.payload["maskedCard"]?["srcDigitalCardId"]?.string == card)
        #expect(opened.payload["maskedConsumer"]?["status"]?.string == "ACTIVE")
        #expect(opened.secret == nil && opened.payload["iss"] == nil)
        #expect(answer.header("Access-Control-Allow-Origin") == "https://shop.example")
    }

    @Test("a shop that asks for it gets the encrypted part with the checkout")
    func full() throws {
        let journey = try J(RunningServer())
        let card = try journey.enroll().card
        let answer = try journey.checkout(
            card: card, options: #"{"payloadTypeIndicatorCheckout":"FULL","consumerEmailAddressRequested":true}"#)
        let secret = try #require(try journey.open(answer, "checkoutResponse").secret, "\(answer.text)")
        #expect(secret["token"]?["paymentToken"]?.string?.utf8.count == 16)
        #expect(secret["consumerEmailAddress"]?.string == J.email && secret["consumerFullName"] == nil)
    }

    @Test(
        "exactly one of a card's id and a new card",
        arguments: [
            ("", "CARD_MISSING"), (#","srcDigitalCardId":"""#, "CARDID_MISSING"),
            (#","srcDigitalCardId":"a","encryptedCard":"b""#, "INVALID_PARAMETER"),
            (#","encryptedCard":"no token""#, "CARD_INVALID"),
            (#","srcDigitalCardId":"22222222-2222-8222-8222-222222222222""#, "CARD_NOT_RECOGNIZED"),
        ])
    func card(_ members: String, _ reason: String) throws {
        let journey = try J(RunningServer())
        let token = try journey.idToken()
        let answer = try journey.page(
            "/src/api/checkout", "{" + journey.parties + #","idToken":"\#(token)""# + members + "}")
        #expect(answer.status == 400 && answer.reason == reason, "\(answer.text)")
    }

    @Test("who has not signed in, and whose card it is not, does not pay")
    func identity() throws {
        let journey = try J(RunningServer())
        let card = try journey.enroll().card
        #expect(try journey.checkout(card: card, email: nil).reason == "AUTH_INVALID")
        let forged = try journey.page(
            "/src/api/checkout", "{" + journey.parties + #","srcDigitalCardId":"\#(card)","idToken":"a.b.c"}"#)
        #expect(forged.status == 401 && forged.reason == "AUTH_INVALID")
        let other = try journey.checkout(card: card, email: "eve@example.test")
        #expect(other.status == 400 && other.reason == "CARD_NOT_RECOGNIZED")
    }

    @Test("the eligibility matrix at checkout and for credentials")
    func matrix() throws {
        let journey = try J(RunningServer())
        let server = journey.server
        let enrolled = try journey.enroll()
        let card = enrolled.card
        let done = try J.correlation(try journey.checkout(card: card))
        #expect(try journey.credentials(done, card: card).status == 200)
        func token(_ operation: String, _ name: String, _ reason: String) throws {
            let reference = try #require(
                try server.card(enrolled, as: server.a).json?["maskedCard"]?["tokenUniqueReference"]?.string)
            let answer = try server.call(
                "POST", "/mdes/csapi/\(server.a.credentials.directoryId)/\(operation)",
                body: Array(
                    #"{"\#(name)Request":{"TokenUniqueReference":"\#(reference)","ReasonCode":"\#(reason)"}}"#.utf8),
                as: server.a)
            #expect(answer.status == 200, "\(answer.text)")
        }
        try token("token/suspend", "TokenSuspend", "L")
        #expect(try journey.checkout(card: card).reason == "CARD_NOT_RECOGNIZED")
        let suspended = try journey.credentials(done, card: card)
        #expect(suspended.status == 400 && suspended.detail.reason == "SUSPENDED_CARD", "\(suspended.text)")
        try token("token/unsuspend", "TokenUnsuspend", "F")
        #expect(try journey.credentials(done, card: card).status == 200)
        try token("token/delete", "TokenDelete", "L")
        #expect(try journey.checkout(card: card).reason == "CARD_NOT_RECOGNIZED")
        #expect(try journey.credentials(done, card: card).detail.reason == "CARD_NOT_FOUND")
    }

    @Test("an expired card has its own reason")
    func expired() throws {
        let journey = try J(RunningServer())
        let card = try journey.enroll(year: "2027").card
        let done = try J.correlation(try journey.checkout(card: card))
        // To September 2027, at once: the checkout itself is over then too.
        journey.server.clock.advance(by: .seconds(86_400 * 290))
        #expect(try journey.credentials(done, card: card).status == 400)
        #expect(try journey.checkout(card: card).reason == "CARD_EXP_INVALID")
    }

    @Test("terms are asked for once, in order, and are on file afterwards")
    func terms() throws {
        let journey = try J(RunningServer())
        let card = try journey.enroll(terms: false).card
        let opened = try journey.checkout(card: card, options: #"{"confirmPayment":true}"#)
        #expect(opened.status == 202 && J.steps(opened) == ["TERMS", "CONFIRM"], "\(opened.text)")
        let session = try J.session(opened)
        #expect(opened.json?["dcfUri"]?.string?.hasSuffix("/dcf/" + session) == true)
        let early = try journey.act(session, "confirm")
        #expect(early.status == 409 && early.reason == "INVALID_REQUEST", "\(early.text)")
        #expect(J.steps(try journey.act(session, "accept-terms")) == ["CONFIRM"])
        #expect(J.steps(try journey.act(session, "accept-terms")) == ["CONFIRM"])
        #expect(J.action(try journey.act(session, "confirm")) == "COMPLETE")
        // The same form a second time tells the same.
        #expect(J.action(try journey.act(session, "confirm")) == "COMPLETE")
        #expect(J.action(try journey.checkout(card: card)) == "COMPLETE")
    }

    @Test("an issuer's word on terms counts only where that was arranged")
    func issuersWord() throws {
        let journey = try J(RunningServer())
        try journey.server.set([("termsAcceptedByIssuer", "false")], of: journey.server.a)
        let card = try journey.enroll().card
        #expect(J.steps(try journey.checkout(card: card)) == ["TERMS"])
        // Accepted in the shop, in either shape, it is the consumer's own word.
        let resources =
            #""complianceSettings":{"complianceResources":["#
            + #"{"complianceType":"TERMS_AND_CONDITIONS","uri":"https://s"},"#
            + #"{"complianceType":"PRIVACY_POLICY","uri":""}]}"#
        #expect(J.action(try journey.checkout(card: card, resources)) == "COMPLETE")
        #expect(J.action(try journey.checkout(card: card)) == "COMPLETE")
    }

    @Test("a first use is authenticated by a code where the issuer wants that, and then not again")
    func firstUse() throws {
        let journey = try J(RunningServer())
        try journey.server.set([("firstUseAuthentication", "otp")], of: journey.server.a)
        let card = try journey.enroll().card
        let opened = try journey.checkout(card: card)
        #expect(J.steps(opened) == ["CARDHOLDER_AUTHENTICATION"])
        let channels = opened.json?["supportedValidationChannels"]?.elements.compactMap {
            $0["maskedValidationChannel"]?.string
        }
        #expect(channels == ["a*****a@example.test", "+1 (***) ***-*100"], "\(opened.text)")
        let session = try J.session(opened)
        let sent = try journey.act(session, "authenticate")
        #expect(sent.status == 200 && sent.json?["maskedValidationChannel"]?.string == "a*****a@example.test")
        #expect(try journey.act(session, "authenticate").reason == "RETRIES_EXCEEDED")
        let code = try ProvisionJourney(journey.server).code(for: J.email)
        let wrong = code == "000000" ? "000001" : "000000"
        #expect(try journey.act(session, "authenticate", #""validationData":"\#(wrong)""#).reason == "CODE_INVALID")
        let done = try journey.act(session, "authenticate", #""validationData":"\#(code)""#)
        #expect(J.action(done) == "COMPLETE", "\(done.text)")
        let assurance = try #require(try journey.open(done, "checkoutResponse").payload["assuranceData"])
        #expect(assurance["eci"]?.string == "02")
        let data = assurance["verificationData"]?.elements.map(\.self) ?? []
        #expect(data.count == 1)
        for (name, value) in [
            ("verificationType", "CARDHOLDER"), ("verificationEntity", "02"), ("verificationMethod", "04"),
            ("verificationResults", "01"), ("verificationTimestamp", String(journey.server.clock.now.seconds)),
        ] {
            #expect(data.first?[name]?.string == value, "\(name)")
        }
        #expect(data.first?["verificationEvents"]?.elements.compactMap(\.string) == ["01"])
        // The same with the credentials.
        let given = try journey.credentials(try J.correlation(done), card: card)
        #expect(try journey.open(given).payload["assuranceData"]?["eci"]?.string == "02")
        // What did not happen is not claimed.
        let again = try journey.checkout(card: card)
        #expect(J.action(again) == "COMPLETE")
        #expect(try journey.open(again, "checkoutResponse").payload["assuranceData"] == nil)
        // The shop may ask for it, with what that takes.
        let asked = #""authenticationPreferences":{"payloadRequested":"AUTHENTICATED"}"#
        #expect(try journey.checkout(card: card, options: "{" + asked + "}").reason == "MERCHANT_DATA_INVALID")
        let acquirer =
            #","acquirerMerchantId":"m","acquirerBIN":"545301","merchantCategoryCode":"5999","#
            + #""merchantCountryCode":"US"}"#
        #expect(
            J.steps(try journey.checkout(card: card, options: "{" + asked + acquirer)) == ["CARDHOLDER_AUTHENTICATION"])
    }

    @Test("a card that waits for its issuer's authentication has credentials once its holder is authenticated")
    func strongAuthentication() throws {
        let journey = try J(RunningServer())
        let pan = try #require(SandboxTrigger.examplePAN(ending: "0069")).revealDigits()
        let enrolled = try journey.enroll(pan: pan)
        let opened = try journey.checkout(card: enrolled.card)
        #expect(J.steps(opened) == ["CARDHOLDER_AUTHENTICATION"], "\(opened.text)")
        let session = try J.session(opened)
        _ = try journey.act(session, "authenticate", #""requestedValidationChannelId":"MOBILE_PHONE_NUMBER""#)
        let code = try ProvisionJourney(journey.server).code(for: "12025550100")
        let done = try journey.act(session, "authenticate", #""validationData":"\#(code)""#)
        #expect(J.action(done) == "COMPLETE", "\(done.text)")
        #expect(try journey.credentials(try J.correlation(done), card: enrolled.card).status == 200)
        #expect(J.action(try journey.checkout(card: enrolled.card)) == "COMPLETE")
    }

    @Test("a token that a batch left out is made by the first checkout")
    func deferred() throws {
        let journey = try J(RunningServer())
        try journey.server.set([("deferredTokenization", "true")], of: journey.server.a)
        let enrolled = try journey.enroll()
        func reference() throws -> String? {
            try journey.server.card(enrolled, as: journey.server.a).json?["maskedCard"]?["tokenUniqueReference"]?.string
        }
        #expect(try reference() == nil)
        let answer = try journey.checkout(card: enrolled.card)
        #expect(J.action(answer) == "COMPLETE", "\(answer.text)")
        let first = try #require(try reference())
        _ = try journey.checkout(card: enrolled.card)
        #expect(try reference() == first)
    }

    @Test(
        "what a shop has wrong is said to be the shop's",
        arguments: [
            #"{"dpaBillingPreference":"SOME"}"#, #"{"transactionAmount":{"transactionAmount":5}}"#,
            #"{"paymentOptions":{"dpaDynamicDataTtlMinutes":0}}"#, #"{"dpaLocale":"english"}"#,
        ])
    func merchantData(_ options: String) throws {
        let journey = try J(RunningServer())
        let answer = try journey.checkout(card: "x", options: options)
        #expect(answer.status == 400 && answer.reason == "MERCHANT_DATA_INVALID", "\(answer.text)")
    }

    @Test("a newer checkout of a correlation takes the place of the one that is open")
    func superseded() throws {
        let journey = try J(RunningServer())
        let card = try journey.enroll().card
        let correlation = #""srcCorrelationId":"11111111-2222-4333-8444-555555555555""#
        let first = try J.session(try journey.checkout(card: card, options: #"{"confirmPayment":true}"#, correlation))
        let second = try J.session(try journey.checkout(card: card, options: #"{"confirmPayment":true}"#, correlation))
        #expect(try journey.act(first, "confirm").status == 404)
        #expect(J.action(try journey.act(second, "confirm")) == "COMPLETE")
    }

    @Test(
        "a consumer leaves in several ways",
        arguments: [
            ("cancel", "CANCEL", false), ("change-card", "CHANGE_CARD", false), ("add-card", "ADD_CARD", false),
            ("switch-consumer", "SWITCH_CONSUMER", true),
        ])
    func leave(_ action: String, _ code: String, _ unbinds: Bool) throws {
        let journey = try J(RunningServer())
        let card = try journey.enroll().card
        let session = try J.session(try journey.checkout(card: card, options: #"{"confirmPayment":true}"#))
        for answer in [try journey.act(session, action), try journey.act(session, "status")] {
            #expect(J.action(answer) == code && answer.json?["checkoutResponse"] == nil, "\(answer.text)")
            #expect((answer.json?["unbindAppInstance"]?.boolean ?? false) == unbinds)
        }
        #expect(J.action(try journey.act(session, "confirm")) == code)
    }

    @Test("a browser is remembered where its consumer wants that, and given up where not")
    func remember() throws {
        let journey = try J(RunningServer())
        let card = try journey.enroll().card
        let resource =
            #""complianceSettings":{"complianceResources":["#
            + #"{"complianceType":"REMEMBER_ME","uri":"https://shop.example"}]}"#
        let answer = try journey.checkout(card: card, resource)
        #expect(answer.json?["recognitionToken"]?.string?.split(separator: ".").count == 3, "\(answer.text)")
        #expect(try journey.checkout(card: card).json?["recognitionToken"] == nil)
        let session = try J.session(try journey.checkout(card: card, options: #"{"confirmPayment":true}"#, resource))
        _ = try journey.act(session, "set-remember-me", #""rememberMe":false"#)
        let cleared = try journey.act(session, "confirm")
        #expect(cleared.json?["recognitionToken"] == nil && cleared.json?["unbindAppInstance"]?.boolean == true)
    }

    @Test("a recognized browser gets a new token with each checkout, and the old one is good for minutes (checkout 7)")
    func rotation() throws {
        let journey = try J(RunningServer())
        let card = try journey.enroll().card
        let remember = #""complianceSettings":{"complianceResources":[{"complianceType":"REMEMBER_ME","uri":"x"}]}"#
        let first = try #require(try journey.checkout(card: card, remember).json?["recognitionToken"]?.string)
        let idToken = try #require(
            try journey.recognize(first).json?["idTokens"]?.elements.first { _ in true }?.string)
        let again = #""idToken":"\#(idToken)""#
        let answer = try journey.checkout(card: card, again, email: nil)
        let second = try #require(answer.json?["recognitionToken"]?.string, "\(answer.text)")
        #expect(second != first)
        #expect(answer.header("Set-Cookie")?.contains(second) == true)
        // The same for whoever pays twice with one ID token, so that no browser has two.
        #expect(try journey.checkout(card: card, again, email: nil).json?["recognitionToken"]?.string == second)
        // In the window too, and not for who wants to be forgotten there.
        let confirm = #"{"confirmPayment":true}"#
        let session = try J.session(try journey.checkout(card: card, options: confirm, again, email: nil))
        #expect(try journey.act(session, "confirm").json?["recognitionToken"]?.string == second)
        let other = try J.session(try journey.checkout(card: card, options: confirm, again, email: nil))
        _ = try journey.act(other, "set-remember-me", #""rememberMe":false"#)
        #expect(try journey.act(other, "confirm").json?["recognitionToken"] == nil)
        journey.server.clock.advance(by: .seconds(301))
        #expect(try journey.recognize(first).status == 401)
        #expect(try journey.recognize(second).json?["recognized"]?.boolean == true)
    }

    @Test("srciActionCode is one of its words, and nothing hangs on it; another is refused by name, without echo")
    func actionCode() throws {
        let journey = try J(RunningServer())
        let card = try journey.enroll().card
        for word in ["NEW_USER", "AUTH_FAILED", "AUTH_SKIPPED"] {
            #expect(J.action(try journey.checkout(card: card, #""srciActionCode":"\#(word)""#)) == "COMPLETE")
        }
        #expect(J.action(try journey.checkout(card: card, #""srciActionCode":null"#)) == "COMPLETE")
        for wrong in [#""OLD_USER""#, #""new_user""#, #""""#, "7"] {
            let answer = try journey.checkout(card: card, #""srciActionCode":\#(wrong)"#)
            #expect(answer.refused(400, "INVALID_PARAMETER"), "\(wrong) \(answer.text)")
            #expect(answer.detail.source == "srciActionCode" && !answer.text.contains("OLD_USER"))
        }
    }

    @Test("a shop that wants a national identifier is told that there is none, before anybody pays")
    func nationalIdentifier() throws {
        let journey = try J(RunningServer())
        let card = try journey.enroll().card
        func pay(_ value: String) throws -> RunningServer.Answer {
            try journey.checkout(card: card, options: #"{"consumerNationalIdentifierRequested":\#(value)}"#)
        }
        for value in ["false", "null"] { #expect(J.action(try pay(value)) == "COMPLETE") }
        for (value, reason) in [("true", "NOT_SUPPORTED"), (#""true""#, "INVALID_VALUE")] {
            let answer = try pay(value)
            #expect(answer.refused(400, "MERCHANT_DATA_INVALID"), "\(answer.text)")
            #expect(answer.detail.reason == reason)
            #expect(answer.detail.source == "dpaTransactionOptions.consumerNationalIdentifierRequested")
        }
    }

    @Test("a session is its shop's alone, and over after 15 minutes")
    func sessions() throws {
        let journey = try J(RunningServer())
        let card = try journey.enroll().card
        let session = try J.session(try journey.checkout(card: card, options: #"{"confirmPayment":true}"#))
        let other = try J(journey.server)
        #expect(try other.act(session, "confirm").status == 404)
        #expect(try journey.act("33333333-3333-8333-8333-333333333333", "confirm").status == 404)
        journey.server.clock.advance(by: .seconds(901))
        #expect(try journey.act(session, "confirm").status == 404)
    }
}
