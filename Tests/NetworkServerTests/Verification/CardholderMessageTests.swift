// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing
import WireJSON

@testable import NetworkServer

/// Messages to cardholders whose cards were added (processing 1.1, step 17).
@Suite("messages to cardholders") struct CardholderMessageTests {
    private let server: RunningServer
    private let journey: ProvisionJourney

    init() throws {
        server = try RunningServer()
        journey = ProvisionJourney(server)
    }

    /// The sandbox does what is due when its clock is moved.
    private func messages() throws -> [JSONValue] {
        #expect(try server.admin("POST", "clock/advance", #"{"seconds":1}"#).status == 200)
        let all = try server.admin("GET", "messages").json?["messages"]?.elements.map { $0 } ?? []
        return all.filter { $0["purpose"]?.string == "cardAdded" }
    }

    @Test("nobody is written to unless the program asks for it")
    func off() throws {
        _ = try server.enroll(server.a)
        #expect(try messages().isEmpty)
    }

    @Test("a card of a batch: one message to the number, with the bank's name and four digits")
    func batch() throws {
        try server.set([("cardholderMessages", "true"), ("issuerName", "Harbour Bank")], of: server.a)
        _ = try server.enroll(server.a)
        let told = try messages()
        #expect(told.count == 1 && told[0]["channel"]?.string == "MOBILE_PHONE_NUMBER")
        #expect(told[0]["address"]?.string == "+12025550100")
        #expect(told[0]["text"]?.string?.hasPrefix("Harbour Bank: your card ending in 9726") == true)
        // The same card again is no news, nor is another look.
        _ = try server.enroll(server.a, id: "b-2")
        #expect(try messages().count == 1)
    }

    @Test("a pushed card is told of by the bank that pushed it, once its token is active")
    func pushed() throws {
        try server.set([("cardholderMessages", "true"), ("issuerName", "Harbour Bank")], of: server.a)
        let waiting = ProvisionJourney.Push(pan: "5120340000000855", locale: "de_DE")
        let end = try journey.agree(journey.prove(ProvisionJourney.signedLink(journey.push(waiting))))
        #expect(try messages().isEmpty)
        let reference = try #require(ProvisionJourney.result(end.location).tokenUniqueReference)
        #expect(try journey.token("token/activate", "TokenActivate", reference).status == 200)
        #expect(try messages().count == 1)
        _ = try server.admin("POST", "clock/advance", #"{"seconds":120}"#)
        let card = ProvisionJourney.Push(pan: "5120340000000020")
        _ = try journey.agree(journey.prove(ProvisionJourney.signedLink(journey.push(card))))
        let told = try messages()
        #expect(told.count == 2 && told[0]["address"]?.string == "+12025550144")
        // The profile's own language, not that of the second visit.
        #expect(told[0]["text"]?.string?.hasPrefix("Harbour Bank: Ihre Karte") == true)
    }
}
