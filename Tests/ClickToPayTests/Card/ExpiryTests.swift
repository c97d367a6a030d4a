// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing

/// Goal: a card is good to the end of its month, and only dates in their exact form are dates.
struct ExpiryTests {
    private func expiry(_ month: Tree?, _ year: Tree?) -> [String] {
        findings {
            let card = Samples.card().with("panExpirationMonth", month).with("panExpirationYear", year)
            _ = try EnrolledCard.decode(card.json, today: Samples.today)
        }
    }

    @Test("the month of today is not past, the one before is")
    func past() throws {
        let expiry = try #require(Expiry(month: 6, year: 2026))
        #expect(expiry.isPast(at: CalendarMonth(year: 2026, month: 6)) == false)
        #expect(expiry.isPast(at: CalendarMonth(year: 2026, month: 7)))
        #expect(expiry.isPast(at: CalendarMonth(year: 2027, month: 1)))
        #expect(expiry.isPast(at: CalendarMonth(year: 2025, month: 12)) == false)
        #expect(Expiry(month: 0, year: 2026) == nil && Expiry(month: 13, year: 2026) == nil)
        #expect(Expiry(month: 1, year: 999) == nil && Expiry(month: 1, year: 10000) == nil)
        #expect(CalendarMonth(year: 2025, month: 12) < CalendarMonth(year: 2026, month: 1))
        #expect(expiry.monthText == "06" && expiry.yearText == "2026")
    }

    @Test("wire forms")
    func wire() {
        #expect(expiry("01", "2026") == [])
        #expect(expiry("12", "2025") == ["INVALID_VALUE card.panExpirationYear"])
        #expect(expiry("12", "9999") == [])
        #expect(expiry("00", "2031") == ["INVALID_VALUE card.panExpirationMonth"])
        #expect(expiry("13", "2031") == ["INVALID_VALUE card.panExpirationMonth"])
        #expect(
            expiry("8", "31") == ["INVALID_FORMAT card.panExpirationMonth", "INVALID_FORMAT card.panExpirationYear"])
        #expect(
            expiry("+8", "203a") == ["INVALID_FORMAT card.panExpirationMonth", "INVALID_FORMAT card.panExpirationYear"])
        #expect(expiry(8, 2031) == ["INVALID_VALUE card.panExpirationMonth", "INVALID_VALUE card.panExpirationYear"])
        #expect(
            expiry(nil, .null) == ["CANNOT_BE_NULL card.panExpirationMonth", "CANNOT_BE_NULL card.panExpirationYear"])
    }
}
