// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing
import WireJSON

@testable import NetworkServer

/// The scenarios of a sandbox, and what a shop sees of each (checkout 4.14).
@Suite("sandbox: scenarios") struct SeedTests {
    private typealias J = CheckoutJourney
    private static let full = #"{"dpaBillingPreference":"FULL"}"#
    private let journey: CheckoutJourney

    init() throws {
        journey = try J(RunningServer())
    }

    private func load(_ scenario: String) throws -> RunningServer.Answer {
        let service = journey.server.a.credentials.serviceId
        return try journey.server.admin("POST", "seed", #"{"scenario":"\#(scenario)","serviceId":"\#(service)"}"#)
    }

    private func seed(_ scenario: String) throws -> (email: String, cards: [JSONValue], all: JSONValue) {
        let answer = try load(scenario)
        try #require(answer.status == 200, "\(answer.text)")
        let all = try #require(answer.json)
        return (try #require(all["emailAddress"]?.string), all["cards"]?.elements.map { $0 } ?? [], all)
    }

    private func pay(_ seeded: (email: String, cards: [JSONValue], all: JSONValue), _ index: Int = 0) throws
        -> RunningServer.Answer
    {
        let card = try #require(seeded.cards[index]["srcDigitalCardId"]?.string)
        return try journey.checkout(card: card, options: Self.full, email: seeded.email)
    }

    @Test("returning-consumer pays with either card, and nothing is asked; both identities find the profile")
    func returning() throws {
        let seeded = try seed("returning-consumer")
        #expect(seeded.cards.compactMap { $0["panLastFour"]?.string } == ["1101", "1102"])
        for index in [0, 1] { #expect(J.action(try pay(seeded, index)) == "COMPLETE") }
        let number = try #require(seeded.all["mobileNumber"]?.string)
        for (type, value) in [("EMAIL_ADDRESS", seeded.email), ("MOBILE_PHONE_NUMBER", number)] {
            let identity = #""consumerIdentity":{"identityType":"\#(type)","identityValue":"\#(value)"}"#
            let found = try journey.page(
                "/src/api/identities/lookup", "{" + journey.parties + "," + identity + "}")
            #expect(found.json?["consumerPresent"]?.boolean == true, "\(found.text)")
        }
    }

    @Test("terms-outstanding is asked for terms, no-billing-address for the address")
    func asked() throws {
        #expect(J.steps(try pay(seed("terms-outstanding"))) == ["TERMS"])
        #expect(J.steps(try pay(seed("no-billing-address"))) == ["DATA_CAPTURE"])
    }

    @Test("suspended-card has one card that may be used and one that may not")
    func suspended() throws {
        let seeded = try seed("suspended-card")
        #expect(seeded.cards.compactMap { $0["status"]?.string } == ["ACTIVE", "SUSPENDED"])
        #expect(J.action(try pay(seeded, 0)) == "COMPLETE")
        #expect(try pay(seeded, 1).refused(400, "CARD_NOT_RECOGNIZED"))
    }

    @Test("pending-authentication is asked for a code")
    func pending() throws {
        let seeded = try seed("pending-authentication")
        #expect(seeded.cards.first?["pendingEvents"]?.elements.compactMap(\.string) == ["PENDING_SCA"])
        #expect(J.steps(try pay(seeded)) == ["CARDHOLDER_AUTHENTICATION"])
    }

    @Test("pre-provisioned has a card to claim, and no profile")
    func staged() throws {
        let seeded = try seed("pre-provisioned")
        #expect(seeded.cards.first?["preProvisioningStatus"]?.string == "STAGED")
        #expect(seeded.all["srcConsumerId"] == nil && seeded.cards.first?["srcDigitalCardId"] == nil)
        #expect(try staged(seeded.email).count == 1)
        // Once more is no second card.
        #expect(try seed("pre-provisioned").cards.first?["preProvisioningStatus"]?.string == "STAGED")
        #expect(try staged(seeded.email).count == 1)
    }

    private func staged(_ email: String) throws -> [JSONValue] {
        let answer = try journey.page(
            "/src/api/profiles", "{" + journey.parties + #","idTokens":["\#(try journey.idToken(email))"]}"#)
        let profile = try #require(answer.json?["profiles"]?.elements.first { _ in true }, "\(answer.text)")
        return profile["preProvisionedCards"]?.elements.map { $0 } ?? []
    }

    @Test("a scenario that is loaded again is the same consumer and cards, and what was deleted is there again")
    func again() throws {
        for scenario in ["returning-consumer", "suspended-card", "pending-authentication"] {
            let first = try load(scenario)
            #expect(first.status == 200)
            #expect(try load(scenario).text == first.text)
        }
        let seeded = try seed("returning-consumer")
        let consumer = try #require(seeded.all["srcConsumerId"]?.string)
        let a = journey.server.a
        #expect(
            try journey.server.call("DELETE", RunningServer.base + "/profiles/" + consumer, a.ids, as: a).status == 200)
        let remade = try seed("returning-consumer")
        #expect(remade.all["srcConsumerId"]?.string != consumer)
        #expect(J.action(try pay(remade)) == "COMPLETE")
        // A reset takes them all.
        #expect(try journey.server.admin("POST", "reset").status == 204)
        #expect(try pay(remade).refused(400, "CARD_NOT_RECOGNIZED"))
        #expect(J.action(try pay(seed("returning-consumer"))) == "COMPLETE")
    }

    @Test("what is wrong is refused by name: the scenario, the program, a program that is not enabled")
    func refused() throws {
        let unknown = try load("everything")
        #expect(unknown.status == 400 && unknown.detail.source == "scenario" && !unknown.text.contains("everything"))
        #expect(unknown.text.contains("returning-consumer"))
        #expect(try journey.server.admin("POST", "seed", "{}").detail.source == "scenario")
        let several = try journey.server.admin("POST", "seed", #"{"scenario":"suspended-card"}"#)
        #expect(several.status == 400 && several.detail.source == "serviceId", "\(several.text)")
        for service in ["NOBODY#1", "SRC"] {
            let body = #"{"scenario":"suspended-card","serviceId":"\#(service)"}"#
            #expect(try journey.server.admin("POST", "seed", body).detail.source == "serviceId")
        }
        try journey.server.set([("preProvisioning", "false")], of: journey.server.a)
        let disabled = try load("pre-provisioned")
        #expect(disabled.status == 400 && disabled.detail.source == "scenario", "\(disabled.text)")
    }
}
