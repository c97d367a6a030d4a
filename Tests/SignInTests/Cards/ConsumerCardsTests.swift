// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Directory
import Store
import Testing
import Vault

@testable import SignIn

/// Which cards are shown, and in what order (checkout 2.4, 5.9).
struct ConsumerCardsTests {
    private let place: Place
    private let today = CalendarMonth(year: 2030, month: 6)

    init() throws { place = try Place() }

    private func view(
        _ id: Int64 = 1, pan: String = "5186001700009726", status: CardRow.Status = .active, month: String = "12",
        year: String = "2031", events: String? = nil, created: Int64 = 0
    ) throws -> CardView {
        let stored = StoredCard(
            clearPAN: pan, panExpirationMonth: month, panExpirationYear: year, cardholderFullName: nil,
            cardholderFirstName: nil, cardholderLastName: nil, billingAddress: nil, pendingEvents: events)
        let row = CardRow(
            id: id, directory: 1, consumer: 1, status: status, externalCardId: nil,
            pan: place.vault.blindIndex(.pan, directory: 1, value: Array(pan.utf8)), bin: 518600, lastFour: 9726,
            sealed: place.vault.seal(stored.encoded, as: SealedRow(.card, id)),
            created: Timestamp(milliseconds: created))
        return try Cards(store: place.store, vault: place.vault, clock: place.clock).view(row, token: nil)
    }

    @Test("Status, month and what is pending decide whether a card may be used")
    func eligibility() throws {
        #expect(CardEligibility(try view(), today: today) == .usable)
        #expect(CardEligibility(try view(month: "06", year: "2030"), today: today) == .usable)
        #expect(CardEligibility(try view(month: "05", year: "2030"), today: today) == .expired)
        #expect(CardEligibility(try view(month: "12", year: "2029"), today: today) == .expired)
        #expect(CardEligibility(try view(status: .suspended, events: "PENDING_SCA"), today: today) == .suspended)
        #expect(CardEligibility(try view(status: .cancelled), today: today) == .cancelled)
        let pending = CardEligibility(try view(events: "PENDING_AVS,PENDING_SCA"), today: today)
        #expect(pending == .pending(["PENDING_AVS", "PENDING_SCA"]))
        #expect(pending.canBegin && CardEligibility.usable.canBegin)
        for eligibility in [CardEligibility.suspended, .expired, .cancelled] { #expect(!eligibility.canBegin) }
    }

    @Test("Of those that may be used the one that was used last comes first, then what was never used")
    func orderByUse() throws {
        func listed(_ id: Int64, created: Int64, used: Int64?, month: String = "12") throws -> ConsumerCards.Listed {
            let view = try view(id, pan: "518600170000000\(id)", month: month, year: "2030", created: created)
            return ConsumerCards.Listed(
                view: view, eligibility: CardEligibility(view, today: today), issuer: 1,
                lastUsed: used.map { Timestamp(milliseconds: $0) })
        }
        let cards = [
            try listed(1, created: 9, used: nil), try listed(2, created: 1, used: 20),
            try listed(3, created: 2, used: 30), try listed(4, created: 3, used: 40, month: "01"),
            try listed(5, created: 8, used: nil),
        ]
        #expect(ConsumerCards.ordered(cards).map(\.view.row.id) == [3, 2, 1, 5, 4])
    }

    @Test("Those that may be used come first, the newest before the others; a card that stands twice is shown once")
    func order() throws {
        func listed(_ view: CardView) -> ConsumerCards.Listed {
            ConsumerCards.Listed(view: view, eligibility: CardEligibility(view, today: today), issuer: 1)
        }
        let cards = [
            listed(try view(1, pan: "5186001700000001", created: 1)),
            listed(try view(2, pan: "5186001700000002", status: .suspended, created: 9)),
            listed(try view(3, pan: "5186001700000003", created: 5)),
            listed(try view(4, pan: "5186001700000004", month: "01", year: "2029", created: 8)),
            listed(try view(5, pan: "5186001700000001", created: 3)),
            listed(try view(6, pan: "5186001700000002", created: 2)),
        ]
        #expect(ConsumerCards.ordered(cards).map(\.view.row.id) == [3, 5, 6, 4])
    }
}
