// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Store
import StoreSQLite
import Testing
import Vault

@testable import Account

/// Cards that their consumers take out (enrollment 10.6, 13.2).
@Suite("card removal") struct CardRemovalTests {
    private let place: Place
    private let own: ConsumerRow

    init() throws {
        place = try Place()
        own = try place.add([Place.email(), Place.mobile()], directory: 1)
    }

    private func id(_ card: CardRow) -> String { place.vault.publicID(.card, of: card.id) }

    @Test("a card goes from every directory that it stands in, and the others stay")
    func remove() throws {
        let general = try place.add([Place.email()], directory: 2)
        let (card, copy) = (try place.addCard(to: own), try place.addCard(to: general))
        let other = try place.addCard(to: own, pan: "5555555555554444")
        // The same first and last digits are not the same card.
        let alike = try #require(
            (0..<100_000).lazy.map { "518600\($0 + 100_000)9726" }.first { (try? PAN($0)) != nil })
        let similar = try place.addCard(to: general, pan: alike)
        try place.removal.remove(id(copy), of: place.session())
        #expect(try place.cards(of: own) == [other.id])
        #expect(try place.cards(of: general) == [similar.id])
        #expect(try place.store.read { try $0.card(card.id) } == nil)
        #expect(try place.audit(1) == ["account card.delete"] && place.audit(2) == ["account card.delete"])
    }

    @Test("the profile whose last card went is kept for as long as its program says")
    func last() throws {
        try place.removal.remove(id(place.addCard(to: own)), of: place.session())
        #expect(try place.store.read { try $0.consumer(own.id) }?.emptySince == place.clock.now)
    }

    @Test("somebody else's card, one of a stopped profile, one that is gone and an id of nothing are not found")
    func foreign() throws {
        let eve = try place.add([Place.email("eve@example.test")], directory: 1)
        let stopped = try place.add([Place.email()], directory: 2, status: .suspended)
        let (hers, stoppeds) = (try place.addCard(to: eve), try place.addCard(to: stopped))
        let mine = try place.addCard(to: own)
        let session = try place.session()
        try place.removal.remove(id(mine), of: session)
        for text in [id(hers), id(stoppeds), id(mine), "", "nothing", place.vault.publicID(.consumer, of: own.id)] {
            #expect(throws: AccountRefusal.notFound) { try place.removal.remove(text, of: session) }
        }
        #expect(try place.cards(of: eve) == [hers.id] && place.cards(of: stopped) == [stoppeds.id])
    }

    @Test("nothing goes without a code that was entered within ten minutes")
    func proof() throws {
        let card = try place.addCard(to: own)
        let session = try place.session()
        place.clock.advance(by: .seconds(600))
        let late = try #require(try place.again(session))
        #expect(throws: AccountRefusal.proofNeeded) { try place.removal.remove(id(card), of: late) }
        #expect(try place.cards(of: own) == [card.id])
    }
}
