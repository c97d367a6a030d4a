// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Store
import Testing
import WireJSON

@testable import NetworkServer

/// A first purchase of somebody whom nobody knows (checkout 5.1), from the shop's calls alone: no token is made for it
/// here. The network asks for a code, and a profile, an ID token and a remembered browser come of it.
@Suite("a first-time consumer at a checkout") struct NewcomerTests {
    private typealias J = CheckoutJourney

    private static let email = "nova@example.test"
    private static let other = "5186001700009726"

    private let journey: J

    init() throws { journey = try J(RunningServer()) }

    private func told(_ email: String = email) -> String {
        #""consumer":{"emailAddress":"\#(email)","firstName":"Nova","lastName":"New"}"#
    }

    private func begin(
        _ more: String? = nil, options: String = "{}", pan: String = "5120340000000004", isRemembered: Bool = true
    ) throws -> RunningServer.Answer {
        let plain =
            #"{"primaryAccountNumber":"\#(pan)","panExpirationMonth":"08","panExpirationYear":"2031","#
            + #""cardSecurityCode":"123","cardholderFullName":"Nova New"}"#
        let card = #""encryptedCard":"\#(try journey.server.encrypt(plain))""#
        let members = [card, J.accepted, more ?? told(), #""rememberMe":\#(isRemembered)"#].filter { !$0.isEmpty }
        return try journey.checkout(card: nil, options: options, members.joined(separator: ","), email: nil)
    }

    private func prove(_ session: String, _ email: String = email) throws -> RunningServer.Answer {
        // Codes to one address have a minute between them.
        try journey.wait(61)
        let sent = try journey.act(session, "authenticate")
        #expect(sent.status == 200, "\(sent.text)")
        let code = try ProvisionJourney(journey.server).code(for: email)
        return try journey.act(session, "authenticate", #""validationData":"\#(code)""#)
    }

    private func isPresent(_ email: String = email) throws -> Bool? {
        try journey.page(
            "/src/api/identities/lookup",
            "{" + journey.parties
                + #","consumerIdentity":{"identityType":"EMAIL_ADDRESS","identityValue":"\#(email)"}}"#
        ).json?["consumerPresent"]?.boolean
    }

    private func cards(_ idToken: String) throws -> [JSONValue] {
        let answer = try journey.page(
            "/src/api/profiles", "{" + journey.parties + #","idTokens":["\#(idToken)"]}"#)
        return answer.json?["profiles"]?.elements.flatMap { $0["maskedCards"]?.elements.map { $0 } ?? [] } ?? []
    }

    private func general() throws -> (consumers: Int, cards: Int) {
        let storage = try #require(journey.server.server?.storage)
        let program = try #require(
            try storage.registry.snapshot().programs.first { $0.serviceId == GeneralDirectory.serviceId })
        let counts = try storage.directory.read { try $0.counts(directory: program.directory) }
        return (counts.consumers, counts.cards)
    }

    private func consumer(of answer: RunningServer.Answer) throws -> String {
        try #require(
            try journey.open(answer, "checkoutResponse").payload["maskedConsumer"]?["srcConsumerId"]?.string,
            "\(answer.text)")
    }

    @Test("the code that was sent makes the profile: an ID token, a remembered browser, and the card the next time")
    func first() throws {
        #expect(try isPresent() == false)
        let begun = try begin()
        #expect(begun.status == 202 && J.steps(begun) == ["CARDHOLDER_AUTHENTICATION"], "\(begun.text)")
        let channels = begun.json?["supportedValidationChannels"]?.elements.compactMap {
            $0["maskedValidationChannel"]?.string
        }
        #expect(channels == ["n*****a@example.test"])
        // Nothing is found by what a shop says alone.
        #expect(try isPresent() == false)
        let done = try prove(try J.session(begun))
        #expect(J.action(done) == "COMPLETE", "\(done.text)")
        #expect(try isPresent() == true)
        #expect(try general() == (1, 1))
        let idToken = try #require(done.json?["idToken"]?.string)
        let card = try #require(try cards(idToken).first?["srcDigitalCardId"]?.string)
        #expect(try journey.credentials(try J.correlation(done), card: card).status == 200)
        let recognition = try #require(done.json?["recognitionToken"]?.string)
        let recognized = try journey.recognize(recognition)
        let again = try #require(recognized.json?["idTokens"]?.elements.first { _ in true }?.string)
        #expect(try cards(again).compactMap { $0["srcDigitalCardId"]?.string } == [card])
        // The terms are on file: the next purchase asks for nothing.
        #expect(J.action(try journey.checkout(card: card, email: Self.email)) == "COMPLETE")
        // It is a profile like any other: it does not go with the checkout.
        try journey.wait(2000)
        #expect(try general() == (1, 1))
    }

    @Test("a number is as good as an address, and who does not want to be remembered is not, where guests may not pay")
    func byNumber() throws {
        let told = #""consumer":{"mobileNumber":{"countryCode":"1","phoneNumber":"2025550177"}}"#
        let session = try J.session(try begin(told, isRemembered: false))
        _ = try journey.act(session, "authenticate")
        let code = try ProvisionJourney(journey.server).code(for: "12025550177")
        let done = try journey.act(session, "authenticate", #""validationData":"\#(code)""#)
        #expect(J.action(done) == "COMPLETE", "\(done.text)")
        #expect(done.json?["idToken"] != nil && done.json?["recognitionToken"] == nil)
        #expect(try general() == (1, 1))
    }

    @Test("a shop that takes guests gets one, unless the consumer wants to be remembered")
    func guests() throws {
        let within = #"{"customInputData":{"com.mastercard.dcfExperience":"WITHIN_CHECKOUT"}}"#
        let guest = try begin(options: within, isRemembered: false)
        #expect(J.action(guest) == "COMPLETE" && guest.json?["idToken"] == nil, "\(guest.text)")
        #expect(try isPresent() == false)
        #expect(J.steps(try begin(options: within)) == ["CARDHOLDER_AUTHENTICATION"])
    }

    @Test("without an address or number there is nowhere to ask")
    func nowhere() throws {
        let answer = try begin(#""consumer":{"firstName":"Nova","lastName":"New"}"#)
        #expect(answer.refused(401, "AUTH_INVALID"), "\(answer.text)")
        #expect(try general() == (0, 0))
    }

    @Test("who does not enter the code leaves nothing", arguments: ["cancel", "switch-consumer", "wrong", "time"])
    func nothingLeft(_ end: String) throws {
        let session = try J.session(try begin())
        #expect(try general() == (1, 1))
        switch end {
        case "wrong":
            _ = try journey.act(session, "authenticate")
            let right = try ProvisionJourney(journey.server).code(for: Self.email)
            let wrong = right == "000000" ? "000001" : "000000"
            let answer = try journey.act(session, "authenticate", #""validationData":"\#(wrong)""#)
            #expect(answer.refused(400, "CODE_INVALID"), "\(answer.text)")
            #expect(try isPresent() == false)
            try journey.wait(901)
        case "time": try journey.wait(901)
        default: #expect(try journey.act(session, end).json?["idToken"] == nil)
        }
        #expect(try general() == (0, 0))
        #expect(try isPresent() == false)
    }

    @Test("who turns out to be known gets the card into the profile that is there; the same card is the same")
    func known() throws {
        let first = try prove(try J.session(try begin()))
        let second = try prove(try J.session(try begin(pan: Self.other)))
        #expect(J.action(second) == "COMPLETE", "\(second.text)")
        #expect(try general() == (1, 2))
        #expect(try consumer(of: first) == consumer(of: second))
        let again = try prove(try J.session(try begin(pan: Self.other)))
        #expect(J.action(again) == "COMPLETE", "\(again.text)")
        #expect(try general() == (1, 2))
        let idToken = try #require(again.json?["idToken"]?.string)
        #expect(try cards(idToken).count == 2)
        func card(_ answer: RunningServer.Answer) throws -> String {
            try #require(
                try journey.open(answer, "checkoutResponse").payload["maskedCard"]?["srcDigitalCardId"]?.string)
        }
        #expect(try card(second) == card(again))
        #expect(try journey.credentials(try J.correlation(again), card: card(again)).status == 200)
    }

    @Test("a code opens no account that is closed, and leaves nothing there")
    func suspended() throws {
        _ = try prove(try J.session(try begin()))
        let storage = try #require(journey.server.server?.storage)
        try storage.directory.write { writing in
            guard let row = try writing.firstConsumer(from: 0) else { return }
            var closed = row
            closed.status = .suspended
            try writing.replace(row, by: closed)
        }
        let answer = try prove(try J.session(try begin(pan: Self.other)))
        #expect(J.action(answer) == "ERROR" && answer.json?["checkoutResponse"] == nil, "\(answer.text)")
        #expect(answer.json?["recognitionToken"] == nil)
        #expect(try general() == (1, 1))
    }

    @Test("a card whose issuer wants its holder authenticated is not opened by a code to what a stranger names")
    func issuerAsks() throws {
        let answer = try begin(pan: #require(SandboxTrigger.examplePAN(ending: "0069")).revealDigits())
        #expect(answer.refused(400, "AUTHENTICATION_METHOD_NOT_SUPPORTED"), "\(answer.text)")
        #expect(try general() == (0, 0))
    }
}
