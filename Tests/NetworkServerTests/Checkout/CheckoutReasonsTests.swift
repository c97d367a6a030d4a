// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import Checkout
import ClickToPay
import Directory
import Store
import Testing
import Vault
import WireJSON

@testable import NetworkServer

/// The reasons of O6 that `CheckoutTests`, `NewCardTests` and the matrix of 5.9 do not have (checkout 4.7), and the
/// statuses of all of them (checkout 4.12).
@Suite("checkout 4.7: refusals of checkouts") struct CheckoutReasonsTests {
    private typealias J = CheckoutJourney
    private static let withinCheckout = #""customInputData":{"com.mastercard.dcfExperience":"WITHIN_CHECKOUT"}"#

    private func new(
        _ journey: J, ending: String = "0004", options: String = "{}", email: String? = J.email, _ more: String = ""
    ) throws -> RunningServer.Answer {
        let pan = try #require(SandboxTrigger.examplePAN(ending: ending)).revealDigits()
        let plain =
            #"{"primaryAccountNumber":"\#(pan)","panExpirationMonth":"08","panExpirationYear":"2031"}"#
        let card = #""encryptedCard":"\#(try journey.server.encrypt(plain))","# + J.accepted + more
        return try journey.checkout(card: nil, options: options, card, email: email)
    }

    @Test(
        "CARD_ADD_FAILED says what the issuer said (5.1, row 6), and nothing is kept",
        arguments: [
            ("0028", "PAN_INELIGIBLE"), ("0036", "TOKENIZATION_INELIGIBLE"), ("0044", "ISSUER_DECLINED"),
        ])
    func cardAddFailed(_ ending: String, _ detail: String) throws {
        let journey = try J(RunningServer())
        let answer = try new(journey, ending: ending)
        #expect(answer.refused(400, "CARD_ADD_FAILED") && answer.detail.reason == detail, "\(answer.text)")
        let storage = try #require(journey.server.server?.storage)
        let general = try #require(
            try storage.registry.snapshot().programs.first { $0.serviceId == GeneralDirectory.serviceId })
        #expect(try storage.directory.read { try $0.counts(directory: general.directory).consumers } == 0)
    }

    @Test("SERVICE_ERROR: the issuer of a new card does not answer; it may be tried again")
    func noAnswer() throws {
        let answer = try new(try J(RunningServer()), ending: "0051")
        #expect(answer.refused(503, "SERVICE_ERROR") && answer.header("Retry-After") != nil, "\(answer.text)")
    }

    @Test("CARD_INVALID: the issuer does not agree to the token that a batch left out, with its reason")
    func deferredDeclined() throws {
        let journey = try J(RunningServer())
        try journey.server.set([("deferredTokenization", "true")], of: journey.server.a)
        let pan = try #require(SandboxTrigger.examplePAN(ending: "0044")).revealDigits()
        let card = try journey.enroll(pan: pan).card
        let answer = try journey.checkout(card: card)
        #expect(answer.refused(400, "CARD_INVALID") && answer.detail.reason == "ISSUER_DECLINED", "\(answer.text)")
    }

    @Test("AUTHENTICATION_METHOD_NOT_SUPPORTED: a guest cannot be authenticated")
    func guest() throws {
        let options =
            "{" + Self.withinCheckout + #","authenticationPreferences":{"payloadRequested":"AUTHENTICATED"},"#
            + #""acquirerMerchantId":"m","acquirerBIN":"545301","merchantCategoryCode":"5999","#
            + #""merchantCountryCode":"US"}"#
        let answer = try new(try J(RunningServer()), options: options, email: nil)
        #expect(answer.refused(400, "AUTHENTICATION_METHOD_NOT_SUPPORTED"), "\(answer.text)")
    }

    @Test("CARD_SECURITY_CODE_MISSING: the shop gets the card's own number, and no code comes with it")
    func securityCode() throws {
        let journey = try J(RunningServer())
        try journey.server.set([("panAtCheckout", "true")], of: journey.server.a)
        let options = #"{"paymentOptions":[{"dynamicDataType":"NONE"}]}"#
        let opened = try journey.checkout(card: try journey.enroll().card, options: options)
        #expect(J.steps(opened) == ["CVC"], "\(opened.text)")
        #expect(try journey.submit(try J.session(opened), "{}").refused(400, "CARD_SECURITY_CODE_MISSING"))
    }

    @Test("INVALID_PARAMETER: a correlation that is another client's, or whose purchase was cancelled for good")
    func correlation() throws {
        let journey = try J(RunningServer())
        let card = try journey.enroll().card
        let first = try journey.checkout(card: card)
        let same = #""srcCorrelationId":"\#(try J.correlation(first))""#
        #expect(try J(journey.server).checkout(card: card, same).refused(400, "INVALID_PARAMETER"))
        let data =
            #"{"checkoutEventType":"04","checkoutEventStatus":"03","confirmationStatus":"01","#
            + #""confirmationTimestamp":"2030-01-01T00:00:30Z"}"#
        #expect(try journey.confirm(try J.correlation(first), data).status == 204)
        #expect(try journey.checkout(card: card, same).refused(400, "INVALID_PARAMETER"))
    }

    @Test("checkout 4.12: every reason has its status")
    func statuses() {
        let table: [(CheckoutRefusal.Reason, Int)] = [
            (.cardMissing, 400), (.cardIDMissing, 400), (.cardAddFailed, 400), (.cardInvalid, 400),
            (.cardExpiryInvalid, 400), (.cardSecurityCodeMissing, 400), (.cardNotRecognized, 400),
            (.billingAddressRequired, 400), (.termsNotAccepted, 403), (.merchantDataInvalid, 400),
            (.authenticationNotSupported, 400), (.authInvalid, 401), (.accountInaccessible, 403),
            (.invalidParameter, 400), (.invalidRequest, 409), (.notFound, 404), (.codeInvalid, 400),
            (.codeExpired, 400), (.retriesExceeded, 429), (.codeNotSent, 503), (.serviceError, 503),
        ]
        for (reason, status) in table {
            #expect(reason.status == status, "\(reason.word)")
            // The two families of words agree.
            guard reason != .invalidRequest else { continue }
            #expect(BrowserError.Reason(rawValue: reason.word).status == status, "\(reason.word)")
        }
    }
}

