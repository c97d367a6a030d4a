// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Directory
import HTTPService
import JOSE
import Store
import Testing
import Vault
import WireJSON

@testable import NetworkServer

/// The issuer decides about the token of a card that is typed at a checkout, and of one whose token waited for its
/// first checkout (checkout 5.1, row 6; enrollment 13.7; processing 7).
@Suite("the issuer decides at a checkout") struct CheckoutDecisionTests {
    private typealias J = CheckoutJourney

    private static let pan = "5120340000000004"
    private let journey: J
    private let endpoint = DecisionEndpoint()
    private var server: RunningServer { journey.server }

    init() throws {
        journey = try J(RunningServer())
        let url = try endpoint.start()
        try server.set(
            [
                ("decisionURL", url), ("decisionMilliseconds", "500"), ("accountRanges", "512034:CREDIT:US"),
                ("notificationURL", "http://127.0.0.1:9/"),
            ], of: server.a)
        try journey.follow()
    }

    private func typed(_ pan: String = pan, options: String = "{}", email: String? = "gus@example.test") throws
        -> RunningServer.Answer
    {
        let plain =
            #"{"primaryAccountNumber":"\#(pan)","panExpirationMonth":"08","panExpirationYear":"2031"}"#
        return try journey.checkout(
            card: nil, options: options, #""encryptedCard":"\#(try server.encrypt(plain))","# + J.accepted,
            email: email)
    }

