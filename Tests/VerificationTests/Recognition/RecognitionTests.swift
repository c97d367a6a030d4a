// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Cryptography
import JOSE
import Store
import StoreSQLite
import Testing
import Vault
import WireJSON

@testable import Verification

/// Browsers that are recognized (checkout 3.4, 7).
@Suite("recognition tokens") struct RecognitionTests {
    private static let client = "0a1b2c3d-0000-4000-8000-0123456789ab"
    private static let browser = "0a1b2c3d-0000-4000-8000-00000000b001"
    private let place: Place
    private var recognition: Recognition { place.recognition }

    init() throws {
        place = try Place()
        let vault = place.vault
        let now = place.clock.now
        try place.store.write { writing in
            try writing.insert(
                consumers: (1...2).map { id in
                    ConsumerRow(
                        id: id, directory: 7, externalConsumerId: nil,
                        email: vault.blindIndex(.email, directory: 7, value: [UInt8(id)]), mobile: nil,
                        sealed: [1], created: now)
                })
        }
    }

    private func remember(_ consumer: Int64 = 1) throws -> String {
        try recognition.remember(
            consumer: consumer, directory: 7, client: Self.client, appInstance: Self.browser)
    }

    private func consumer(_ token: String?) throws -> Int64? {
        try recognition.recognized(try #require(token), client: Self.client)?.consumer
    }

    @Test(
        "a token has the published header and claims, lives 180 days and recognizes its consumer, after a restart too")
    func life() throws {
        let token = try remember()
        let key = try place.vault.networkKeys.identitySigningKey
        let message = try JWS.verify(token, key: key.publicKey)
        #expect(message.header.type == "JWT+ext.recognition_token" && message.header.keyID == key.id)
        #expect(key.id.contains("identity-verification"))
        let claims = try JSONDocument.parse(message.payload).root
        #expect(claims["appInstanceId"]?.string == Self.browser && claims["srciClientId"]?.string == Self.client)
        #expect(claims["consumerId"]?.string == place.vault.publicID(.consumer, of: 1))
        #expect(claims["programId"]?.string == "SRC" && claims["scopes"]?.elements.map(\.string) == ["DEFAULT"])
        #expect(claims["iat"]?.int64 == place.clock.now.seconds)
        #expect(claims["exp"]?.int64 == place.clock.now.seconds + 180 * 86_400)
        try place.restart()
        let found = try #require(try recognition.recognized(token, client: Self.client, appInstance: Self.browser))
        #expect(found.consumer == 1 && found.directory == 7 && found.appInstance == Self.browser)
        #expect(found.srcConsumerId == place.vault.publicID(.consumer, of: 1))
        place.clock.advance(by: .seconds(180 * 86_400 - 1))
        #expect(try consumer(token) == 1)
        place.clock.advance(by: .seconds(1))
        #expect(try consumer(token) == nil)
    }

    @Test("a token names the network by its address and its client; one from before there was an address is good still")
    func network() throws {
        func recognition(_ addresses: [String]) -> Recognition {
            Recognition(store: place.store, vault: place.vault, clock: place.clock, network: NetworkName(addresses))
        }
        let here = recognition(["https://c2p.example"])
        let old = try remember()
        let new = try #require(try here.rotate(old, client: Self.client))
        let payload = try #require(Base64URL.decode(String(new.split(separator: ".")[1])))
        let root = try JSONDocument.parse(payload).root
        #expect(root["iss"]?.string == "https://c2p.example")
        #expect(root["aud"]?.elements.compactMap(\.string) == ["https://c2p.example", Self.client])
        #expect(try here.recognized(old, client: Self.client) != nil)
        #expect(try here.recognized(new, client: Self.client) != nil)
        #expect(try recognition([]).recognized(new, client: Self.client) == nil)
        #expect(try recognition(["https://elsewhere.example"]).recognized(new, client: Self.client) == nil)
        // As tokens were written before: they live for half a year.
        let key = try place.vault.networkKeys.identitySigningKey
        func signed(_ audience: String) throws -> String {
            let text = String(decoding: payload, as: UTF8.self)
                .replacing(#""iss":"https://c2p.example""#, with: #""iss":"muster""#)
                .replacing(#""aud":["https://c2p.example","\#(Self.client)"]"#, with: #""aud":\#(audience)"#)
            return try JWS.sign(
                Array(text.utf8), with: key.privateKey,
                header: JWSHeader(keyID: key.id, type: RecognitionClaims.type))
        }
        #expect(try here.recognized(signed(#""muster""#), client: Self.client) != nil)
        for audience in [#""other""#, "[]", "7", #"["muster"]"#, #"["\#(Self.client)"]"#, #"["muster","other"]"#] {
            #expect(try here.recognized(signed(audience), client: Self.client) == nil, "\(audience)")
        }
    }

    @Test("another client's, another browser's, a forged and a strange token recognize nobody")
    func foreign() throws {
        let token = try remember()
        #expect(try recognition.recognized(token, client: "other") == nil)
        #expect(try recognition.recognized(token, client: Self.client, appInstance: "other") == nil)
        #expect(try recognition.rotate(token, client: "other") == nil)
        let vault = place.vault
        let id = vault.publicID(.recognition, of: 1)
        var claims = RecognitionClaims(
            network: NetworkName(), appInstance: Self.browser, consumer: vault.publicID(.consumer, of: 2),
            client: Self.client,
            issued: place.clock.now.seconds, expires: place.clock.now.seconds + 60, id: id)
        // Rightly signed, but for a consumer that the row does not name, or without a row.
        #expect(try consumer(claims.sign(vault)) == nil)
        claims.consumer = vault.publicID(.consumer, of: 1)
        #expect(try consumer(claims.sign(vault)) == 1)
        claims.id = vault.publicID(.recognition, of: 99)
        #expect(try consumer(claims.sign(vault)) == nil)
        claims.id = id
        let network = try vault.networkKeys
        let strangers = [
            // Another key of the network under the right id, and its own; another type; another algorithm.
            try JWS.sign(
                claims.json, with: network.pushSigningKey.privateKey,
                header: JWSHeader(keyID: network.identitySigningKey.id, type: RecognitionClaims.type)),
            try JWS.sign(
                claims.json, with: network.pushSigningKey.privateKey,
                header: JWSHeader(keyID: network.pushSigningKey.id, type: RecognitionClaims.type)),
            try JWS.sign(
                claims.json, with: network.identitySigningKey.privateKey,
                header: JWSHeader(keyID: network.identitySigningKey.id)),
            Base64URL.encode(Array(#"{"alg":"none","typ":"JWT+ext.recognition_token"}"#.utf8)) + "."
                + Base64URL.encode(claims.json) + ".",
            token + "A", String(token.dropLast(2)), "", "a.b.c", String(repeating: "a", count: 5000),
        ]
        for stranger in strangers {
            #expect(try consumer(stranger) == nil)
            try recognition.forget(stranger)
        }
        #expect(try consumer(token) == 1)
    }

    @Test("a token is exchanged for one new token; the old one is good for a short overlap and then never again")
    func rotation() throws {
        let old = try remember()
        place.clock.advance(by: .seconds(86_400))
        let new = try #require(try recognition.rotate(old, client: Self.client))
        #expect(new != old)
        #expect(try consumer(old) == 1)
        #expect(try consumer(new) == 1)
        // Another window of the same browser, at the same time.
        place.clock.advance(by: .seconds(299))
        #expect(try recognition.rotate(old, client: Self.client) == new)
        place.clock.advance(by: .seconds(1))
        #expect(try consumer(old) == nil)
        #expect(try recognition.rotate(old, client: Self.client) == nil)
        #expect(try consumer(new) == 1)
        place.clock.advance(by: .seconds(180 * 86_400 - 301))
        #expect(try consumer(new) == 1)
    }

    @Test("who takes back one token takes back all of its browser, and of no other")
    func forgotten() throws {
        let first = try remember()
        let second = try #require(try recognition.rotate(first, client: Self.client))
        let third = try #require(try recognition.rotate(second, client: Self.client))
        let other = try remember()
        try recognition.forget(first)
        for token in [first, second, third] { #expect(try consumer(token) == nil) }
        #expect(try consumer(other) == 1)
        try recognition.forget(first)
        let actions = try place.store.read { try $0.audit(directory: 7, limit: 9).map(\.action) }
        #expect(actions == ["recognition.revoke", "recognition.create", "recognition.create"])
    }

    @Test("all tokens of a consumer go at once, or with the consumer; nobody else's do")
    func consumers() throws {
        let stays = try remember(2)
        let token = try remember()
        try recognition.forgetAll(consumer: 1)
        #expect(try consumer(token) == nil)
        let again = try remember()
        #expect(try consumer(again) == 1)
        try place.store.write { writing in
            if let row = try writing.consumer(1) { try writing.delete(consumer: row) }
        }
        #expect(try consumer(again) == nil)
        #expect(try consumer(stays) == 2)
        #expect(throws: RecognitionRefusal.noSuchConsumer) { try remember() }
        #expect(throws: RecognitionRefusal.noSuchConsumer) {
            try recognition.remember(consumer: 2, directory: 8, client: "c", appInstance: "a")
        }
        try place.store.write { try $0.deleteAll(directory: 7) }
        #expect(try consumer(stays) == nil)
    }

    @Test("a browser that was remembered for an identity is recognized as long as the profile has it")
    func proved() throws {
        let row = try #require(try place.store.read { try $0.consumer(1) })
        let identity = Identifier(.email, try #require(row.email))
        let browser = try recognition.rememberBrowser(
            consumer: 1, directory: 7, client: Self.client, appInstance: Self.browser, identity: identity)
        let next = try #require(try recognition.rotate(browser.token, client: Self.client))
        for token in [browser.token, next] {
            let known = try #require(try recognition.recognized(token, client: Self.client))
            #expect(known.identity == identity && known.family == browser.family)
        }
        try place.store.write { [vault = place.vault] writing in
            var changed = row
            changed.email = vault.blindIndex(.email, directory: 7, value: [9])
            try writing.replace(row, by: changed)
        }
        #expect(try recognition.standing(next, client: Self.client) == .none)
        #expect(throws: RecognitionRefusal.noSuchConsumer) {
            try recognition.remember(
                consumer: 1, directory: 7, client: Self.client, appInstance: Self.browser, identity: identity)
        }
    }

    @Test("what is wrong with a token is told apart from one whose time is over")
    func standing() throws {
        let token = try remember()
        #expect(try recognition.isMade(token, for: Self.client))
        #expect(try !recognition.isMade(token, for: "another"))
        #expect(try recognition.standing(token, client: "another") == .none)
        #expect(try recognition.standing("x", client: Self.client) == .none)
        place.clock.advance(by: Recognition.lifetime)
        #expect(try recognition.standing(token, client: Self.client) == .expired)
        let second = try remember()
        let known = try #require(try recognition.recognized(second, client: Self.client))
        try recognition.forget(family: known.family)
        #expect(try recognition.standing(second, client: Self.client) == .none)
    }

    @Test("a consumer's browsers are listed once each, with their client and since when, however often exchanged")
    func browsers() throws {
        let first = try remember()
        let began = place.clock.now
        place.clock.advance(by: .seconds(86_400))
        let next = try #require(try recognition.rotate(first, client: Self.client))
        let other = try recognition.remember(consumer: 2, directory: 7, client: "other", appInstance: "b")
        let list = try recognition.browsers(of: [1, 2])
        #expect(list.map(\.client) == ["other", Self.client] && list.map(\.consumer) == [2, 1])
        #expect(list.last?.remembered == began)
        #expect(list.last?.expires == place.clock.now.advanced(by: Recognition.lifetime))
        let family = try #require(list.last).family
        #expect(try recognition.isRemembered(family: family, consumer: 1))
        #expect(try !recognition.isRemembered(family: family, consumer: 2))
        // The first token is over by now, the browser is the same.
        place.clock.advance(by: .seconds(3600))
        #expect(try recognition.browsers(of: [1]).map(\.remembered) == [began])
        #expect(try recognition.forget(family: family, of: [2], by: "me", correlation: "c") == 0)
        #expect(try consumer(next) == 1)
        #expect(try recognition.forget(family: family, of: [1, 2], by: "me", correlation: "c") == 1)
        #expect(try consumer(next) == nil && recognition.browsers(of: [1]).isEmpty)
        #expect(try recognition.recognized(other, client: "other") != nil)
        #expect(try recognition.forget(family: nil, of: [1, 2], by: "me", correlation: "c") == 1)
        #expect(try recognition.recognized(other, client: "other") == nil)
        let audit = try place.store.read { try $0.audit(directory: 7, limit: 9) }.filter { $0.actor == "me" }
        #expect(audit.map(\.action) == ["recognition.revoke", "recognition.revoke"])
        #expect(audit.map(\.subject) == [2, 1] && audit.allSatisfy { $0.correlation == "c" })
    }
}
