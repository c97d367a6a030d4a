// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Store
import StoreSQLite
import Testing
import Vault
import Verification

@testable import Account

/// Browsers that are remembered, as their consumer sees them (checkout 5.8).
@Suite("account browsers") struct AccountBrowsersTests {
    private let place: Place
    private let own: ConsumerRow

    init() throws {
        place = try Place()
        own = try place.add([Place.email()], directory: 1)
    }

    private func remember(_ client: String, _ consumer: ConsumerRow) throws -> String {
        try place.recognition.remember(
            consumer: consumer.id, directory: consumer.directory, client: client, appInstance: client)
    }

    @Test("those of all profiles are shown, the newest first, and which of them asks")
    func list() throws {
        _ = try remember("shop-1", own)
        place.clock.advance(by: .seconds(10))
        let general = try place.add([Place.email()], directory: 2)
        _ = try remember("shop-2", general)
        place.clock.advance(by: .seconds(10))
        let session = try place.enter(Place.email(), isRemembered: true).session
        let list = try place.browsers.list(of: session)
        #expect(list.map(\.browser.client) == ["account", "shop-2", "shop-1"])
        #expect(list.map(\.isThis) == [true, false, false])
    }

    @Test("one is forgotten, or all; somebody else's stay; each is noted")
    func forget() throws {
        let eve = try place.add([Place.email("eve@example.test")], directory: 1)
        let hers = try remember("shop-1", eve)
        let tokens = try ["shop-1", "shop-2", "shop-3"].map { try remember($0, own) }
        let session = try place.session()
        let list = try place.browsers.list(of: session)
        let hersListed = try place.browsers.list(of: place.session(Place.email("eve@example.test")))
        #expect(throws: AccountRefusal.notFound) { try place.browsers.forget(hersListed[0].id, of: session) }
        #expect(throws: AccountRefusal.notFound) { try place.browsers.forget("x", of: session) }
        #expect(try !place.browsers.forget(list[1].id, of: session))
        #expect(throws: AccountRefusal.notFound) { try place.browsers.forget(list[1].id, of: session) }
        func known() throws -> [Bool] {
            try zip(tokens, ["shop-1", "shop-2", "shop-3"]).map { token, client in
                try place.recognition.recognized(token, client: client) != nil
            }
        }
        #expect(try known() == [true, false, true])
        try place.browsers.forgetAll(of: session)
        #expect(try known() == [false, false, false])
        #expect(try place.recognition.recognized(hers, client: "shop-1") != nil)
        #expect(try place.audit().filter { $0 == "account recognition.revoke" }.count == 3)
    }

    @Test("nothing is forgotten without a code that was entered within ten minutes")
    func proof() throws {
        let token = try remember("shop", own)
        let session = try place.session()
        let id = try #require(try place.browsers.list(of: session).first).id
        place.clock.advance(by: .seconds(600))
        let late = try #require(try place.again(session))
        #expect(throws: AccountRefusal.proofNeeded) { try place.browsers.forget(id, of: late) }
        #expect(throws: AccountRefusal.proofNeeded) { try place.browsers.forgetAll(of: late) }
        #expect(try place.recognition.recognized(token, client: "shop") != nil)
    }
}
