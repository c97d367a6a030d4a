// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Directory
import Foundation
import Store
import StoreSQLite
import Testing
import Vault

@testable import Enrollment

@Suite("Outbox: what issuers are told")
struct EventTests {
    private static let pan = Person.pan(7)

    private func network(_ change: (inout ProgramSettings) -> Void = { _ in }) throws -> Network {
        var settings = ProgramSettings()
        settings.notificationURL = "https://bank.test/events"
        change(&settings)
        return try Network(settings: settings)
    }

    private func person(_ pan: String = Self.pan) -> Person {
        Person("ada", phone: "0101", cards: [("card-ada", pan)])
    }

    /// Every event so far, oldest first, as it would go out.
    private func events(_ network: Network) throws -> [[String: String]] {
        let rows = try network.store.read { try $0.notifications(directory: Network.directory, limit: 1000) }
        return try rows.reversed().map { row in
            let body = NotificationMessage(row, vault: network.vault).body
            return try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: String])
        }
    }

    private func check(
        _ event: [String: String]?, _ network: Network, _ particulars: [String: String?],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var event = try #require(event, sourceLocation: sourceLocation)
        let (id, correlation) = (event["eventId"] ?? "", event["correlationId"] ?? "")
        event["eventId"] = nil
        event["correlationId"] = nil
        #expect(UUID(uuidString: id) != nil && UUID(uuidString: correlation) != nil && id != correlation)
        var wanted: [String: String?] = [
            "eventDateTime": network.clock.now.iso8601,
            "cardContractNumber": "520430______" + Self.pan.suffix(4), "externalConsumerId": "ada",
            "externalCardId": "card-ada", "tokenRequestorId": "50123197928", "walletName": "MDES for Merchants",
        ]
        wanted.merge(particulars) { $1 }
        #expect(event == wanted.compactMapValues(\.self), sourceLocation: sourceLocation)
    }

    private func token(_ network: Network, status: String = "Active") throws -> [String: String?] {
        let card = try #require(try network.store.read { try $0.cards(named: ["card-ada"], directory: 1) }[0])
        return [
            "srcDigitalCardId": network.vault.publicID(.card, of: card),
            "tokenUniqueReference": network.vault.reference48(.token, of: card), "tokenStatus": status,
            "tokenExpiryDate": "3011", "tokenType": "F",
        ]
    }

    private func checkEnrolled(_ network: Network) throws {
        let events = try events(network)
        #expect(events.count == 2)
        let token = try token(network)
        try check(
            events.first, network,
            [
                "eventType": "TAR", "decision": "APPROVED", "responseCode": "00",
                "srcDigitalCardId": token["srcDigitalCardId"] ?? nil,
            ])
        try check(
            events.last, network, token.merging(["eventType": "TCN", "decision": "APPROVED"]) { $1 })
        #expect(events[0]["correlationId"] == events[1]["correlationId"])
        #expect(events[0]["eventId"] != events[1]["eventId"])
        #expect(events[1]["tokenUniqueReference"]?.utf8.count == 48)
    }

    @Test("A card that is enrolled alone: TAR and TCN of one attempt; enrolled again: nothing more")
    func single() throws {
        let network = try network()
        for _ in 0..<2 {
            _ = try network.enrollOne(network.order(person(), directory: Network.directory)).get()
            try checkEnrolled(network)
        }
    }

    @Test("A card of a batch: the same; a batch again: nothing more")
    func batch() throws {
        let network = try network()
        _ = try network.enroll("b-1", [person()])
        try checkEnrolled(network)
        _ = try network.enroll("b-2", [person()])
        try checkEnrolled(network)
    }

    @Test(
        "A declined card: TAR with the reason, alone and in a batch",
        arguments: [
            ("0044", "05", "CARD_STATUS"), ("0010", "14", "CARD_UNKNOWN"), ("0036", "05", "PRODUCT_NOT_ELIGIBLE"),
        ])
    func declined(_ ending: String, _ code: String, _ reason: String) throws {
        let pan = Person.pan(ending: ending)
        for isBatch in [false, true] {
            let network = try network()
            if isBatch {
                _ = try network.enroll("b-1", [person(pan)])
            } else {
                #expect(throws: (any Error).self) {
                    try network.enrollOne(network.order(person(pan), directory: Network.directory)).get()
                }
            }
            let events = try events(network)
            #expect(events.count == 1)
            try check(
                events.first, network,
                [
                    "eventType": "TAR", "decision": "DECLINED", "responseCode": code, "declineReason": reason,
                    "cardContractNumber": "520430______" + ending,
                ])
        }
    }

    @Test("A range that is not set up for tokens is told as PRODUCT_NOT_ELIGIBLE; one that may not take part is not")
    func ranges() throws {
        for (rule, count) in [("520430:CREDIT:US:untokenizable", 1), ("520430:CREDIT:US:ineligible", 0)] {
            let network = try network { settings in
                try? ProgramSetting.named("accountRanges")?.set(rule, in: &settings)
            }
            #expect(throws: (any Error).self) {
                try network.enrollOne(network.order(person(), directory: Network.directory)).get()
            }
            let events = try events(network)
            #expect(events.map { $0["declineReason"] } == Array(repeating: "PRODUCT_NOT_ELIGIBLE", count: count))
        }
    }

    @Test("A token that is suspended, a card or a profile that is deleted: TVN")
    func updates() throws {
        let network = try network()
        let pan = Person.pan(7)
        let card = try network.enrollOne(network.order(person(pan), directory: Network.directory)).get().card
        let token = try token(network)
        _ = try network.store.write { [notifications = network.notifications] writing in
            try DueActions.suspendToken(of: card.id, notifications: notifications, in: writing)
        }
        let suspended = ["eventType": "TVN", "tokenStatus": "Suspended", "updateReason": "SUSPENDED"]
        try check(try events(network).last, network, token.merging(suspended) { $1 })
        let requestor = Requestor(actor: "client", srcCorrelationId: "call")
        try network.cards.delete(card.id, directory: Network.directory, emptyProfiles: .keep, by: requestor)
        let deactivated = ["eventType": "TVN", "tokenStatus": "Deactivated", "updateReason": "DEACTIVATED"]
        try check(try events(network).last, network, token.merging(deactivated) { $1 })
        #expect(Set(try events(network).map { $0["correlationId"] }).count == 1)
        #expect(try events(network).count == 4)
        let next = try network.enrollOne(network.order(person(pan), directory: Network.directory)).get()
        try network.profiles.delete(next.consumer.id, directory: Network.directory, by: requestor)
        let types = try events(network).map { $0["eventType"] }
        #expect(types == ["TAR", "TCN", "TVN", "TVN", "TAR", "TCN", "TVN"])
        #expect(try events(network).last?["updateReason"] == "DEACTIVATED")
    }

    @Test("No endpoint, or a token that is left to the first checkout: nothing is written")
    func nothing() throws {
        for settings in [
            try network { $0.notificationURL = "" }, try network { $0.deferredTokenization = true },
        ] {
            _ = try settings.enroll("b-1", [person()])
            let card = try settings.enrollOne(
                settings.order(
                    Person("bob", phone: "0102", cards: [("card-bob", Person.pan(8))]), directory: Network.directory))
            let requestor = Requestor(actor: "client", srcCorrelationId: "call")
            try settings.cards.delete(
                card.get().card.id, directory: Network.directory, emptyProfiles: .keep, by: requestor)
            #expect(try events(settings).isEmpty)
        }
    }

    @Test("No PAN, no token number and nothing of the person is in any event")
    func secrecy() throws {
        let network = try network()
        _ = try network.enroll(
            "b-1", [person(), Person("bo", phone: "0107", cards: [("c", Person.pan(ending: "0044"))])])
        let card = try #require(try network.store.read { try $0.cards(named: ["card-ada"], directory: 1) }[0])
        let number = try #require(try network.cards.paymentToken(of: card)).number
        let requestor = Requestor(actor: "client", srcCorrelationId: "call")
        try network.cards.delete(card, directory: Network.directory, emptyProfiles: .keep, by: requestor)
        let rows = try network.store.read { try $0.notifications(directory: Network.directory, limit: 99) }
        #expect(rows.count == 4)
        let text = rows.map { String(decoding: $0.draft.body, as: UTF8.self) }.joined()
        for secret in [Self.pan, number, "example.test", "2025550101", "Ada", "Example"] {
            #expect(!text.contains(secret), "\(secret)")
        }
        // No run of digits is as long as a card number, whatever it may be of, but in the reference of the token.
        let reference = network.vault.reference48(.token, of: card)
        #expect(text.contains(reference))
        let runs = text.replacingOccurrences(of: reference, with: "").split { !$0.isNumber }.map(\.count)
        #expect(runs.allSatisfy { $0 < 13 })
    }
}
