// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Testing

@testable import DemoShop

/// What the shop remembers of browsers.
@Suite struct ShopSessionsTests {
    private let clock = ManualClock()

    @Test("A session has a name that nobody can guess and a purchase of its own, and is over when it is idle too long.")
    func life() throws {
        let sessions = ShopSessions(clock: clock, entropy: SeededEntropy(seed: 1))
        let (one, other) = (sessions.open(), sessions.open())
        #expect(one != other && RandomText.isHex(one))
        #expect(try #require(sessions.session(one)).transaction != sessions.session(other)?.transaction)
        clock.advance(by: ShopSessions.idleMax - .seconds(1))
        #expect(sessions.session(one) != nil)
        clock.advance(by: .seconds(1))
        #expect(sessions.session(other) == nil && sessions.session(one) != nil && sessions.count == 1)
        #expect(sessions.session("0000") == nil)
    }

    @Test("There are never more than there is room for: the one that was used longest ago goes.")
    func limit() throws {
        let sessions = ShopSessions(clock: clock, entropy: SeededEntropy(seed: 2), sessionsMax: 2)
        let first = sessions.open()
        clock.advance(by: .seconds(1))
        let second = sessions.open()
        clock.advance(by: .seconds(1))
        _ = sessions.open()
        #expect(sessions.session(first) == nil && sessions.session(second) != nil && sessions.count == 2)
    }

    @Test("An order empties the basket and makes the next purchase another one; so many orders are kept.")
    func closing() throws {
        var session = ShopSession(transaction: "first")
        session.basket.change(try #require(Product.named("fern")), by: 1)
        for number in 0..<(ShopSession.ordersMax + 5) { session.close(order: "\(number)", next: "next \(number)") }
        #expect(session.basket.isEmpty && session.transaction == "next 24")
        #expect(session.orders.count == ShopSession.ordersMax && session.orders.first == "24")
    }
}