    private func counts() throws -> (consumers: Int, cards: Int) {
        let storage = try #require(server.server?.storage)
        let program = try #require(
            try storage.registry.snapshot().programs.first { $0.serviceId == GeneralDirectory.serviceId })
        let counts = try storage.directory.read { try $0.counts(directory: program.directory) }
        return (counts.consumers, counts.cards)
    }

    /// The kinds of what the issuer is to be told, the oldest first.
    private func told() throws -> [String] {
        let outbox = try server.call("GET", "/__admin/outbox", [], as: nil)
        return outbox.json?["notifications"]?.elements.compactMap { $0["body"]?["eventType"]?.string }.reversed() ?? []
    }

    @Test("a typed card of an issuer's range is asked about like any other, once; other cards are nobody's")
    func asked() throws {
        defer { endpoint.stop() }
        #expect(J.action(try typed("5555555555554444")) == "COMPLETE" && endpoint.calls.isEmpty)
        #expect(J.action(try typed()) == "COMPLETE")
        let call = try #require(endpoint.calls.first)
        let root = try JSONDocument.parse(call.body).root
        let payload = try MDESPayload(#require(root["fundingAccountInfo"]?["encryptedPayload"]))
        let plaintext = try payload.decrypt(keys: DecryptionKeySet([DecryptionKey(server.a.key)]))
        #expect(String(decoding: plaintext, as: UTF8.self).contains(Self.pan))
        // The card is there: nobody is asked again, and its owner is not refused.
        endpoint.decide("DECLINED")
        #expect(J.action(try typed()) == "COMPLETE" && endpoint.calls.count == 1)
    }

    @Test("a declined card is CARD_ADD_FAILED with ISSUER_DECLINED, and nothing is kept of it, of guests neither")
    func declined() throws {
        defer { endpoint.stop() }
        endpoint.decide("DECLINED")
        let guest = #"{"customInputData":{"com.mastercard.dcfExperience":"WITHIN_CHECKOUT"}}"#
        for (options, email) in [("{}", "gus@example.test"), (guest, nil)] {
            let answer = try typed(options: options, email: email)
            #expect(answer.refused(400, "CARD_ADD_FAILED"), "\(answer.text)")
            #expect(answer.detail.reason == "ISSUER_DECLINED" && !answer.text.contains(Self.pan))
            #expect(try counts() == (0, 0))
        }
        endpoint.decide("APPROVED")
        #expect(J.action(try typed()) == "COMPLETE")
    }

    @Test("an issuer that does not answer in time is 503 with NO_RESPONSE_FROM_ISSUER, and nothing is kept")
    func silent() throws {
        defer { endpoint.stop() }
        endpoint.answer(nil)
        let answer = try typed()
        #expect(answer.refused(503, "SERVICE_ERROR"), "\(answer.text)")
        #expect(answer.detail.reason == "NO_RESPONSE_FROM_ISSUER" && answer.header("Retry-After") != nil)
        #expect(try counts() == (0, 0))
    }

    @Test("an issuer that wants more authentication has the consumer authenticated, and no guest")
    func authentication() throws {
        defer { endpoint.stop() }
        endpoint.decide("REQUIRE_ADDITIONAL_AUTHENTICATION")
        let guest = #"{"customInputData":{"com.mastercard.dcfExperience":"WITHIN_CHECKOUT"}}"#
        #expect(try typed(options: guest, email: nil).refused(400, "AUTHENTICATION_METHOD_NOT_SUPPORTED"))
        #expect(try counts() == (0, 0))
        let answer = try typed()
        #expect(J.steps(answer) == ["CARDHOLDER_AUTHENTICATION"], "\(answer.text)")
        let session = try J.session(answer)
        _ = try journey.act(session, "authenticate")
        let code = try ProvisionJourney(server).code(for: "gus@example.test")
        let done = try journey.act(session, "authenticate", #""validationData":"\#(code)""#)
        #expect(J.action(done) == "COMPLETE", "\(done.text)")
        // The code went where the consumer says, not the issuer: attempted.
        #expect(try journey.open(done, "checkoutResponse").payload["assuranceData"]?["eci"]?.string == "01")
    }

    @Test("the issuer is told of the token, and that it is gone when the checkout comes to nothing")
    func notified() throws {
        defer { endpoint.stop() }
        let window = try J.session(try typed(options: #"{"confirmPayment":true}"#))
        #expect(try told() == ["TAR", "TCN"])
        _ = try journey.act(window, "cancel")
        #expect(try counts() == (0, 0))
        #expect(try told() == ["TAR", "TCN", "TVN"])
        endpoint.decide("DECLINED")
        _ = try typed()
        #expect(try told() == ["TAR", "TCN", "TVN", "TAR"])
    }

    @Test("a range that the issuers of two clients have is nobody's: no card number goes to a stranger")
    func ambiguous() throws {
        defer { endpoint.stop() }
        try server.set([("accountRanges", "512034:CREDIT:US")], of: server.b)
        try journey.follow()
        #expect(J.action(try typed()) == "COMPLETE" && endpoint.calls.isEmpty)
        try server.set([("accountRanges", "51203:CREDIT:US")], of: server.b)
        try journey.follow()
        #expect(J.action(try typed(email: "eve@example.test")) == "COMPLETE" && endpoint.calls.count == 1)
    }

    @Test("a token that waited for the first checkout and is declined there: refused, the card stays and may try again")
    func deferred() throws {
        defer { endpoint.stop() }
        try server.set([("deferredTokenization", "true")], of: server.a)
        try journey.follow()
        let enrolled = try journey.enroll(pan: Self.pan)
        #expect(endpoint.calls.isEmpty)
        endpoint.decide("DECLINED")
        for _ in 1...2 {
            let answer = try journey.checkout(card: enrolled.card)
            #expect(answer.refused(400, "CARD_INVALID"), "\(answer.text)")
            #expect(answer.detail.reason == "ISSUER_DECLINED" && !answer.text.contains(Self.pan))
        }
        #expect(endpoint.calls.count == 2)
        endpoint.answer(nil)
        let silent = try journey.checkout(card: enrolled.card)
        #expect(silent.refused(503, "SERVICE_ERROR") && silent.detail.reason == "NO_RESPONSE_FROM_ISSUER")
        endpoint.decide("APPROVED")
        let paid = try journey.checkout(card: enrolled.card)
        #expect(J.action(paid) == "COMPLETE", "\(paid.text)")
        #expect(try journey.credentials(try J.correlation(paid), card: enrolled.card).status == 200)
    }
}
