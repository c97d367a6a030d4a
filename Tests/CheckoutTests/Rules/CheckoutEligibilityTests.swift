// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Store
import Testing

@testable import Checkout

/// The matrix of checkout 5.9, one test for each row.
@Suite("checkout eligibility") struct CheckoutEligibilityTests {
    private func row(
        _ consumer: ConsumerRow.Status = .active, _ card: CardRow.Status = .active, expired: Bool = false,
        pending: Set<PendingEvent> = []
    ) -> CheckoutEligibility {
        CheckoutEligibility(consumer: consumer, card: card, isExpired: expired, pending: pending)
    }

    private func credentials(_ row: CheckoutEligibility) -> (status: Int, reason: String, detail: String?)? {
        row.credentialsFault.map {
            ($0.status, $0.errorClass.rawValue, $0.details.first?.reason?.rawValue)
        }
    }

    @Test("row 1: an active card of an active consumer goes through")
    func active() {
        #expect(row().atCheckout == .proceed)
        #expect(credentials(row()) == nil)
    }

    @Test("row 2: an address check is a step, and there are no credentials before")
    func addressCheck() throws {
        let row = row(pending: [.addressCheck])
        #expect(row.atCheckout == .steps([.dataCapture]))
        #expect(try #require(credentials(row)) == (400, "INVALID_ARGUMENT", "INVALID_STATE"))
    }

    @Test(
        "row 3: an authentication is a step, and there are no credentials before",
        arguments: [
            PendingEvent.strongAuthentication, .consumerVerification,
        ])
    func authentication(_ event: PendingEvent) throws {
        let row = row(pending: [event])
        #expect(row.atCheckout == .steps([.authentication]))
        #expect(try #require(credentials(row)) == (400, "INVALID_ARGUMENT", "INVALID_STATE"))
        #expect(self.row(pending: [event, .addressCheck]).atCheckout == .steps([.dataCapture, .authentication]))
    }

    @Test("row 4: a suspended card is not recognized, whatever is pending")
    func suspended() throws {
        for pending in [[], [PendingEvent.addressCheck]] {
            let row = row(.active, .suspended, pending: Set(pending))
            #expect(row.atCheckout == .refused(.cardNotRecognized))
            #expect(try #require(credentials(row)) == (400, "INVALID_ARGUMENT", "SUSPENDED_CARD"))
        }
    }

    @Test("row 5: an expired card has its own reason, whatever is pending")
    func expired() throws {
        for pending in [[], [PendingEvent.strongAuthentication]] {
            let row = row(expired: true, pending: Set(pending))
            #expect(row.atCheckout == .refused(.cardExpiryInvalid))
            #expect(try #require(credentials(row)) == (400, "INVALID_ARGUMENT", "INACTIVE_CARD"))
        }
    }

    @Test("row 6: a cancelled card is not there")
    func cancelled() throws {
        let row = row(.active, .cancelled, expired: true, pending: [.addressCheck])
        #expect(row.atCheckout == .refused(.cardNotRecognized))
        #expect(try #require(credentials(row)) == (400, "INVALID_ARGUMENT", "CARD_NOT_FOUND"))
    }

    @Test("row 7: a consumer who is not active pays with no card", arguments: [ConsumerRow.Status.suspended, .locked])
    func consumer(_ status: ConsumerRow.Status) throws {
        for card in [CardRow.Status.active, .suspended, .cancelled] {
            let row = row(status, card)
            #expect(row.atCheckout == .refused(.accountInaccessible))
            #expect(try #require(credentials(row)) == (403, "PERMISSION_DENIED", nil))
        }
    }

    @Test("a card is good to the end of its month, and an event that is not known is for an authentication")
    func reading() {
        func card(_ month: String, _ year: String, _ events: String?) -> CheckoutEligibility {
            CheckoutEligibility(
                consumer: .active, card: .active, month: month, year: year, pendingEvents: events,
                today: CalendarMonth(year: 2030, month: 6))
        }
        #expect(!card("06", "2030", nil).isExpired)
        #expect(card("05", "2030", nil).isExpired)
        #expect(card("xx", "2030", nil).isExpired)
        #expect(card("06", "2030", "PENDING_AVS,PENDING_SCA").pending == [.addressCheck, .strongAuthentication])
        #expect(card("06", "2030", "PENDING_LATER").needsAuthentication)
    }
}
