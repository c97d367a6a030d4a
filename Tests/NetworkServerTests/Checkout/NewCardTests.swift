// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Store
import Testing
import Vault
import WireJSON

@testable import NetworkServer

/// Checkout with a card that the directory does not have (checkout 5.1).
@Suite("checkout with a new card") struct NewCardTests {
    private typealias J = CheckoutJourney

    private func card(_ journey: J, _ pan: String = "5120340000000004") throws -> String {
        let plain =
            #"{"primaryAccountNumber":"\#(pan)","panExpirationMonth":"08","panExpirationYear":"2031","#
            + #""cardSecurityCode":"123","cardholderFullName":"Gus Guest"}"#
        return #""encryptedCard":"\#(try journey.server.encrypt(plain))""#
    }

    private func new(
        _ journey: J, options: String = "{}", _ more: String = J.accepted, email: String? = "gus@example.test"
    ) throws -> RunningServer.Answer {
        try journey.checkout(
            card: nil, options: options, try card(journey) + (more.isEmpty ? "" : "," + more), email: email)
    }

    private func general(_ journey: J) throws -> (consumers: Int, cards: Int) {
        let storage = try #require(journey.server.server?.storage)
        let program = try #require(
            try storage.registry.snapshot().programs.first { $0.serviceId == GeneralDirectory.serviceId })
        let counts = try storage.directory.read { try $0.counts(directory: program.directory) }
        return (counts.consumers, counts.cards)
    }

    @Test("a consumer who has signed in gets a profile of what was proved, and finds the card there again")
    func profile() throws {
        let journey = try J(RunningServer())
        let answer = try new(journey)
        #expect(answer.status == 200 && J.action(answer) == "COMPLETE", "\(answer.text)")
        let masked = try journey.open(answer, "checkoutResponse").payload
        let card = try #require(masked["maskedCard"]?["srcDigitalCardId"]?.string)
        #expect(masked["maskedConsumer"]?["linkedIdentities"]?.elements.first { _ in true } != nil)
        let again = try journey.checkout(card: card, email: "gus@example.test")
        #expect(J.action(again) == "COMPLETE")
        #expect(try journey.credentials(try J.correlation(again), card: card).status == 200)
        // The same card once more is the same card.
        #expect(
            try journey.open(new(journey), "checkoutResponse").payload["maskedCard"]?["srcDigitalCardId"]?.string
                == card)
        #expect(try general(journey) == (1, 1))
    }

    @Test("what a shop says of a consumer is nobody's proof: no profile is found by it")
    func unproved() throws {
        let journey = try J(RunningServer())
        let told =
            #""consumer":{"emailAddress":"victim@example.test","#
            + #""mobileNumber":{"countryCode":"1","phoneNumber":"2025550177"}}"#
        #expect(J.action(try new(journey, J.accepted + "," + told)) == "COMPLETE")
        let card = try #require(
            try journey.open(new(journey), "checkoutResponse").payload["maskedCard"]?["srcDigitalCardId"]?.string)
        #expect(try journey.checkout(card: card, email: "victim@example.test").reason == "CARD_NOT_RECOGNIZED")
    }

    @Test("the same call again keeps the card that the first one made, and so does a purchase beside it")
    func twice() throws {
        let journey = try J(RunningServer())
        let options = #"{"confirmPayment":true}"#
        let same = J.accepted + #","srcCorrelationId":"11111111-2222-4333-8444-555555555555""#
        _ = try new(journey, options: options, same)
        let again = try new(journey, options: options, same)
        #expect(try general(journey) == (1, 1))
        // It is this checkout's to take back now.
        _ = try journey.act(try J.session(again), "cancel")
        #expect(try general(journey) == (0, 0))
        let first = try J.session(try new(journey, options: options))
        #expect(J.action(try new(journey)) == "COMPLETE")
        _ = try journey.act(first, "cancel")
        #expect(try general(journey) == (1, 1))
    }

    @Test("two open checkouts of one new card: the end of the first leaves it to the second, which keeps or removes it")
    func twoOpen() throws {
        let journey = try J(RunningServer())
        let options = #"{"confirmPayment":true}"#
        for isKept in [false, true] {
            let first = try J.session(try new(journey, options: options))
            let second = try J.session(try new(journey, options: options))
            #expect(J.action(try journey.act(first, "cancel")) == "CANCEL")
            #expect(try general(journey) == (1, 1))
            let end = try journey.act(second, isKept ? "confirm" : "cancel")
            #expect(J.action(end) == (isKept ? "COMPLETE" : "CANCEL"), "\(end.text)")
            #expect(try general(journey) == (isKept ? (1, 1) : (0, 0)))
        }
    }

    @Test("time that ends the first does not end the card of the second")
    func twoOpenTooLate() throws {
        let journey = try J(RunningServer())
        _ = try new(journey, options: #"{"confirmPayment":true}"#)
        try journey.wait(600)
        let second = try J.session(try new(journey, options: #"{"confirmPayment":true}"#))
        try journey.wait(400)
        #expect(J.action(try journey.act(second, "confirm")) == "COMPLETE")
        try journey.wait(2000)
        #expect(try general(journey) == (1, 1))
    }

    @Test("two new cards of one new profile: each goes with its checkout, the profile with the last")
    func twoCards() throws {
        let journey = try J(RunningServer())
        let options = #"{"confirmPayment":true}"#
        for order in [[0, 1], [1, 0]] {
            let windows = try ["5120340000000004", "5186001700009726"].map { pan in
                try J.session(
                    journey.checkout(
                        card: nil, options: options, try card(journey, pan) + "," + J.accepted,
                        email: "gus@example.test"))
            }
            #expect(try general(journey) == (1, 2))
            _ = try journey.act(windows[order[0]], "cancel")
            #expect(try general(journey) == (1, 1))
            _ = try journey.act(windows[order[1]], "cancel")
            #expect(try general(journey) == (0, 0))
        }
    }

    @Test("a checkout that cannot be begun leaves nothing of its card")
    func notBegun() throws {
        let journey = try J(RunningServer())
        let options =
            #"{"customInputData":{"com.mastercard.dcfExperience":"WITHIN_CHECKOUT"},"#
            + #""authenticationPreferences":{"payloadRequested":"AUTHENTICATED"},"acquirerMerchantId":"m","#
            + #""acquirerBIN":"545301","merchantCategoryCode":"5999","merchantCountryCode":"US"}"#
        let answer = try new(journey, options: options, email: nil)
        #expect(answer.refused(400, "AUTHENTICATION_METHOD_NOT_SUPPORTED"), "\(answer.text)")
        #expect(try general(journey) == (0, 0))
    }

    @Test("without terms accepted nothing is kept")
    func terms() throws {
        let journey = try J(RunningServer())
        let answer = try new(journey, "")
        #expect(answer.status == 403 && answer.reason == "TERMS_AND_CONDITIONS_NOT_ACCEPTED", "\(answer.text)")
        #expect(try general(journey) == (0, 0))
    }

    @Test("a guest pays where the shop takes guests, is found by nothing, and is gone afterwards")
    func guest() throws {
        let journey = try J(RunningServer())
        #expect(try new(journey, email: nil).reason == "AUTH_INVALID")
        let options =
            #"{"customInputData":{"com.mastercard.dcfExperience":"WITHIN_CHECKOUT"},"#
            + #""consumerEmailAddressRequested":true,"consumerNameRequested":true}"#
        let told =
            #""consumer":{"emailAddress":"gus@example.test","firstName":"Gus","lastName":"Guest"}"#
        let answer = try new(journey, options: options, J.accepted + "," + told, email: nil)
        #expect(J.action(answer) == "COMPLETE" && answer.json?["recognitionToken"] == nil, "\(answer.text)")
        let masked = try journey.open(answer, "checkoutResponse").payload
        #expect(masked["maskedConsumer"] == nil)
        let card = try #require(masked["maskedCard"]?["srcDigitalCardId"]?.string)
        #expect(try journey.checkout(card: card, email: "gus@example.test").reason == "CARD_NOT_RECOGNIZED")
        let correlation = try J.correlation(answer)
        let secret = try #require(try journey.open(journey.credentials(correlation, card: card)).secret)
        #expect(secret["consumerEmailAddress"]?.string == "gus@example.test")
        #expect(secret["consumerFullName"]?.string == "Gus Guest")
        #expect(try general(journey) == (1, 1))
        try journey.wait(2000)
        #expect(try general(journey) == (0, 0))
        #expect(try journey.credentials(correlation, card: card).detail.reason == "EXPIRED")
    }

    @Test("a checkout that is cancelled or too late takes its card and profile back")
    func takenBack() throws {
        let journey = try J(RunningServer())
        let first = try new(journey, options: #"{"confirmPayment":true}"#)
        #expect(try general(journey) == (1, 1))
        _ = try journey.act(try J.session(first), "cancel")
        #expect(try general(journey) == (0, 0))
        _ = try new(journey, options: #"{"confirmPayment":true}"#)
        #expect(try general(journey) == (1, 1))
        try journey.wait(901)
        #expect(try general(journey) == (0, 0))
        // A card that was there before stays.
        #expect(J.action(try new(journey)) == "COMPLETE")
        _ = try journey.act(try J.session(try new(journey, options: #"{"confirmPayment":true}"#)), "cancel")
        #expect(try general(journey) == (1, 1))
    }

    @Test(
        "a card that cannot be added says why",
        arguments: [
            ("5186001700009726", "08", "2020", "CARD_EXP_INVALID"), ("5186001700009720", "08", "2031", "CARD_INVALID"),
            ("4111111111111111", "08", "2031", "CARD_INVALID"),
        ])
    func refused(_ pan: String, _ month: String, _ year: String, _ reason: String) throws {
        let journey = try J(RunningServer())
        let plain =
            #"{"primaryAccountNumber":"\#(pan)","panExpirationMonth":"\#(month)","panExpirationYear":"\#(year)"}"#
        let answer = try journey.checkout(
            card: nil, #""encryptedCard":"\#(try journey.server.encrypt(plain))","# + J.accepted)
        #expect(answer.status == 400 && answer.reason == reason, "\(answer.text)")
        #expect(!answer.text.contains(pan))
    }
}
