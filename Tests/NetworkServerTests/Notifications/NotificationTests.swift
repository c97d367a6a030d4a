// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Foundation
import HTTPService
import IssuerKit
import JOSE
import Testing
import WireJSON

@testable import NetworkServer

@Suite("notifications: from an enrollment to the issuer's endpoint") struct NotificationTests {
    /// A server whose first issuer has an endpoint, and that endpoint.
    private final class Place {
        let server: RunningServer
        let endpoint = Endpoint()
        let url: String

        init(path: String = "/events?bank=a") throws {
            server = try RunningServer()
            url = try endpoint.start()
            let text = try NotificationKeys(server.configuration).text(serviceId: server.a.credentials.serviceId)
            endpoint.trust(Hex.decode(text) ?? [], server.clock)
            // The settings are read at the start; a running server follows them within a quarter of a second.
            server.stop()
            _ = try ProgramAdministration(dataDirectory: server.path).set(
                [("notificationURL", url + path)], name: nil, serviceId: server.a.credentials.serviceId)
            try server.start()
        }

        deinit {
            endpoint.stop()
        }

        /// What is due has been tried when this returns.
        func advance(_ seconds: Int) throws {
            let answer = try server.admin("POST", "clock/advance", #"{"seconds":\#(seconds)}"#)
            try #require(answer.status == 200, "\(answer.text)")
        }

        func outbox(_ query: [(String, String)] = []) throws -> [JSONValue] {
            let answer = try server.call("GET", "/__admin/outbox", query, as: nil)
            try #require(answer.status == 200, "\(answer.text)")
            return answer.json?["notifications"]?.elements.map(\.self) ?? []
        }
    }

    @Test("TAR and TCN of a card come signed, in order, to the URL as it was given; the other issuer gets nothing")
    func delivered() throws {
        let place = try Place()
        let card = try place.server.enroll(place.server.a)
        _ = try place.server.enroll(place.server.b)
        try place.advance(0)
        let calls = place.endpoint.calls
        #expect(calls.map(\.event?.eventType) == [.authorization, .completion])
        #expect(calls.allSatisfy { $0.path == "/events?bank=a" && $0.contentType == "application/json" })
        #expect(calls.allSatisfy { $0.correlationId == $0.event?.correlationId && $0.refusal == nil })
        let event = try #require(calls.last?.event)
        #expect(event.cardContractNumber == "518600______9726" && event.srcDigitalCardId == card.card)
        #expect(event.externalConsumerId == "ada" && event.externalCardId == "ada-card")
        let shown = try place.server.card(card, as: place.server.a).json?["maskedCard"]
        #expect(event.tokenUniqueReference == shown?["tokenUniqueReference"]?.string)
        #expect(try place.outbox().map { $0["serviceId"]?.string }.count == 2, "none for the other issuer")
    }

    @Test("An endpoint that is down for 24 hours gets everything, before the call that brings its time returns")
    func outage() throws {
        let place = try Place()
        place.endpoint.answer(.text(503, "down"))
        _ = try place.server.enroll(place.server.a)
        for _ in 0..<24 { try place.advance(3600) }
        _ = try place.server.enroll(place.server.a, id: "b-2", name: "bob", phone: "0101", pan: "5555555555554444")
        #expect(place.endpoint.events.isEmpty)
        place.endpoint.answer(.empty(200))
        try place.advance(6 * 3600)
        #expect(place.endpoint.events.filter { $0.externalConsumerId == "ada" }.map(\.eventType).last == .completion)
        let bob = place.endpoint.events.filter { $0.externalConsumerId == "bob" }.map(\.eventType)
        #expect(bob == [.authorization, .completion])
        #expect(try place.outbox().allSatisfy { $0["state"]?.string != "PENDING" })
    }

