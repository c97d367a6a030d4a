// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import SignIn
import Store
import StoreSQLite
import Testing
import Vault
import Verification

@testable import Account

/// Sessions of the account: how long they live, and what ends them.
@Suite("account sessions") struct AccountSessionsTests {
    private let place: Place

    init() throws {
        place = try Place()
        try place.add([Place.email(), Place.mobile()], directory: 1)
    }

    @Test("a session lives for 15 minutes after it was used, and for 60 in all")
    func life() throws {
        let session = try place.session()
        place.clock.advance(by: .seconds(899))
        #expect(try place.again(session)?.identity == session.identity)
        place.clock.advance(by: .seconds(899))
        #expect(try place.again(session) != nil)
        for _ in 1...2 {
            place.clock.advance(by: .seconds(850))
            #expect(try place.again(session) != nil)
        }
        // 3498 seconds old, and used all the time.
        place.clock.advance(by: .seconds(101))
        #expect(try place.again(session) != nil)
        place.clock.advance(by: .seconds(1))
        #expect(try place.again(session) == nil)

        let idle = try place.session()
        place.clock.advance(by: .seconds(900))
        #expect(try place.again(idle) == nil)
    }

    @Test("reading a page again within a minute writes nothing")
    func quiet() throws {
        let session = try place.session()
        func end() throws -> Timestamp? { try place.store.read { try $0.signIn(session.row) }?.expires }
        let first = try end()
        place.clock.advance(by: .seconds(59))
        _ = try place.again(session)
        #expect(try end() == first)
        place.clock.advance(by: .seconds(1))
        _ = try place.again(session)
        #expect(try end() == place.clock.now.advanced(by: .seconds(900)))
    }

    @Test("a code counts as proof for ten minutes, and a remembered browser for none")
    func proof() throws {
        let session = try place.session()
        place.clock.advance(by: .seconds(599))
        #expect(try place.again(session)?.isProved == true)
        place.clock.advance(by: .seconds(1))
        let later = try #require(try place.again(session))
        #expect(!later.isProved)
        #expect(throws: AccountRefusal.proofNeeded) { try later.needProof() }
    }

    @Test("nobody gets in with a cookie that was changed, is another page's, or has another session's key")
    func forged() throws {
        let session = try place.session()
        let other = try place.session()
        #expect(session.text != other.text && session.mark != other.mark)
        var text = Array(session.text)
        text[text.count / 2] = text[text.count / 2] == "A" ? "B" : "A"
        for forged in [String(text), "", "x", session.mark, String(repeating: "A", count: 5000)] {
            #expect(try place.sessions.read(forged) == nil)
        }
        // The same row under another key: as after a restore of an old file.
        let record = AccountRecord(
            identity: session.identity, browser: nil, proved: place.clock.now, key: "other", mark: session.mark)
        let (row, vault) = (session.row, place.vault)
        try place.store.write { writing in
            var kept = try #require(try writing.signIn(row))
            kept.sealed = vault.seal(record.encoded, as: SealedRow(.signIn, row))
            try writing.update(signIn: kept)
        }
        #expect(try place.again(session) == nil)
        #expect(try place.again(other) != nil)
        #expect(other.isMarked(other.mark) && !other.isMarked(session.mark) && !other.isMarked(nil))
    }

    @Test("a session that was ended is over, and ending it again does no harm")
    func end() throws {
        let session = try place.session()
        try place.sessions.end(session.text)
        #expect(try place.again(session) == nil)
        try place.sessions.end(session.text)
        try place.sessions.end("nothing")
    }

    @Test("a session that stands on a remembered browser ends when that is forgotten")
    func browser() throws {
        let entered = try place.enter(Place.email(), isRemembered: true)
        let token = try #require(entered.recognitionToken)
        let recognized = try #require(try place.signIn.recognize(token))
        #expect(try place.again(recognized.session)?.isProved == false)
        try place.recognition.forget(token)
        #expect(try place.again(recognized.session) == nil)
        // The one that a code was entered for goes on.
        #expect(try place.again(entered.session) != nil)
    }

    @Test("who is deleted meanwhile is not there any more")
    func deleted() throws {
        let row = try place.add([Place.email("eve@example.test")], directory: 2)
        let session = try place.session(Place.email("eve@example.test"))
        #expect(session.isPresent && session.signedIn.profiles.map(\.id) == [row.id])
        try place.store.write { try $0.delete(consumer: row) }
        #expect(try place.again(session)?.isPresent == false)
    }

    @Test("a record is read as it was written, and no other table's")
    func record() throws {
        for identity in [try Place.email(), try Place.mobile()] {
            for proved in [nil, place.clock.now] {
                let record = AccountRecord(
                    identity: identity, browser: proved == nil ? (3, 4) : nil, proved: proved, key: "k", mark: "m")
                #expect(try AccountRecord(encoded: record.encoded) == record)
            }
        }
        #expect(throws: (any Error).self) { try AccountRecord(encoded: [2, 0, 0]) }
    }
}
