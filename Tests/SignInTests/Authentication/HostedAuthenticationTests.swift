// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import JOSE
import SQLite
import Store
import StoreSQLite
import Synchronization
import Testing
import Vault
import Verification
import WireJSON

@testable import SignIn

/// The rules of the network's own sign-in page (checkout 5.4).
struct HostedAuthenticationTests {
    private let place: Place
    private let outbox = Outbox()
    private let ada: LinkedIdentity

    init() throws {
        place = try Place()
        ada = try Place.email()
        try place.add([ada, Place.mobile()], directory: 1)
    }

    private func make(
        isStrict: Bool = false, entropy: any EntropySource = SeededEntropy(seed: 7),
        passkeys: @escaping @Sendable (LinkedIdentity, String?) -> Bool = { _, _ in false }
    ) -> HostedAuthentication {
        let codes = OneTimeCodes(
            store: place.store, vault: place.vault, clock: place.clock, entropy: SeededEntropy(seed: 5),
            delivery: outbox)
        let validation = IdentityValidation(
            store: place.store, vault: place.vault, clock: place.clock,
            lookUp: ConsumerLookUp(
                store: place.store, vault: place.vault, clock: place.clock, codes: codes,
                directories: { Place.directories }),
            codes: codes, tokens: place.tokens,
            recognition: Recognition(store: place.store, vault: place.vault, clock: place.clock),
            entropy: SeededEntropy(seed: 6), isStrict: isStrict)
        return HostedAuthentication(
            store: place.store, vault: place.vault, clock: place.clock, validation: validation,
            entropy: entropy, passkeys: passkeys)
    }

    private func order(
        _ identity: LinkedIdentity, offersMemory: Bool = true, appInstance: String? = nil
    ) -> HostedAuthentication.Order {
        HostedAuthentication.Order(
            identity: identity, origin: "https://shop.example", offersMemory: offersMemory, language: "de",
            appInstance: appInstance, client: Place.client, dpa: Place.dpa)
    }

    private func send(_ hosted: HostedAuthentication, _ page: String, _ channel: String? = nil) throws
        -> HostedAuthentication.View?
    {
        let answer = Mutex<Result<HostedAuthentication.View?, any Error>?>(nil)
        hosted.send(to: channel, page) { result in answer.withLock { $0 = result } }
        return try #require(answer.withLock { $0 }).get()
    }

    private func outcome(
        _ hosted: HostedAuthentication, _ session: String, isClosing: Bool = false
    ) throws -> HostedAuthentication.Outcome {
        try hosted.outcome(session, client: Place.client, dpa: Place.dpa, isClosing: isClosing)
    }

    private func reason(_ run: () throws -> Void) -> BrowserError.Reason? {
        do {
            try run()
            return nil
        } catch {
            return (error as? BrowserError)?.reason
        }
    }

