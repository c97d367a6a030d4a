// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Store
import Testing
import Vault
import WireJSON

@testable import NetworkServer

/// The matrix of checkout 5.9 over HTTP: for each row what the profile shows, what O6 does and what O9 says.
@Suite("checkout 5.9: who may pay with which card") struct EligibilityMatrixTests {
    private typealias J = CheckoutJourney

    /// How consumer and card stand. `pending` is written as the store does.
    struct Standing: Sendable {
        var row: Int
        var consumer = ConsumerRow.Status.active
        var card = CardRow.Status.active
        var isExpired = false
        var pending: String?
    }

    /// What each column says. A checkout is COMPLETE, a step or a reason; `detail` is nil for 200.
    struct Columns: Sendable {
        /// The card's status in the profile; nil: it is not shown.
        var shown: String?
        var checkout: String
        var status: Int
        var detail: String?
        /// The profile is refused with the reason of the checkout.
        var isInaccessible = false
    }

    static let active = Columns(shown: "ACTIVE", checkout: "COMPLETE", status: 200)
    static let suspended = Columns(
        shown: "SUSPENDED", checkout: "CARD_NOT_RECOGNIZED", status: 400, detail: "SUSPENDED_CARD")
    static let expired = Columns(shown: "EXPIRED", checkout: "CARD_EXP_INVALID", status: 400, detail: "INACTIVE_CARD")
    static let cancelled = Columns(checkout: "CARD_NOT_RECOGNIZED", status: 400, detail: "CARD_NOT_FOUND")
    static let inaccessible = Columns(checkout: "ACCT_INACCESSIBLE", status: 403, isInaccessible: true)

    static let rows: [(Standing, Columns)] = [
        (Standing(row: 1), active),
        (Standing(row: 4, card: .suspended), suspended),
        (Standing(row: 4, card: .suspended, pending: "PENDING_AVS"), suspended),
        (Standing(row: 5, isExpired: true), expired),
        (Standing(row: 5, isExpired: true, pending: "PENDING_SCA"), expired),
        (Standing(row: 6, card: .cancelled), cancelled),
        (Standing(row: 6, card: .cancelled, pending: "PENDING_CONSUMER_IDV"), cancelled),
        (Standing(row: 7, consumer: .suspended), inaccessible),
        (Standing(row: 7, consumer: .locked), inaccessible),
        (Standing(row: 7, consumer: .suspended, card: .suspended, pending: "PENDING_AVS"), inaccessible),
        (Standing(row: 7, consumer: .locked, card: .cancelled), inaccessible),
        (Standing(row: 7, consumer: .locked, isExpired: true), inaccessible),
    ]

    @Test("a row without steps says the same in all three places", arguments: rows)
    func row(_ standing: Standing, _ columns: Columns) throws {
        let journey = try J(RunningServer())
        // Ten minutes before the card's last month is over: a checkout outlasts it.
        journey.server.clock.set(try #require(Timestamp(iso8601: "2027-08-31T23:50:00Z")))
        let enrolled = try journey.enroll(year: standing.isExpired ? "2027" : "2031")
        let done = try J.correlation(try journey.checkout(card: enrolled.card))
        try put(standing, enrolled, journey)
        journey.server.clock.advance(by: .seconds(630))

        let profiles = try profiles(journey)
        if columns.isInaccessible {
            #expect(profiles.refused(403, "ACCT_INACCESSIBLE"), "row \(standing.row): \(profiles.text)")
        } else {
            #expect(try shown(profiles, enrolled.card)?.status == columns.shown, "row \(standing.row)")
        }
        let checkout = try journey.checkout(card: enrolled.card)
        #expect((J.action(checkout) ?? checkout.reason) == columns.checkout, "row \(standing.row): \(checkout.text)")
        let credentials = try journey.credentials(done, card: enrolled.card)
        #expect(credentials.status == columns.status, "row \(standing.row): \(credentials.text)")
        #expect(credentials.detail.reason == columns.detail, "row \(standing.row): \(credentials.text)")
        switch columns.status {
        case 400: #expect(credentials.reason == "INVALID_ARGUMENT")
        case 403: #expect(credentials.reason == "PERMISSION_DENIED")
        default: break
        }
    }

    @Test(
        "rows 2 and 3: what is pending is a step, and credentials are refused until it is cleared",
        arguments: [
            (2, "PENDING_AVS", "DATA_CAPTURE"), (3, "PENDING_SCA", "CARDHOLDER_AUTHENTICATION"),
            (3, "PENDING_CONSUMER_IDV", "CARDHOLDER_AUTHENTICATION"),
        ])
    func pending(_ row: Int, _ event: String, _ step: String) throws {
        let journey = try J(RunningServer())
        let enrolled = try journey.enroll()
        let done = try J.correlation(try journey.checkout(card: enrolled.card))
        try put(Standing(row: row, pending: event), enrolled, journey)

        let shown = try #require(try shown(try profiles(journey), enrolled.card), "row \(row)")
        #expect(shown.events == [event], "row \(row)")
        let refused = try journey.credentials(done, card: enrolled.card)
        #expect(refused.refused(400, "INVALID_ARGUMENT") && refused.detail.reason == "INVALID_STATE", "row \(row)")
        let opened = try journey.checkout(card: enrolled.card)
        #expect(opened.status == 202 && J.steps(opened) == [step], "row \(row): \(opened.text)")
        let session = try J.session(opened)
        let cleared: RunningServer.Answer
        if row == 2 {
            cleared = try journey.submit(session)
        } else {
            _ = try journey.act(session, "authenticate")
            let code = try ProvisionJourney(journey.server).code(for: J.email)
            cleared = try journey.act(session, "authenticate", #""validationData":"\#(code)""#)
        }
        #expect(J.action(cleared) == "COMPLETE", "row \(row): \(cleared.text)")
        #expect(try journey.credentials(done, card: enrolled.card).status == 200, "row \(row)")
        #expect(J.action(try journey.checkout(card: enrolled.card)) == "COMPLETE", "row \(row)")
    }

    // MARK: Parts

    private func put(_ standing: Standing, _ enrolled: RunningServer.Enrolled, _ journey: J) throws {
        let storage = try #require(journey.server.server?.storage)
        let card = try #require(storage.vault.row(of: enrolled.card, kind: .card))
        let consumer = try #require(storage.vault.row(of: enrolled.consumer, kind: .consumer))
        if let pending = standing.pending { try PendingCard.set(pending, of: card, storage) }
        try storage.directory.write { writing in
            if let old = try writing.card(card) {
                var new = old
                new.status = standing.card
                try writing.replace(old, by: new)
            }
            if let old = try writing.consumer(consumer) {
                var new = old
                new.status = standing.consumer
                try writing.replace(old, by: new)
            }
        }
    }

    private func profiles(_ journey: J) throws -> RunningServer.Answer {
        try journey.page(
            "/src/api/profiles", "{" + journey.parties + #","idTokens":["\#(try journey.idToken())"]}"#)
    }

    private func shown(
        _ answer: RunningServer.Answer, _ card: String
    ) throws -> (status: String?, events: [String])? {
        let profile = try #require(answer.json?["profiles"]?.elements.first { _ in true }, "\(answer.text)")
        let found = profile["maskedCards"]?.elements.first { $0["srcDigitalCardId"]?.string == card }
        return found.map { card in
            let data = card["digitalCardData"]
            return (data?["status"]?.string, data?["pendingEvents"]?.elements.compactMap(\.string) ?? [])
        }
    }
}