    @Test(
        "What is no 2xx is no acknowledgement: a redirect, which is not followed, a refusal, an answer without end",
        arguments: [301, 307, 400, 500, 200])
    func notAcknowledged(_ status: Int) throws {
        let place = try Place()
        let body = status == 200 ? [UInt8](repeating: 0x20, count: 100_000) : []
        place.endpoint.answer(
            HTTPResponse(status: status, headers: [HTTPField("Location", place.url + "/elsewhere")], body: body))
        _ = try place.server.enroll(place.server.a)
        try place.advance(0)
        #expect(place.endpoint.calls.map(\.path) == ["/events?bank=a"])
        let rows = try place.outbox()
        #expect(rows.map { $0["state"]?.string } == ["PENDING", "PENDING"])
        #expect(rows.map { $0["attempts"]?.int64 } == [0, 1])
        #expect(rows[0]["nextAttempt"]?.string == nil && rows[1]["nextAttempt"]?.string != nil)
        place.endpoint.answer(.empty(202))
        try place.advance(60)
        #expect(place.endpoint.events.suffix(2).map(\.eventType) == [.authorization, .completion])
    }

    @Test("Nobody listens: the calls of the API are answered as ever, and a restart delivers later")
    func nobody() throws {
        let place = try Place()
        place.endpoint.stop()
        let card = try place.server.enroll(place.server.a)
        try place.advance(0)
        #expect(try place.server.card(card, as: place.server.a).status == 200)
        place.server.stop()
        try place.server.start()
        #expect(try place.outbox().map { $0["state"]?.string } == ["PENDING", "PENDING"])
    }

    @Test("The outbox shows each event with its body; a replay sends it again with the same id")
    func replay() throws {
        let place = try Place()
        let card = try place.server.enroll(place.server.a)
        try place.advance(0)
        let rows = try place.outbox([("limit", "1"), ("serviceId", place.server.a.credentials.serviceId)])
        #expect(rows.count == 1 && rows[0]["state"]?.string == "DELIVERED")
        #expect(rows[0]["eventId"]?.string == rows[0]["body"]?["eventId"]?.string)
        #expect(rows[0]["body"]?["srcDigitalCardId"]?.string == card.card)
        let all = try place.server.admin("POST", "outbox/replay")
        #expect(all.text == #"{"replayed":2}"#)
        let ids = place.endpoint.events.map(\.eventId)
        #expect(ids.count == 4 && ids[0] == ids[2] && ids[1] == ids[3] && ids[0] != ids[1])
        let none = try place.server.admin("POST", "outbox/replay", #"{"since":"2090-01-01T00:00:00Z"}"#)
        #expect(none.text == #"{"replayed":0}"#)
        let b = place.server.b.credentials.serviceId
        #expect(try place.server.admin("POST", "outbox/replay", #"{"serviceId":"\#(b)"}"#).text == #"{"replayed":0}"#)
        for body in [#"{"serviceId":"NOBODY#1"}"#, #"{"since":"yesterday"}"#, #"{"until":"x"}"#] {
            #expect(try place.server.admin("POST", "outbox/replay", body).status == 400)
        }
        #expect(try place.server.call("GET", "/__admin/outbox", [("limit", "1001")], as: nil).status == 400)
    }

    @Test("A deleted card is told, and an emptied directory owes nothing")
    func deleted() throws {
        let place = try Place()
        let card = try place.server.enroll(place.server.a)
        let path = RunningServer.base + "/cards/" + card.card
        let answer = try place.server.call("DELETE", path, place.server.a.ids, as: place.server.a)
        #expect((200...204).contains(answer.status), "\(answer.text)")
        try place.advance(0)
        #expect(place.endpoint.events.last?.updateReason == "DEACTIVATED")
        #expect(place.endpoint.events.last?.srcDigitalCardId == card.card)
        #expect(try place.server.admin("POST", "reset").status == 204)
        #expect(try place.outbox().isEmpty)
    }

    @Test("A token that is suspended at its time is told by the call that brings the time")
    func suspended() throws {
        let place = try Place()
        _ = try place.server.enroll(place.server.a, pan: "5204300000050085")
        try place.advance(29)
        #expect(place.endpoint.events.map(\.eventType) == [.authorization, .completion])
        try place.advance(2)
        let event = try #require(place.endpoint.events.last)
        #expect(event.eventType == .update && event.updateReason == "SUSPENDED" && event.tokenStatus == "Suspended")
    }

    @Test("A moved clock of the sandbox does not make signatures old")
    func moved() throws {
        let place = try Place()
        try place.advance(30 * 86_400)
        _ = try place.server.enroll(place.server.a)
        try place.advance(0)
        #expect(place.endpoint.calls.compactMap(\.refusal).isEmpty && place.endpoint.events.count == 2)
    }
}
