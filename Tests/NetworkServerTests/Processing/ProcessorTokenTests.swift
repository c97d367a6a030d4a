// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import IssuerKit
import JOSE
import Testing
import WireJSON

@testable import NetworkServer

/// The whole way of an issuer that sees no PAN: card data, enrollment, decision, notifications, tokens (1.1).
@Suite("card management and tokens over HTTP") struct ProcessorTokenTests {
    private let place: ProcessorServer

    init() throws {
        place = try ProcessorServer()
    }

    private func tokens(_ path: String, _ query: [(String, String)] = []) throws -> [JSONValue] {
        let answer = try place.digital("GET", path, query: query)
        let list = answer.json?["clientTokens"] ?? answer.json?["cardContractTokens"]
        return Array(try #require(list, "\(answer.answer.text)").elements)
    }

    @Test("a card whose number nobody has seen is enrolled; its token is listed, suspended, resumed and deactivated")
    func enrolled() throws {
        let (card, client) = try place.makeCard()
        #expect(try tokens("/clients/\(client)/tokens").isEmpty)
        let answer = try place.enroll(card)
        #expect(answer.status == 200, "\(answer.text)")
        let token = try #require(try tokens("/cards/\(card)/tokens").first)
        #expect(
            token["walletName"]?.string == "MDES for Merchants" && token["tokenRequestorId"]?.string == "50123197928")
        #expect(token["tokenStatus"]?.string == "Active" && token["cardContractId"]?.int64 == card)
        #expect(token["tokenUniqueReference"]?.string == answer.json?["maskedCard"]?["tokenUniqueReference"]?.string)
        let number = try #require(token["tokenNumber"]?.string)
        #expect(try place.digital("GET", "/tokens/\(number)").json?["cardContractId"]?.int64 == card)
        #expect(try tokens("/clients/\(client)/tokens", [("status", "inactive")]).isEmpty)
        for (word, status) in [("SUSPEND", "Suspended"), ("RESUME", "Active")] {
            let set = try place.digital(
                "PUT", "/cards/\(card)/tokens", #"{"tokenNumber":"\#(number)","tokenStatus":"\#(word)"}"#)
            #expect(set.status == 204)
            #expect(try tokens("/cards/\(card)/tokens").first?["tokenStatus"]?.string == status)
        }
        #expect(try place.digital("PUT", "/cards/\(card)/tokens", #"{"tokenStatus":"DEACTIVATE"}"#).status == 204)
        #expect(try tokens("/cards/\(card)/tokens").isEmpty)
        let gone = try place.digital("GET", "/tokens/\(number)")
        #expect(gone.status == 404 && gone.error.reason == "TOKEN_DOES_NOT_EXIST" && !gone.answer.text.contains(number))
    }

    @Test("blocking a card suspends its token and its card in the directory; unblocking brings both back")
    func blocked() throws {
        let (card, _) = try place.makeCard()
        let enrolled = try #require(place.enroll(card).json?["maskedCard"]?["srcDigitalCardId"]?.string)
        func status() throws -> String? {
            let answer = try place.server.call(
                "GET", RunningServer.base + "/cards/" + enrolled, place.a.ids, as: place.a)
            return answer.json?["maskedCard"]?["digitalCardData"]?["status"]?.string
        }
        for (code, wanted) in [("05", "SUSPENDED"), ("00", "ACTIVE")] {
            #expect(try place.core("PUT", "/cards/\(card)/status", #"{"statusCode":"\#(code)"}"#).status == 204)
            #expect(try status() == wanted)
        }
    }

    @Test(
        "card data is given whatever the card's state; the enrollment then fails or waits as the decision table says",
        arguments: [
            (70_002, 200, nil), (70_005, 400, "ISSUER_DECLINED"), (70_041, 400, "ISSUER_DECLINED"),
            (70_085, 200, nil), (70_090, 400, "ISSUER_DECLINED"), (70_091, 503, "NO_RESPONSE_FROM_ISSUER"),
        ] as [(Int64, Int, String?)])
    func states(_ card: Int64, _ status: Int, _ reason: String?) throws {
        let answer = try place.enroll(card)
        #expect(answer.status == status && answer.detail.reason == reason, "\(answer.text)")
        let listed = try tokens("/cards/\(card)/tokens")
        #expect(listed.isEmpty == (status != 200))
        if card == 70_085 { #expect(listed.first?["tokenStatus"]?.string == "Inactive") }
    }

    @Test("notifications name card contract and client beside the masked number, a decline with its reason")
    func notifications() throws {
        let endpoint = Endpoint()
        let url = try endpoint.start()
        defer { endpoint.stop() }
        let text = try NotificationKeys(place.server.configuration).text(serviceId: place.a.credentials.serviceId)
        endpoint.trust(Hex.decode(text) ?? [], place.server.clock)
        try place.server.set([("notificationURL", url)], of: place.a)
        let (card, client) = try place.makeCard()
        #expect(try place.enroll(card).status == 200)
        #expect(try place.enroll(70_090).status == 400)
        // What is due has been tried when this returns.
        #expect(try place.server.admin("POST", "clock/advance", #"{"seconds":0}"#).status == 200)
        let own = endpoint.events.filter { $0.cardContractId == card }
        #expect(own.map(\.eventType) == [.authorization, .completion])
        for event in own {
            #expect(event.clientId == client && event.cardContractNumber.hasPrefix("518600______"))
        }
        let declined = try #require(endpoint.events.first { $0.cardContractId == 70_090 })
        #expect(declined.responseCode == "05" && declined.declineReason == "BLACKLISTED")
        #expect(declined.clientId == 40_000 && declined.decision == "DECLINED")
    }

    @Test("cards outside the products are decided as before")
    func outside() throws {
        let enrolled = try place.server.enroll(place.a, pan: "5555555555554444")
        #expect(!enrolled.card.isEmpty)
    }
}
