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

/// Signing in at the account: by a code, again, and by a browser that is remembered (checkout 5.2, 5.3, 5.8).
@Suite("account sign-in") struct AccountSignInTests {
    private let place: Place
    private let profile: ConsumerRow

    init() throws {
        place = try Place()
        profile = try place.add([Place.email(), Place.mobile()], directory: 1)
    }

    private func reason(_ body: () throws -> Void) -> BrowserError.Reason? {
        do {
            try body()
            return nil
        } catch {
            return (error as? BrowserError)?.reason
        }
    }

    @Test("a code begins a session for what was proved, once, and ends the one before")
    func enter() throws {
        let entry = try place.begin(Place.email())
        #expect(entry.channels.map(\.isEmail) == [true, false] && entry.channel.masked == "a*****a@example.test")
        #expect(entry.nextSend == place.clock.now.advanced(by: .seconds(60)))
        let old = try place.session()
        let code = try place.code()
        let wrong = code == "000000" ? "000001" : "000000"
        #expect(
            reason { _ = try place.signIn.enter(wrong, entry, isRemembered: false, current: old) } == .codeInvalid)
        #expect(try place.again(old) != nil)
        let entered = try place.signIn.enter(code, entry, isRemembered: false, current: old)
        #expect(entered.session.isProved && entered.recognitionToken == nil)
        #expect(try entered.session.identity == Place.email())
        #expect(entered.session.signedIn.profiles.map(\.id) == [profile.id])
        #expect(try place.again(old) == nil)
        #expect(
            reason { _ = try place.signIn.enter(code, entry, isRemembered: false, current: nil) } == .codeExpired)
    }

    @Test("another way is another identity that is proved; a code that comes too soon is refused and the first stays")
    func ways() throws {
        let entry = try place.begin(Place.email())
        let first = try place.code()
        #expect(reason { _ = try place.begin(Place.email(), entry: entry) } == .retriesExceeded)
        let entered = try place.signIn.enter(first, entry, isRemembered: false, current: nil)
        #expect(try entered.session.identity == Place.email())
        place.clock.advance(by: .seconds(61))
        let next = try place.begin(Place.email())
        let byMessage = try #require(try? sent(to: 1, next))
        #expect(!byMessage.channel.isEmail)
        let other = try place.signIn.enter(place.code(), byMessage, isRemembered: false, current: nil)
        #expect(try other.session.identity == Place.mobile())
    }

    private func sent(to channel: Int, _ entry: AccountEntry) throws -> AccountEntry {
        nonisolated(unsafe) var answer: Result<AccountEntry, any Error>?
        place.signIn.send(to: channel, entry) { answer = $0 }
        return try #require(answer).get()
    }

    @Test("who proves it again proves the same, in the same session, and keeps what the browser has")
    func again() throws {
        let known = try place.enter(Place.email(), isRemembered: true)
        let token = try #require(known.recognitionToken)
        let session = try #require(try place.signIn.recognize(token)).session
        place.clock.advance(by: .seconds(61))
        let entry = try place.begin(session.identity, goal: .leaving, isAgain: true)
        #expect(entry.channels.count == 1 && entry.goal == .leaving)
        try place.add([Place.email("eve@example.test")], directory: 1)
        let stranger = try place.session(Place.email("eve@example.test"))
        let code = try place.code()
        for current in [nil, stranger] {
            #expect(throws: AccountRefusal.notFound) {
                try place.signIn.enter(code, entry, isRemembered: true, current: current)
            }
        }
        let proved = try place.signIn.enter(code, entry, isRemembered: true, current: session)
        #expect(proved.session.isProved && proved.session.family == session.family)
        // It is remembered already.
        #expect(proved.recognitionToken == nil)
        #expect(proved.session.text != session.text && proved.session.mark != session.mark)
        #expect(try place.again(session) == nil)
    }

    @Test("remembering is the consumer's wish alone, noted as a consent; the browser is in at once, with a new token")
    func remembered() throws {
        _ = try place.enter(Place.email())
        #expect(try place.recognition.browsers(of: [profile.id]).isEmpty)
        place.clock.advance(by: .seconds(61))
        let entered = try place.enter(Place.email(), isRemembered: true)
        let token = try #require(entered.recognitionToken)
        let consents = try place.store.read { try $0.consents(of: profile.id, limit: 9) }
        #expect(consents.map(\.kind) == [.rememberMe] && consents.first?.channel == "ACCOUNT")
        place.clock.advance(by: .seconds(86_400))
        let again = try #require(try place.signIn.recognize(token))
        #expect(try again.session.identity == Place.email() && !again.session.isProved)
        #expect(again.recognitionToken != nil && again.recognitionToken != token)
        // The exchanged token is good for moments only.
        place.clock.advance(by: .seconds(301))
        #expect(try place.signIn.recognize(token) == nil)
        #expect(try place.signIn.recognize(try #require(again.recognitionToken)) != nil)
    }

    @Test("nobody is let in by a shop's token, one of nobody, or for a profile that is stopped")
    func strangers() throws {
        let shops = try place.recognition.remember(
            consumer: profile.id, directory: 1, client: "shop", appInstance: "b",
            identity: profile.identifiers.first)
        #expect(try place.signIn.recognize(shops) == nil)
        #expect(try place.signIn.recognize("x.y.z") == nil)
        let token = try #require(try place.enter(Place.email(), isRemembered: true).recognitionToken)
        try place.store.write { [profile] writing in
            var stopped = profile
            stopped.status = .suspended
            try writing.replace(profile, by: stopped)
        }
        #expect(try place.signIn.recognize(token) == nil)
    }

    @Test("signing out ends the session and forgets its browser, and that of the cookie")
    func signOut() throws {
        let first = try place.enter(Place.email(), isRemembered: true)
        try place.signIn.signOut(first.session, recognitionToken: nil)
        #expect(try place.again(first.session) == nil)
        #expect(try place.signIn.recognize(try #require(first.recognitionToken)) == nil)
        place.clock.advance(by: .seconds(61))
        let second = try place.enter(Place.email(), isRemembered: true)
        try place.signIn.signOut(nil, recognitionToken: second.recognitionToken)
        #expect(try place.signIn.recognize(try #require(second.recognitionToken)) == nil)
        try place.signIn.signOut(nil, recognitionToken: "rubbish")
    }

    @Test("in strict mode an entry looks the same for who is there and who is not, and nothing is sent to nobody")
    func strict() throws {
        let place = try Place(isStrict: true)
        try place.add([Place.email(), Place.mobile()], directory: 1)
        let (there, absent) = (try place.begin(Place.email()), try place.begin(Place.email("eve@example.test")))
        #expect(there.channels.count == 1 && absent.channels.count == 1)
        #expect(there.nextSend == absent.nextSend && there.goal == absent.goal)
        #expect(place.outbox.messages.map(\.channel.clearAddress) == [Place.ada])
        #expect(reason { _ = try place.begin(Place.email()) } == .retriesExceeded)
        #expect(reason { _ = try place.begin(Place.email("eve@example.test")) } == .retriesExceeded)
        let code = try place.code()
        let wrong = code == "000000" ? "000001" : "000000"
        for entry in [there, absent] {
            #expect(
                reason { _ = try place.signIn.enter(wrong, entry, isRemembered: false, current: nil) } == .codeInvalid)
        }
    }
}
