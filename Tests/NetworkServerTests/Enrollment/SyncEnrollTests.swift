// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing
import WireJSON

@testable import NetworkServer

/// Acceptance list of enrollment 18.3, item 1: one test an entry or group of entries.
@Suite("sync enroll") struct SyncEnrollTests {
    /// Passes the Luhn check and is in a Mastercard range; the published sandbox PAN (enrollment 18.1).
    private static let pan = "5186001700009726"
    private static let documents =
        #""complianceSettings":{"tnc":{"latestVersionUri":"https://bank.example/terms"},"#
        + #""privacy":{"latestVersionUri":"https://bank.example/privacy"}}"#

    /// What a call is made of; a test changes the part that it is about.
    private struct Call {
        var name = "ada"
        var phone = "2025550100"
        var pan = SyncEnrollTests.pan
        var cardMembers = #""panExpirationMonth":"08","panExpirationYear":"2031","cardSecurityCode":"123""#
        var consumerMembers = #""firstName":"Ada","lastName":"Example","countryCode":"US","languageCode":"en""#
        var documents: String? = SyncEnrollTests.documents
        var extra: [String] = []

        var plaintext: String { #"{"primaryAccountNumber":"\#(pan)",\#(cardMembers)}"# }

        func body(_ issuer: RunningServer.Issuer, jwe: String?, without: String? = nil) -> [UInt8] {
            let identity =
                #"{"identityType":"EMAIL_ADDRESS","identityValue":"\#(name)@example.test"}"#
            let consumer =
                #"{"consumerIdentity":\#(identity),"mobileNumber":{"countryCode":"1","phoneNumber":"\#(phone)"},"#
                + consumerMembers + "}"
            var members = [
                ("srcClientId", #""\#(issuer.credentials.srcClientId)""#),
                ("serviceId", #""\#(issuer.credentials.serviceId)""#), ("cardSource", #""ISSUER""#),
                ("consumer", consumer),
            ]
            if let jwe { members.append(("encryptedCard", #""\#(jwe)""#)) }
            let texts = members.filter { $0.0 != without }.map { #""\#($0.0)":\#($0.1)"# }
            return Array(("{" + (texts + [documents].compactMap { $0 } + extra).joined(separator: ",") + "}").utf8)
        }
    }

    private func send(
        _ call: Call, _ server: RunningServer, as issuer: RunningServer.Issuer? = nil, without: String? = nil
    ) throws -> RunningServer.Answer {
        let issuer = issuer ?? server.a
        let body = call.body(issuer, jwe: try server.encrypt(call.plaintext), without: without)
        return try server.call("POST", RunningServer.base + "/cards", body: body, as: issuer)
    }

    private func ids(_ answer: RunningServer.Answer) throws -> (consumer: String, card: String) {
        try #require(answer.status == 200, "\(answer.text)")
        return (
            try #require(answer.json?["maskedConsumer"]?["srcConsumerId"]?.string),
            try #require(answer.json?["maskedCard"]?["srcDigitalCardId"]?.string)
        )
    }

    private func profile(_ server: RunningServer, _ consumer: String) throws -> RunningServer.Answer {
        try server.call("GET", RunningServer.base + "/profiles/" + consumer, server.a.ids, as: server.a)
    }

    @Test("a card is answered masked, with its ids, and can be read at once with the same ids")
    func success() throws {
        let server = try RunningServer()
        var call = Call()
        call.extra = [#""srcCorrelationId":"7f0f4c1e-1111-4222-8333-444455556666""#]
        let answer = try send(call, server)
        let (consumer, card) = try ids(answer)
        #expect(answer.json?["srcCorrelationId"]?.string == "7f0f4c1e-1111-4222-8333-444455556666")
        let masked = try #require(answer.json?["maskedCard"])
        #expect(masked["panBin"]?.string == "518600" && masked["panLastFour"]?.string == "9726")
        #expect(masked["panExpirationMonth"]?.string == "08" && masked["panExpirationYear"]?.string == "2031")
        #expect(masked["tokenUniqueReference"]?.string?.utf8.count == 48)
        #expect(masked["digitalCardData"]?["status"]?.string == "ACTIVE")
        #expect(masked["serviceId"]?.string == server.a.credentials.serviceId)
        let person = try #require(answer.json?["maskedConsumer"])
        #expect(person["maskedConsumerIdentity"]?["maskedIdentityValue"]?.string == "a*****a@example.test")
        #expect(person["status"]?.string == "ACTIVE")
        #expect(!answer.text.contains(Self.pan) && !answer.text.contains("ada@"))
        let read = try server.call("GET", RunningServer.base + "/cards/" + card, server.a.ids, as: server.a)
        #expect(read.status == 200 && read.json?["maskedCard"]?["panLastFour"]?.string == "9726")
        let whole = try profile(server, consumer)
        #expect(whole.json?["maskedCards"]?.count == 1)
        #expect(
            whole.json?["maskedConsumer"]?["complianceSettings"]?["tnc"]?["latestVersionUri"]?.string
                == "https://bank.example/terms")
    }

    @Test("what is enrolled is there after a restart")
    func durable() throws {
        let server = try RunningServer()
        let (consumer, card) = try ids(try send(Call(), server))
        server.stop()
        try server.start()
        let read = try profile(server, consumer)
        let cards = try #require(read.json?["maskedCards"]?.elements.map { $0["srcDigitalCardId"]?.string })
        #expect(cards == [card])
    }

    @Test("the same card again has the same ids, and takes the new expiry and address (6.7)")
    func duplicate() throws {
        let server = try RunningServer()
        let first = try ids(try send(Call(), server))
        var call = Call()
        call.cardMembers =
            #""panExpirationMonth":"09","panExpirationYear":"2033","billingAddress":{"line1":"2 Other Road","#
            + #""city":"Testford","state":"CA","countryCode":"US","zip":"90000"}"#
        let again = try send(call, server)
        let second = try ids(again)
        #expect(first == second)
        #expect(again.json?["maskedCard"]?["panExpirationYear"]?.string == "2033")
        #expect(again.json?["maskedCard"]?["maskedBillingAddress"]?["zip"]?.string == "9****")
        // A third call without an address leaves the one that is there.
        let third = try send(Call(), server)
        #expect(third.json?["maskedCard"]?["maskedBillingAddress"]?["zip"]?.string == "9****")
        #expect(try profile(server, first.consumer).json?["maskedCards"]?.count == 1)
    }

    @Test("of equal calls at once all have the same ids, and one profile with one card comes of them (17)")
    func concurrentDuplicates() throws {
        let server = try RunningServer { $0.workers = 4 }
        let body = Call().body(server.a, jwe: try server.encrypt(Call().plaintext))
        let answers = Collected()
        // The server is not started or stopped meanwhile.
        nonisolated(unsafe) let shared = server
        DispatchQueue.concurrentPerform(iterations: 16) { _ in
            answers.add(try? shared.call("POST", RunningServer.base + "/cards", body: body, as: shared.a))
        }
        let ids = try answers.values.map { try self.ids($0) }
        #expect(ids.count == 16)
        #expect(Set(ids.map(\.consumer)).count == 1 && Set(ids.map(\.card)).count == 1)
        #expect(try profile(server, ids[0].consumer).json?["maskedCards"]?.count == 1)
    }

    @Test("a second card of the same consumer joins the profile; a batch and a call meet in it")
    func secondCard() throws {
        let server = try RunningServer()
        let batch = try server.enroll(server.a, name: "ada", phone: "0100")
        var call = Call()
        call.pan = "5555555555554444"
        let (consumer, card) = try ids(try send(call, server))
        #expect(consumer == batch.consumer && card != batch.card)
        #expect(try profile(server, consumer).json?["maskedCards"]?.count == 2)
    }

    @Test("identifiers of two profiles, or of one and nobody, are refused at their place (13.3)")
    func identities() throws {
        let server = try RunningServer()
        _ = try ids(try send(Call(), server))
        var bob = Call()
        (bob.name, bob.phone, bob.pan) = ("bob", "2025550101", "5555555555554444")
        _ = try ids(try send(bob, server))
        var split = Call()
        split.phone = bob.phone
        let ambiguous = try send(split, server)
        #expect(ambiguous.status == 400 && ambiguous.reason == "INVALID_STATE")
        #expect(ambiguous.detail.reason == "AMBIGUOUS_CONSUMER_IDENTITY" && ambiguous.detail.source == "consumer")
        var email = Call()
        email.phone = "2025550199"
        let partial = try send(email, server)
        #expect(partial.status == 400 && partial.detail.reason == "ALREADY_EXISTS")
        #expect(partial.detail.source == "consumer.consumerIdentity")
        var mobile = Call()
        mobile.name = "eve"
        #expect(try send(mobile, server).detail.source == "consumer.mobileNumber")
    }

    @Test(
        "reserved PANs fail as the table of 18.2 says, at `Card`, and leave no profile behind",
        arguments: [
            ("0010", 400, "INVALID_STATE", "INVALID_PAN"), ("0028", 400, "INVALID_STATE", "PAN_INELIGIBLE"),
            ("0036", 400, "INVALID_STATE", "TOKENIZATION_INELIGIBLE"),
            ("0044", 400, "INVALID_STATE", "ISSUER_DECLINED"), ("0051", 503, "UNAVAILABLE", "NO_RESPONSE_FROM_ISSUER"),
        ])
    func refusals(ending: String, status: Int, reason: String, detail: String) throws {
        let server = try RunningServer()
        var call = Call()
        call.pan = Self.luhn("520430000000", ending)
        let answer = try send(call, server)
        #expect(answer.status == status && answer.reason == reason, "\(answer.text)")
        #expect(answer.detail.reason == detail && answer.detail.source == "Card")
        #expect(!answer.text.contains(call.pan))
        if status == 503 { #expect(answer.header("Retry-After") != nil) }
        // The identifiers are free: with the same email and another mobile number a partial match would show.
        var other = Call()
        other.phone = "2025550142"
        #expect(try send(other, server).status == 200)
    }

    @Test("a pending event is a success that says so; a token that is suspended later suspends its card (18.2)")
    func pendingAndSuspended() throws {
        let server = try RunningServer()
        var call = Call()
        call.pan = Self.luhn("520430000000", "0069")
        let pending = try send(call, server)
        #expect(pending.status == 200)
        let events = pending.json?["maskedCard"]?["digitalCardData"]?["pendingEvents"]?.elements.map(\.string)
        #expect(events == ["PENDING_SCA"])
    }

    @Test("the reserved identities are a locked profile and an ambiguous one (18.2)")
    func identitiesOfTheSandbox() throws {
        let server = try RunningServer()
        var call = Call()
        call.name = "locked"
        let locked = try send(call, server)
        #expect(locked.status == 403 && locked.detail.reason == "INVALID_STATE" && locked.detail.source == "consumer")
        call.name = "ambiguous"
        #expect(try send(call, server).detail.reason == "AMBIGUOUS_CONSUMER_IDENTITY")
    }

    @Test(
        "each required member that is missing is named",
        arguments: ["srcClientId", "serviceId", "consumer", "cardSource", "encryptedCard"])
    func missingMembers(name: String) throws {
        let server = try RunningServer()
        let answer = try send(Call(), server, without: name)
        #expect(answer.status == 400 && answer.reason == "INVALID_ARGUMENT", "\(answer.text)")
        #expect(answer.detail.reason == "CANNOT_BE_NULL" && answer.detail.source == name)
    }

    @Test("both ways to give the card, or a reference where the program takes none, are refused (6.4)")
    func routes() throws {
        let server = try RunningServer()
        let reference =
            #""enrolmentReferenceData":{"enrolmentReferenceId":"MCC-STL-00000000-0000-4000-8000-000000000001","#
            + #""enrolmentReferenceType":"PUSH_ACCOUNT_RECEIPT"}"#
        var call = Call()
        call.extra = [reference]
        let both = try send(call, server)
        #expect(both.status == 400 && both.reason == "INVALID_ARGUMENT")
        let receipt = try send(call, server, without: "encryptedCard")
        #expect(receipt.status == 403 && receipt.reason == "PERMISSION_DENIED", "\(receipt.text)")
        #expect(receipt.detail.reason == "INVALID_VALUE" && receipt.detail.source == "enrolmentReferenceType")
    }

    @Test("without terms and privacy notice the card is refused as COMPLIANCE_REQUIRED (6.6)")
    func compliance() throws {
        let server = try RunningServer()
        var call = Call()
        call.documents = nil
        let none = try send(call, server)
        #expect(none.status == 400 && none.reason == "COMPLIANCE_REQUIRED")
        #expect(none.detail.source == "complianceSettings")
        call.documents = #""complianceSettings":{"tnc":{"latestVersionUri":"https://bank.example/terms"}}"#
        let half = try send(call, server)
        #expect(half.reason == "COMPLIANCE_REQUIRED")
        #expect(half.detail.source == "complianceSettings.privacy.latestVersionUri")
    }

    @Test("a payload that cannot be opened has one error whatever the cause, and a card that is wrong has its own")
    func payloads() throws {
        let server = try RunningServer()
        let call = Call()
        let sealed = try server.encrypt(call.plaintext)
        let bad = [
            "nonsense", sealed + "A", String(sealed.dropLast(4)) + "AAAA",
            try server.encrypt(call.plaintext, keyID: "no-such-key"), try server.encrypt("[1]"),
            try server.encrypt("no json"),
        ]
        var texts: Set<String> = []
        for jwe in bad {
            let body = call.body(server.a, jwe: jwe)
            let answer = try server.call("POST", RunningServer.base + "/cards", body: body, as: server.a)
            #expect(answer.status == 400 && answer.detail.reason == "CORRUPT_DATA", "\(answer.text)")
            #expect(answer.detail.source == "encryptedCard")
            texts.insert(answer.text)
        }
        #expect(texts.count == 1)
        var expired = Call()
        expired.cardMembers = #""panExpirationMonth":"01","panExpirationYear":"2001""#
        #expect(try send(expired, server).detail.source?.hasPrefix("card.panExpiration") == true)
        var nameless = Call()
        nameless.cardMembers += #","cardholderFullName":"""#
        #expect(try send(nameless, server).detail.source == "card.cardholderFullName")
        var noPAN = Call()
        noPAN.pan = ""
        #expect(try send(noPAN, server).detail.source == "card.primaryAccountNumber")
    }

    @Test("with deferred tokenization cards have no token, by call or by batch, and the issuer is not asked (13.7)")
    func deferred() throws {
        let server = try RunningServer()
        server.stop()
        let programs = try ProgramAdministration(dataDirectory: server.path)
        _ = try programs.set(
            [("deferredTokenization", "true")], name: nil, serviceId: server.a.credentials.serviceId)
        try server.start()
        var call = Call()
        // The number that an issuer would decline.
        call.pan = Self.luhn("520430000000", "0044")
        let answer = try send(call, server)
        let card = try #require(answer.json?["maskedCard"], "\(answer.text)")
        #expect(card["digitalCardData"]?["status"]?.string == "ACTIVE")
        for member in ["tokenUniqueReference", "tokenLastFour", "tokenExpirationYear", "paymentAccountReference"] {
            #expect(card[member] == nil, "\(member)")
        }
        let batch = try server.enroll(server.a, name: "bob", phone: "0101")
        let read = try server.call("GET", RunningServer.base + "/cards/" + batch.card, server.a.ids, as: server.a)
        #expect(read.status == 200 && read.json?["maskedCard"]?["tokenUniqueReference"] == nil)
        // Whether a card may be in Click to Pay at all is asked as ever.
        call.pan = Self.luhn("520430000000", "0028")
        #expect(try send(call, server).detail.reason == "PAN_INELIGIBLE")
    }

    @Test("the same card in two directories is two cards of two consumers (13.1)")
    func tenants() throws {
        let server = try RunningServer()
        let a = try ids(try send(Call(), server, as: server.a))
        let b = try ids(try send(Call(), server, as: server.b))
        #expect(a.consumer != b.consumer && a.card != b.card)
    }

    /// A PAN that begins and ends as told and passes the Luhn check, counted here and not by the code under test.
    private static func luhn(_ head: String, _ ending: String) -> String {
        for digit in 0...9 {
            let pan = String(head.dropLast()) + "\(digit)" + ending
            let sum = pan.reversed().enumerated().reduce(0) { sum, place in
                let value = Int(String(place.element)) ?? 0
                let doubled = value * 2
                return sum + (place.offset % 2 == 0 ? value : doubled > 9 ? doubled - 9 : doubled)
            }
            if sum % 10 == 0 { return pan }
        }
        return head + ending
    }
}

/// Answers that several threads collect.
private final class Collected: @unchecked Sendable {
    private let lock = NSLock()
    private var answers: [RunningServer.Answer] = []

    func add(_ answer: RunningServer.Answer?) {
        lock.withLock { if let answer { answers.append(answer) } }
    }

    var values: [RunningServer.Answer] { lock.withLock { answers } }
}
