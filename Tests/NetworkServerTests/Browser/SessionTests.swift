// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Store
import Testing
import Vault
import Verification
import WireJSON

@testable import NetworkServer

/// O4, O5 and O11: recognized browsers, profiles, signing out (checkout 4.5, 4.6, 4.11).
@Suite("sessions at shops") struct SessionTests {
    private static let ada = "ada@example.test"
    private let server: RunningServer
    private let shop: Shop

    init() throws {
        server = try RunningServer()
        shop = try Shop(server)
    }

    private func remembered() throws -> (idToken: String, token: String) {
        let signedIn = try shop.signIn(Self.ada, Shop.rememberMe)
        return (signedIn.idToken, try #require(signedIn.recognition))
    }

    // MARK: O4

    @Test("a browser that is remembered is let in without a code, and sees what the code showed")
    func recognized() throws {
        let enrolled = try server.enroll(server.a)
        let (_, token) = try remembered()
        let answer = try shop.recognize([token])
        #expect(answer.json?["recognized"]?.boolean == true, "\(answer.text)")
        let idToken = try #require(answer.json?["idTokens"]?.elements.first { _ in true }?.string)
        let profile = try #require(try shop.profiles([idToken]).json?["profiles"]?.elements.first { _ in true })
        #expect(profile["maskedConsumer"]?["srcConsumerId"]?.string == enrolled.consumer)
    }

    @Test("nobody is recognized without a token, and with one whose 180 days are over")
    func notRecognized() throws {
        _ = try server.enroll(server.a)
        for answer in [try shop.recognize([]), try shop.post("/src/api/identities/recognize")] {
            #expect(answer.status == 200 && answer.json?["recognized"]?.boolean == false)
            #expect(answer.json?["idTokens"] == nil)
        }
        let (_, token) = try remembered()
        server.clock.advance(by: .seconds(180 * 86_400))
        #expect(try shop.recognize([token]).json?["recognized"]?.boolean == false)
    }

    @Test("AUTH_INVALID: malformed, another client's, another browser's, taken back")
    func badTokens() throws {
        _ = try server.enroll(server.a)
        let other = try Shop(server, name: "Other")
        let (idToken, token) = try remembered()
        for bad in ["x", token + "A", idToken, token.replacing(".", with: "..")] {
            #expect(try shop.recognize([bad]).refused(401, "AUTH_INVALID"))
        }
        #expect(try other.recognize([token]).refused(401, "AUTH_INVALID"))
        #expect(try shop.recognize([token], #","appInstanceId":"another""#).refused(401, "AUTH_INVALID"))
        // One that is good is enough.
        #expect(try shop.recognize(["x", token]).json?["recognized"]?.boolean == true)
        #expect(try shop.signOut(Shop.list("recognitionTokens", [token])).status == 200)
        #expect(try shop.recognize([token]).refused(401, "AUTH_INVALID"))
    }

    @Test("a token that was exchanged is good for a short while, and replayed after that it is none")
    func rotated() throws {
        _ = try server.enroll(server.a)
        let (_, token) = try remembered()
        let recognition = try #require(server.server).verification.recognition
        let next = try #require(try recognition.rotate(token, client: shop.credentials.srcClientId))
        #expect(try shop.recognize([token]).json?["recognized"]?.boolean == true)
        server.clock.advance(by: .seconds(301))
        #expect(try shop.recognize([token]).refused(401, "AUTH_INVALID"))
        #expect(try shop.recognize([next]).json?["recognized"]?.boolean == true)
    }

    @Test("the network's own cookie does as well where the browser sends it, and counts for its client alone")
    func cookie() throws {
        _ = try server.enroll(server.a)
        let started = try shop.start(Self.ada)
        let session = try #require(started.json?["idValidationSessionId"]?.string)
        let finished = try shop.finish(session, try shop.code(Self.ada), Shop.rememberMe)
        let cookie = try #require(finished.header("Set-Cookie"))
        for part in ["HttpOnly", "Secure", "SameSite=None", "Path=/src/api"] { #expect(cookie.contains(part)) }
        let pair = String(cookie.prefix { $0 != ";" })
        func ask(_ shop: Shop, _ cookie: String) throws -> Bool? {
            let answer = try shop.post("/src/api/identities/recognize", headers: [("Cookie", cookie)])
            #expect(answer.status == 200)
            return answer.json?["recognized"]?.boolean
        }
        #expect(try ask(shop, pair) == true)
        #expect(try ask(try Shop(server, name: "Other"), pair) == false)
        #expect(try ask(shop, pair + "A") == false)
        let out = try shop.post("/src/api/app-instances/unbind", headers: [("Cookie", pair)])
        #expect(out.header("Set-Cookie")?.contains("Max-Age=0") == true)
        #expect(try ask(shop, pair) == false)
    }

    @Test("a browser is recognized for what was proved alone: not by another identity of the profile")
    func noMoreThanProved() throws {
        // Bank A says that Ada's number is Eve's too; Bank B has Eve under it.
        _ = try server.enroll(server.a, phone: "0111")
        _ = try server.enroll(server.b, id: "b-2", name: "eve", phone: "0111", pan: "5186001700009734")
        let (_, token) = try remembered()
        let idToken = try #require(
            try shop.recognize([token]).json?["idTokens"]?.elements.first { _ in true }?.string)
        let answer = try shop.profiles([idToken])
        let profile = try #require(answer.json?["profiles"]?.elements.first { _ in true })
        #expect(profile["maskedCards"]?.count == 1, "\(answer.text)")
    }

    @Test("ACCT_INACCESSIBLE: the consumer may not be let in")
    func inaccessible() throws {
        let enrolled = try server.enroll(server.a)
        let (idToken, token) = try remembered()
        try shop.set(.suspended, consumer: enrolled.consumer)
        #expect(try shop.recognize([token]).refused(403, "ACCT_INACCESSIBLE"))
        #expect(try shop.profiles([idToken]).refused(403, "ACCT_INACCESSIBLE"))
    }

    // MARK: O5

    @Test("a profile is the union of all directories, each card with its issuer's names; nothing is in clear")
    func union() throws {
        _ = try server.enroll(server.a)
        server.clock.advance(by: .seconds(1))
        let second = try server.enroll(server.b, id: "b-2", pan: "5186001700009734")
        let (idToken, _) = try shop.signIn(Self.ada)
        let answer = try shop.profiles([idToken])
        let profile = try #require(answer.json?["profiles"]?.elements.first { _ in true }, "\(answer.text)")
        #expect(profile["idToken"]?.string == idToken)
        let cards = try #require(profile["maskedCards"]).elements
        #expect(cards.compactMap { $0["panLastFour"]?.string } == ["9734", "9726"])
        #expect(cards.compactMap { $0["digitalCardData"]?["issuerName"]?.string } == ["Bank B", "Bank A"])
        #expect(cards.first { _ in true }?["srcDigitalCardId"]?.string == second.card)
        let consumer = try #require(profile["maskedConsumer"])
        #expect(consumer["status"]?.string == "ACTIVE")
        #expect(consumer["maskedConsumerIdentity"]?["maskedIdentityValue"]?.string == "a*****a@example.test")
        #expect(consumer["dateConsumerAdded"]?.string != nil)
        for clear in ["ada@", "2025550100", "5186001700009726", "Example\""] { #expect(!answer.text.contains(clear)) }
    }

    @Test("a card that may not be used is shown last, with why; one that is deleted or cancelled is not shown")
    func eligibility() throws {
        let enrolled = try server.enroll(server.a)
        server.clock.advance(by: .seconds(1))
        _ = try server.enroll(server.b, id: "b-2", pan: "5186001700009734")
        let (idToken, _) = try shop.signIn(Self.ada)
        let storage = try #require(server.server).storage
        let id = try #require(storage.vault.row(of: enrolled.card, kind: .card))
        func statuses() throws -> [String] {
            let answer = try shop.profiles([idToken])
            let profile = answer.json?["profiles"]?.elements.first { _ in true }
            return profile?["maskedCards"]?.elements.map {
                ($0["panLastFour"]?.string ?? "") + " " + ($0["digitalCardData"]?["status"]?.string ?? "")
            } ?? []
        }
        for (status, shown) in [
            (.suspended, ["9734 ACTIVE", "9726 SUSPENDED"]), (.cancelled, ["9734 ACTIVE"]),
            (.active, ["9734 ACTIVE", "9726 ACTIVE"]),
        ] as [(CardRow.Status, [String])] {
            try storage.directory.write { writing in
                guard let old = try writing.card(id) else { return }
                var new = old
                new.status = status
                try writing.replace(old, by: new)
            }
            #expect(try statuses() == shown)
        }
        let gone = try server.call(
            "DELETE", RunningServer.base + "/cards/" + enrolled.card, server.a.ids, as: server.a)
        #expect(gone.status == 200)
        #expect(try statuses() == ["9734 ACTIVE"])
    }

    @Test("a card whose month is over is shown as EXPIRED")
    func expiredCard() throws {
        _ = try server.enroll(server.a)
        server.clock.advance(by: .seconds(86_400 * 366 * 10))
        let (idToken, _) = try shop.signIn(Self.ada)
        let text = try shop.profiles([idToken]).text
        #expect(text.contains(#""status":"EXPIRED""#), "\(text)")
    }

    @Test("a profile that is deleted is gone from a session that is open")
    func deleted() throws {
        let enrolled = try server.enroll(server.a)
        let (idToken, token) = try remembered()
        let gone = try server.call(
            "DELETE", RunningServer.base + "/profiles/" + enrolled.consumer, server.a.ids, as: server.a)
        #expect(gone.status == 200)
        let answer = try shop.profiles([idToken])
        #expect(answer.status == 200 && answer.json?["profiles"] == nil, "\(answer.text)")
        #expect(try shop.recognize([token]).refused(401, "AUTH_INVALID"))
    }

    @Test("AUTH_INVALID: an ID token that is forged, another client's, over or taken back")
    func badIdTokens() throws {
        _ = try server.enroll(server.a)
        let other = try Shop(server, name: "Other")
        let (idToken, _) = try shop.signIn(Self.ada)
        #expect(try shop.profiles([idToken]).status == 200)
        #expect(try shop.profiles([idToken, "x"]).refused(401, "AUTH_INVALID"))
        #expect(try shop.profiles([idToken + "A"]).refused(401, "AUTH_INVALID"))
        #expect(try other.profiles([idToken]).refused(401, "AUTH_INVALID"))
        #expect(try shop.profiles([]).json?["profiles"] == nil)
        server.clock.advance(by: .seconds(480))
        #expect(try shop.profiles([idToken]).refused(401, "AUTH_INVALID"))
    }

    // MARK: O11

    @Test("signing out takes the ID token back, and the browser that is remembered with it")
    func signOut() throws {
        _ = try server.enroll(server.a)
        let (idToken, token) = try remembered()
        let answer = try shop.signOut(#""idToken":"\#(idToken)""#)
        #expect(answer.status == 200 && answer.json?["recognized"]?.boolean == false, "\(answer.text)")
        #expect(try shop.profiles([idToken]).refused(401, "AUTH_INVALID"))
        #expect(try shop.recognize([token]).refused(401, "AUTH_INVALID"))
        #expect(try shop.signOut(#""idToken":"\#(idToken)""#).status == 200)
        #expect(try shop.signOut("\"idToken\":null").status == 200)
    }

    @Test("AUTH_INVALID: what the network has not made for this client is not taken back")
    func foreignSignOut() throws {
        _ = try server.enroll(server.a)
        let other = try Shop(server, name: "Other")
        let (idToken, token) = try remembered()
        for members in [#""idToken":"\#(idToken)""#, Shop.list("recognitionTokens", [token]), #""idToken":"x""#] {
            #expect(try other.signOut(members).refused(401, "AUTH_INVALID"))
        }
        #expect(try shop.profiles([idToken]).status == 200)
        #expect(try shop.recognize([token]).json?["recognized"]?.boolean == true)
    }

    @Test("whose account cannot be used can still sign out: checkout 4.11's ACCT_INACCESSIBLE does not occur")
    func signOutOfSuspended() throws {
        let enrolled = try server.enroll(server.a)
        let (idToken, token) = try remembered()
        try shop.set(.locked, consumer: enrolled.consumer)
        let answer = try shop.signOut(#""idToken":"\#(idToken)","# + Shop.list("recognitionTokens", [token]))
        #expect(answer.status == 200 && answer.json?["recognized"]?.boolean == false, "\(answer.text)")
        try shop.set(.active, consumer: enrolled.consumer)
        #expect(try shop.profiles([idToken]).refused(401, "AUTH_INVALID"))
        #expect(try shop.recognize([token]).refused(401, "AUTH_INVALID"))
    }

    @Test("nothing of a session is left when its time is over")
    func swept() throws {
        _ = try server.enroll(server.a)
        _ = try shop.signIn(Self.ada)
        let advance = Array(#"{"seconds":3601}"#.utf8)
        #expect(try server.call("POST", "/__admin/clock/advance", body: advance, as: nil).status == 200)
        let store = try #require(server.server).storage.directory
        #expect(try store.read { reading in try (1...5).allSatisfy { try reading.signIn($0) == nil } })
    }
}