/// The codes of a window's authentication, reason by reason (checkout 4.8, 4.3, 4.4).
@Suite("checkout 4.8: refusals of a window's codes") struct WindowCodeReasonsTests {
    private typealias J = CheckoutJourney

    private func opened(_ server: RunningServer) throws -> (journey: CheckoutJourney, session: String) {
        let journey = try J(server)
        try server.set([("firstUseAuthentication", "otp")], of: server.a)
        return (journey, try J.session(try journey.checkout(card: try journey.enroll().card)))
    }

    private func guess(_ journey: J, _ session: String, _ code: String) throws -> RunningServer.Answer {
        try journey.act(session, "authenticate", #""validationData":"\#(code)""#)
    }

    private func wrong(_ journey: J) throws -> String {
        try ProvisionJourney(journey.server).code(for: J.email) == "000000" ? "000001" : "000000"
    }

    @Test(
        "INVALID_REQUEST without a code that was sent, CODE_INVALID for what is none, INVALID_PARAMETER for a channel")
    func unsent() throws {
        let (journey, session) = try opened(RunningServer())
        #expect(try guess(journey, session, "123456").refused(409, "INVALID_REQUEST"))
        #expect(try guess(journey, session, "12").refused(400, "CODE_INVALID"))
        #expect(
            try journey.act(session, "authenticate", #""requestedValidationChannelId":"9""#)
                .refused(400, "INVALID_PARAMETER"))
    }

    @Test("CODE_EXPIRED: the code is too old")
    func expired() throws {
        let (journey, session) = try opened(RunningServer())
        #expect(try journey.act(session, "authenticate").status == 200)
        let code = try ProvisionJourney(journey.server).code(for: J.email)
        journey.server.clock.advance(by: .seconds(600))
        #expect(try guess(journey, session, code).refused(400, "CODE_EXPIRED"))
    }

    @Test("RETRIES_EXCEEDED: too many guesses; then ACCT_INACCESSIBLE: locked by attempts")
    func guesses() throws {
        let (journey, first) = try opened(RunningServer())
        var session = first
        for round in 1...3 {
            #expect(try journey.act(session, "authenticate").status == 200, "\(round)")
            let wrong = try wrong(journey)
            for _ in 1...4 { #expect(try guess(journey, session, wrong).refused(400, "CODE_INVALID")) }
            let last = try guess(journey, session, wrong)
            #expect(last.reason == (round < 3 ? "RETRIES_EXCEEDED" : "ACCT_INACCESSIBLE"), "\(last.text)")
            journey.server.clock.advance(by: .seconds(301))
            if round < 3 { session = try J.session(try journey.checkout(card: try card(journey))) }
        }
        #expect(try journey.act(session, "authenticate").refused(403, "ACCT_INACCESSIBLE"))
    }

    @Test("OTP_SEND_FAILED: whoever delivers codes does not take it")
    func undeliverable() throws {
        let (journey, session) = try opened(RunningServer { $0.codeHookURL = "http://127.0.0.1:1/none" })
        #expect(try journey.act(session, "authenticate").refused(503, "OTP_SEND_FAILED"))
    }

    private func card(_ journey: J) throws -> String {
        let answer = try journey.page(
            "/src/api/profiles", "{" + journey.parties + #","idTokens":["\#(try journey.idToken())"]}"#)
        let profile = try #require(answer.json?["profiles"]?.elements.first { _ in true }, "\(answer.text)")
        let card = profile["maskedCards"]?.elements.first { _ in true }
        return try #require(card?["srcDigitalCardId"]?.string)
    }
}
