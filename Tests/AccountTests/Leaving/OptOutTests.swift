// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Store
import StoreSQLite
import Testing
import Vault

@testable import Account

/// Consumers who leave (enrollment 9.4, 13.2).
@Suite("opt-out") struct OptOutTests {
    private let place: Place

    init() throws { place = try Place() }

    private func isKnown(_ identity: LinkedIdentity) -> Bool { (try? place.begin(identity)) != nil }

    @Test("every profile goes with its cards, browsers and cards that wait; nobody is found, and nobody else goes")
    func leave() throws {
        let own = try place.add([Place.email(), Place.mobile()], directory: 1, name: "ada")
        let general = try place.add([Place.email()], directory: 2)
        let eve = try place.add([Place.email("eve@example.test")], directory: 1)
        let card = try place.addCard(to: own)
        try place.addCard(to: general, pan: "5555555555554444")
        let hers = try place.addCard(to: eve)
        let (waiting, hersWaiting) = (try place.stage(directory: 1), try place.stage("eve@example.test", directory: 1))
        let entered = try place.enter(Place.email(), isRemembered: true)
        #expect(try place.optOut.leave(entered.session) == 0)
        #expect(try place.store.read { try $0.consumer(own.id) } == nil)
        #expect(try place.store.read { try $0.consumer(general.id) } == nil)
        #expect(try place.store.read { try $0.card(card.id) } == nil)
        #expect(try place.store.read { try $0.stagedCard(waiting) }?.state == .declined)
        #expect(try place.again(entered.session) == nil)
        #expect(try place.signIn.recognize(try #require(entered.recognitionToken)) == nil)
        place.clock.advance(by: .seconds(120))
        #expect(try !isKnown(Place.email()) && !isKnown(Place.mobile()))
        #expect(try isKnown(Place.email("eve@example.test")))
        #expect(try place.cards(of: eve) == [hers.id])
        #expect(try place.store.read { try $0.stagedCard(hersWaiting) }?.state == .staged)
        #expect(try place.audit(1).contains("account profile.delete"))
        #expect(try place.audit(1).contains("account staged.decline"))
        #expect(try place.audit(2) == ["account profile.delete", "account recognition.create"])
    }

    @Test("who has nothing but cards that wait leaves too")
    func staged() throws {
        let waiting = try place.stage()
        #expect(try place.optOut.leave(place.session()) == 0)
        #expect(try place.store.read { try $0.stagedCard(waiting) }?.state == .declined)
        #expect(try !isKnown(Place.email()))
    }

    @Test("a profile that is stopped stays, and it is said how many do")
    func stopped() throws {
        let own = try place.add([Place.email()], directory: 1)
        let locked = try place.add([Place.email()], directory: 2, status: .locked)
        #expect(try place.optOut.leave(place.session()) == 1)
        #expect(try place.store.read { try $0.consumer(own.id) } == nil)
        #expect(try place.store.read { try $0.consumer(locked.id) }?.status == .locked)
    }

    @Test("what the issuer has deleted meanwhile does no harm")
    func race() throws {
        let own = try place.add([Place.email()], directory: 1)
        let session = try place.session()
        try place.store.write { try $0.delete(consumer: own) }
        #expect(try place.optOut.leave(session) == 0)
    }

    @Test("nobody leaves without a code that was entered within ten minutes")
    func proof() throws {
        let own = try place.add([Place.email()], directory: 1)
        let session = try place.session()
        place.clock.advance(by: .seconds(600))
        let late = try #require(try place.again(session))
        #expect(throws: AccountRefusal.proofNeeded) { try place.optOut.leave(late) }
        #expect(try place.store.read { try $0.consumer(own.id) } != nil)
    }
}