    private var lastCode: String { get throws { try #require(outbox.messages.last).code.revealDigits() } }

    @Test("A code that is entered on the page gives the shop its tokens, once, and to nobody else")
    func whole() throws {
        let hosted = make()
        let opened = try hosted.open(order(ada))
        #expect(outbox.messages.isEmpty)
        #expect(opened.expiresAt == place.clock.now.advanced(by: .seconds(900)))
        let first = try #require(try hosted.view(opened.page))
        #expect(first.status == .open && first.sentTo == nil && first.language == "de" && first.dpa == Place.dpa)
        #expect(first.channels.map(\.id) == ["EMAIL_ADDRESS", "MOBILE_PHONE_NUMBER"])
        #expect(try outcome(hosted, opened.session).status == .open)
        let sent = try #require(try send(hosted, opened.page))
        #expect(sent.sentTo == 0 && sent.nextSend == place.clock.now.advanced(by: .seconds(60)))
        let done = try hosted.enter(try lastCode, isRemembered: true, opened.page)
        #expect(done?.status == .authenticated)
        for (client, dpa) in [("another", Place.dpa), (Place.client, "another")] {
            #expect(
                reason { _ = try hosted.outcome(opened.session, client: client, dpa: dpa, isClosing: true) }
                    == .notFound)
        }
        let end = try outcome(hosted, opened.session)
        let tokens = try #require(end.tokens)
        #expect(end.status == .authenticated && end.isRemembered && tokens.recognitionToken != nil)
        let signedIn = try #require(try place.tokens.read(tokens.idToken, client: Place.client))
        #expect(signedIn.identities == [ada] && signedIn.browser != nil && signedIn.dpa == Place.dpa)
        #expect(reason { _ = try outcome(hosted, opened.session) } == .notFound)
        #expect(try hosted.view(opened.page) == nil)
    }

    /// A page on which a code was entered, and Remember Me ticked.
    private func proved(_ hosted: HostedAuthentication) throws -> HostedAuthentication.Opened {
        let opened = try hosted.open(order(ada))
        _ = try send(hosted, opened.page)
        #expect(try hosted.enter(try lastCode, isRemembered: true, opened.page)?.status == .authenticated)
        return opened
    }

    @Test("A sign-in whose tokens cannot be written is not lost: the shop asks again and gets them")
    func storeFails() throws {
        let hosted = make()
        let opened = try proved(hosted)
        let database = try Connection(path: place.path + "/directory.db")
        for table in ["sign_in", "recognition"] {
            try database.execute(
                "CREATE TRIGGER broken BEFORE INSERT ON \(table) BEGIN SELECT RAISE(ABORT, 'broken'); END")
            #expect(throws: StoreError.self) { _ = try outcome(hosted, opened.session) }
            try database.execute("DROP TRIGGER broken")
        }
        let tokens = try #require(try outcome(hosted, opened.session).tokens)
        #expect(try place.tokens.read(tokens.idToken, client: Place.client)?.identities == [ada])
        #expect(reason { _ = try outcome(hosted, opened.session) } == .notFound)
    }

    @Test("Of two that ask for the same tokens at the same time one gets them, and nothing is made for the other")
    func atOnce() throws {
        let meanwhile = Meanwhile()
        let hosted = make(entropy: meanwhile)
        let opened = try proved(hosted)
        let first = Mutex<HostedAuthentication.Outcome?>(nil)
        meanwhile.does {
            let end = try? hosted.outcome(opened.session, client: Place.client, dpa: Place.dpa, isClosing: false)
            first.withLock { $0 = end }
        }
        #expect(reason { _ = try outcome(hosted, opened.session) } == .notFound)
        let tokens = try #require(first.withLock { $0?.tokens })
        let recognition = Recognition(store: place.store, vault: place.vault, clock: place.clock)
        guard case .good = try recognition.standing(try #require(tokens.recognitionToken), client: Place.client) else {
            Issue.record("the browser of the one that got them is not remembered")
            return
        }
        let signedIn = try #require(try place.tokens.read(tokens.idToken, client: Place.client))
        let rows = (1...20).compactMap { id in try? place.store.read { try $0.signIn(id) } }
        #expect(rows.count == 1 && signedIn.identities == [ada])
    }

    @Test("The session of the shop and the id in the page's address are not each other's")
    func separate() throws {
        let hosted = make()
        let opened = try hosted.open(order(ada))
        let bare = String(opened.session.dropFirst("aus_".count))
        #expect(bare != opened.page && opened.session.hasPrefix("aus_"))
        #expect(try hosted.view(bare) == nil && hosted.view(opened.session) == nil)
        for wrong in ["aus_" + opened.page, opened.page, "", "aus_", "aus_nonsense", "ivs_" + bare] {
            #expect(reason { _ = try outcome(hosted, wrong) } == .notFound, "\(wrong)")
        }
    }

    @Test("A browser is remembered only where the shop asks for it and the consumer ticks the box")
    func memory() throws {
        for (offers, ticks) in [(true, false), (false, true)] {
            let hosted = make()
            let opened = try hosted.open(order(ada, offersMemory: offers))
            _ = try send(hosted, opened.page)
            _ = try hosted.enter(try lastCode, isRemembered: ticks, opened.page)
            let end = try outcome(hosted, opened.session)
            #expect(end.tokens != nil && end.tokens?.recognitionToken == nil && !end.isRemembered)
            place.clock.advance(by: .seconds(61))
        }
    }

    @Test("Another channel proves another identity; a wrong code is told of and proves none")
    func channels() throws {
        let hosted = make()
        let opened = try hosted.open(order(ada))
        let sent = try #require(try send(hosted, opened.page, "MOBILE_PHONE_NUMBER"))
        #expect(sent.sentTo == 1 && outbox.messages.last?.channel.identityType == .mobilePhoneNumber)
        let wrong = try lastCode == "000000" ? "000001" : "000000"
        for text in [wrong, "", "12345", "abcdef"] {
            let why = reason { _ = try hosted.enter(text, isRemembered: false, opened.page) }
            #expect(why == (text.isEmpty ? .codeMissing : .codeInvalid), "\(text)")
        }
        #expect(try outcome(hosted, opened.session).status == .open)
        _ = try hosted.enter(try lastCode, isRemembered: false, opened.page)
        let tokens = try #require(try outcome(hosted, opened.session).tokens)
        #expect(try place.tokens.read(tokens.idToken, client: Place.client)?.identities == [try Place.mobile()])
    }

    @Test("How a consumer leaves is told; what comes later changes nothing")
    func leaving() throws {
        for (leaving, status) in [
            (HostedAuthentication.Leaving.closed, HostedAuthentication.Status.closed),
            (.switchConsumer, .switchConsumer),
        ] {
            let hosted = make()
            let opened = try hosted.open(order(ada))
            _ = try send(hosted, opened.page)
            #expect(try hosted.leave(leaving, opened.page)?.status == status)
            #expect(try hosted.enter(try lastCode, isRemembered: false, opened.page)?.status == status)
            #expect(try hosted.leave(.closed, opened.page)?.status == status)
            #expect(try send(hosted, opened.page)?.status == status)
            let end = try outcome(hosted, opened.session)
            #expect(end.status == status && end.tokens == nil)
            place.clock.advance(by: .seconds(61))
        }
        #expect(outbox.messages.count == 2)
        let hosted = make()
        let opened = try hosted.open(order(ada))
        #expect(try outcome(hosted, opened.session, isClosing: true).status == .closed)
        #expect(try hosted.view(opened.page) == nil)
        #expect(try send(hosted, opened.page) == nil && hosted.leave(.closed, opened.page) == nil)
    }

    @Test("It is over after fifteen minutes, for the page and for the shop")
    func time() throws {
        let hosted = make()
        let opened = try hosted.open(order(ada))
        _ = try send(hosted, opened.page)
        place.clock.advance(by: .seconds(899))
        #expect(try hosted.view(opened.page)?.status == .open)
        #expect(reason { _ = try hosted.enter(lastCode, isRemembered: false, opened.page) } == .codeExpired)
        place.clock.advance(by: .seconds(1))
        #expect(try hosted.view(opened.page) == nil)
        #expect(reason { _ = try outcome(hosted, opened.session) } == .notFound)
    }

    @Test("Who is nobody, or may not sign in, is told before there is a page; in strict mode nobody is told anything")
    func refused() throws {
        try place.add([Place.email("sus@example.test")], directory: 1, status: .suspended)
        let nobody = try Place.email("eve@example.test")
        let suspended = try Place.email("sus@example.test")
        #expect(reason { _ = try make().open(order(nobody)) } == .notFound)
        #expect(reason { _ = try make().open(order(suspended)) } == .accountInaccessible)
        let strict = make(isStrict: true, passkeys: { _, _ in true })
        for identity in [nobody, suspended] {
            let opened = try strict.open(order(identity))
            #expect(try strict.view(opened.page)?.channels == [ValidationChannel(of: identity)])
            let sent = try #require(try send(strict, opened.page))
            #expect(sent.sentTo == 0 && outbox.messages.isEmpty)
            #expect(reason { _ = try strict.enter("123456", isRemembered: false, opened.page) } == .codeInvalid)
            #expect(reason { _ = try strict.usePasskey(isRemembered: false, opened.page) } == .authInvalid)
            #expect(try outcome(strict, opened.session).status == .open)
        }
        let known = try strict.open(order(ada))
        #expect(try strict.view(known.page)?.channels == [ValidationChannel(of: ada)])
    }

    @Test("An account that is locked while the page is open ends it, and the shop is told why")
    func locked() throws {
        let hosted = make()
        let opened = try hosted.open(order(ada))
        for _ in 1...3 {
            _ = try send(hosted, opened.page)
            let wrong = try lastCode == "000000" ? "000001" : "000000"
            for _ in 1...5 { _ = try? hosted.enter(wrong, isRemembered: false, opened.page) }
            place.clock.advance(by: .seconds(61))
        }
        #expect(try hosted.view(opened.page)?.status == .inaccessible)
        #expect(reason { _ = try outcome(hosted, opened.session) } == .accountInaccessible)
        #expect(reason { _ = try outcome(hosted, opened.session) } == .notFound)
    }

    @Test("A passkey signs in at once, in the browser that has it, and the token says by what")
    func passkey() throws {
        let hosted = make(passkeys: { [ada] identity, appInstance in identity == ada && appInstance == "here" })
        let without = try hosted.open(order(ada, appInstance: "there"))
        #expect(try hosted.view(without.page)?.offersPasskey == false)
        #expect(reason { _ = try hosted.usePasskey(isRemembered: false, without.page) } == .authInvalid)
        let opened = try hosted.open(order(ada, appInstance: "here"))
        #expect(try hosted.view(opened.page)?.offersPasskey == true)
        #expect(try hosted.usePasskey(isRemembered: true, opened.page)?.status == .authenticated)
        let tokens = try #require(try outcome(hosted, opened.session).tokens)
        #expect(outbox.messages.isEmpty && tokens.recognitionToken != nil)
        let keys = try place.vault.networkKeys.identityVerification.map { ($0.id, $0.publicKey) }
        let message = try JWS.verify(tokens.idToken, keys: VerificationKeySet(Dictionary(uniqueKeysWithValues: keys)))
        let claims = try JSONDocument.parse(message.payload).root
        #expect(claims["amr"]?.elements.compactMap(\.string) == ["passkey"])
    }

    @Test("What is kept is read as it was written, whatever it ended with")
    func record() throws {
        let mobile = try Place.mobile()
        let endings: [AuthenticationRecord.Ending?] = [
            nil, .proved(mobile, .mobileCode, isRemembered: true), .proved(ada, .passkey, isRemembered: false),
            .closed, .switchConsumer, .inaccessible,
        ]
        for (number, ending) in endings.enumerated() {
            let record = AuthenticationRecord(
                identity: number % 2 == 0 ? ada : mobile, origin: number % 2 == 0 ? "https://shop.example" : nil,
                offersMemory: number % 2 == 0, language: number % 2 == 0 ? nil : "ar",
                appInstance: number % 3 == 0 ? "here" : nil, channels: ValidationChannel.channels([ada, mobile]),
                validation: number % 2 == 0 ? "ivs_1" : nil, sentTo: number % 2 == 0 ? 1 : nil,
                nextSend: number % 2 == 0 ? Timestamp(seconds: 7) : nil, ending: ending)
            #expect(try AuthenticationRecord(encoded: record.encoded) == record)
            #expect(throws: (any Error).self) { try AuthenticationRecord(encoded: record.encoded.dropLast()) }
        }
    }
}

extension AuthenticationRecord {
    fileprivate init(encoded: ArraySlice<UInt8>) throws { try self.init(encoded: Array(encoded)) }
}

/// Entropy that lets something happen, once, in the middle of what it is asked by.
private final class Meanwhile: EntropySource {
    private let entropy = SeededEntropy(seed: 7)
    private let work = Mutex<(@Sendable () -> Void)?>(nil)

    func does(_ work: @escaping @Sendable () -> Void) { self.work.withLock { $0 = work } }

    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        let work = self.work.withLock { work in
            defer { work = nil }
            return work
        }
        work?()
        entropy.fill(buffer)
    }
}
