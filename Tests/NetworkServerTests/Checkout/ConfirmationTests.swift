// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Checkout
import Store
import Testing
import WireJSON

@testable import NetworkServer

/// O10 over HTTP (checkout 4.10).
@Suite("confirmations") struct ConfirmationTests {
    private typealias J = CheckoutJourney

    private static func data(
        _ type: String, _ status: String, _ result: String? = nil,
        _ more: String = #","networkTransactionIdentifier":"UNAVLB""#
    ) -> String {
        #"{"checkoutEventType":"\#(type)","checkoutEventStatus":"\#(status)""#
            + (result.map { #","confirmationStatus":"\#($0)""# } ?? "")
            + #","confirmationTimestamp":"2030-01-01T00:00:30Z""# + more + "}"
    }

    private func paid(_ journey: J) throws -> (correlation: String, card: String) {
        let card = try journey.enroll().card
        return (try J.correlation(try journey.checkout(card: card)), card)
    }

    private func report(_ journey: J, _ correlation: String) throws -> JSONValue {
        let answer = try journey.server.admin("GET", "confirmations?srcCorrelationId=" + correlation)
        return try #require(answer.json?["checkouts"]?.elements.first { _ in true }, "\(answer.text)")
    }

    @Test("each of the five situations is known by its codes, and the sandbox says which are missing")
    func situations() throws {
        let journey = try J(RunningServer())
        let (correlation, card) = try paid(journey)
        let told: [(String, String, String, PurchaseSituation)] = [
            ("01", "02", "01", .authorized), ("01", "05", "02", .declined), ("03", "02", "01", .refund),
            ("04", "03", "03", .neverAuthorized), ("04", "03", "01", .cancelled),
        ]
        var reported: Set<String> = []
        for (type, status, result, situation) in told {
            let answer = try journey.confirm(correlation, Self.data(type, status, result))
            #expect(answer.status == 204 && answer.text.isEmpty, "\(answer.text)")
            reported.insert(situation.rawValue)
            let report = try report(journey, correlation)
            let found = report["reported"]?.elements.compactMap(\.string) ?? []
            #expect(Set(found) == reported)
            let missing = report["missing"]?.elements.compactMap(\.string) ?? []
            #expect(found.count + missing.count == 5)
        }
        // Cancelled for good: no credentials any more, and no new checkout under this correlation.
        let refused = try journey.credentials(correlation, card: card)
        #expect(refused.status == 400 && refused.detail.reason == "INVALID_STATE", "\(refused.text)")
        #expect(try journey.checkout(card: card, #""srcCorrelationId":"\#(correlation)""#).status == 400)
        #expect(PurchaseSituation(type: "01", status: "02", result: nil) == nil)
    }

    @Test("a cancellation that has only begun closes nothing")
    func begun() throws {
        let journey = try J(RunningServer())
        let (correlation, card) = try paid(journey)
        #expect(try journey.confirm(correlation, Self.data("04", "01")).status == 204)
        #expect(try journey.credentials(correlation, card: card).status == 200)
    }

    @Test(
        "what is wrong is refused",
        arguments: [
            ConfirmationTests.data("08", "02"), ConfirmationTests.data("1", "02"), ConfirmationTests.data("01", "00"),
            ConfirmationTests.data("01", "100"), ConfirmationTests.data("01", "02", "04"),
            ConfirmationTests.data("01", "02", "01", ""),
            ConfirmationTests.data("01", "02", "01", #","networkTransactionIdentifier":"a-b""#),
            ConfirmationTests.data(
                "02", "02", nil, #","networkAuthorizationCode":"\#(String(repeating: "1", count: 26))""#),
            ConfirmationTests.data("02", "02", nil, #","confirmationReason":"<script>""#),
            ConfirmationTests.data("02", "02", nil, #","transactionAmount":{"transactionAmount":5}"#),
            #"{"checkoutEventType":"02","checkoutEventStatus":"02"}"#,
            #"{"checkoutEventType":"02","checkoutEventStatus":"02","confirmationTimestamp":"yesterday"}"#, "null",
        ])
    func invalid(_ data: String) throws {
        let journey = try J(RunningServer())
        let answer = try journey.confirm("11111111-2222-4333-8444-555555555555", data)
        #expect(answer.status == 400 && answer.reason == "INVALID_ARGUMENT", "\(answer.text)")
        #expect(answer.detail.source != "srcCorrelationId")
    }

    @Test("a checkout and what was told of it are kept for 400 days, without anything of its consumer; then not at all")
    func kept() throws {
        let journey = try J(RunningServer())
        let (correlation, _) = try paid(journey)
        #expect(try journey.confirm(correlation, Self.data("01", "02", "01")).status == 204)
        let day = 86_400
        try journey.wait(399 * day)
        let storage = try #require(journey.server.server?.storage)
        func rows() throws -> [CheckoutRow] {
            try storage.directory.read { try $0.checkouts(correlation: correlation, client: nil, limit: 9) }
        }
        #expect(try rows().map(\.sealed.isEmpty) == [true])
        #expect(try report(journey, correlation)["reported"]?.elements.compactMap(\.string) == ["AUTHORIZED"])
        // A refund of the year after is taken.
        #expect(try journey.confirm(correlation, Self.data("03", "02", "01")).status == 204)
        try journey.wait(2 * day)
        #expect(try rows().isEmpty)
        #expect(try journey.server.admin("GET", "confirmations?srcCorrelationId=" + correlation).status == 404)
        let late = try journey.confirm(correlation, Self.data("03", "02", "01"))
        #expect(late.status == 400 && late.detail.source == "srcCorrelationId", "\(late.text)")
    }

    @Test("400 for a wrong correlation, 403 for another client's")
    func foreign() throws {
        let journey = try J(RunningServer())
        let (correlation, card) = try paid(journey)
        let data = Self.data("01", "02", "01")
        let wrong = try journey.confirm("11111111-2222-4333-8444-555555555555", data)
        #expect(wrong.status == 400 && wrong.detail.source == "srcCorrelationId", "\(wrong.text)")
        let other = try J(journey.server)
        #expect(try other.confirm(correlation, data).status == 403)
        #expect(try journey.confirm(correlation, data, as: journey.server.b).status == 403)
        #expect(try other.confirm(correlation, data, client: journey.shop.srcClientId).status == 403)
        let open = try journey.checkout(card: card, options: #"{"confirmPayment":true}"#)
        #expect(try journey.confirm(try J.correlation(open), data).status == 400)
        #expect(try journey.server.admin("GET", "confirmations").status == 400)
        #expect(try journey.server.admin("GET", "confirmations?srcCorrelationId=none").status == 404)
    }
}
