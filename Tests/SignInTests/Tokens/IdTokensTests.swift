// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import JOSE
import Store
import Testing
import Vault
import Verification
import WireJSON

@testable import SignIn

/// ID tokens (checkout 3.3, 7).
struct IdTokensTests {
    private let place: Place

    init() throws { place = try Place() }

    private func issue(_ identities: [LinkedIdentity], client: String = Place.client) throws -> String {
        try place.tokens.issue(for: identities, client: client, dpa: Place.dpa, method: .emailCode)
    }

    @Test("A token names who was proved, and the profiles of all directories, the general one first")
    func profiles() throws {
        let issuers = try place.add([Place.email(), Place.mobile()], directory: 1)
        let general = try place.add([Place.email(), Place.mobile("2025550111")], directory: 2)
        try place.add([Place.email("eve@example.test")], directory: 1)
        let read = try #require(
            try place.tokens.read(try issue([Place.email("ADA@example.test")]), client: Place.client))
        #expect(read.identities == [try Place.email()])
        #expect(read.profiles.map(\.id) == [general.id, issuers.id])
        #expect(read.client == Place.client)
        #expect(read.dpa == Place.dpa)
        #expect(!read.isInaccessible)
    }

    @Test("Header and claims are those of the contract, without an address in clear")
    func claims() throws {
        let token = try issue([Place.email()])
        let keys = try place.vault.networkKeys.identityVerification.map { ($0.id, $0.publicKey) }
        let message = try JWS.verify(token, keys: VerificationKeySet(Dictionary(uniqueKeysWithValues: keys)))
        #expect(message.header.type == "JWT+ext.id_token")
        let text = String(decoding: message.payload, as: UTF8.self)
        #expect(!text.contains("ada@"))
        let root = try JSONDocument.parse(message.payload).root
        #expect(root["aud"]?.elements.compactMap(\.string) == ["muster", Place.client])
        #expect(root["amr"]?.elements.compactMap(\.string) == ["email_otp", "otp"])
        #expect(root["email_verified"]?.boolean == true)
        #expect(root["src_email_mask"]?.string == "a*****a@example.test")
        let (issued, expires) = (try #require(root["iat"]?.int64), try #require(root["exp"]?.int64))
        #expect(expires - issued == 480)
        #expect(Base64URL.decode(try #require(root["sub"]?.string))?.count == 32)
    }

    @Test("Whoever is one to two clients cannot be told by them to be one")
    func pairwise() throws {
        func subject(_ client: String) throws -> String? {
            let token = try issue([Place.email()], client: client)
            let payload = try #require(Base64URL.decode(String(token.split(separator: ".")[1])))
            return try JSONDocument.parse(payload).root["sub"]?.string
        }
        #expect(try subject(Place.client) == subject(Place.client))
        #expect(try subject(Place.client) != subject("another"))
    }

    @Test("A token is over after eight minutes, and good until then")
    func expiry() throws {
        let token = try issue([Place.email()])
        place.clock.advance(by: .seconds(479))
        #expect(try place.tokens.read(token, client: Place.client) != nil)
        place.clock.advance(by: .seconds(1))
        #expect(try place.tokens.read(token, client: Place.client) == nil)
    }

    @Test("A token of another client, one that was changed, one that was taken back and other texts are none")
    func refused() throws {
        let token = try issue([Place.email()])
        #expect(try place.tokens.read(token, client: "another") == nil)
        #expect(try place.tokens.read(token + "A", client: Place.client) == nil)
        #expect(try place.tokens.read("", client: Place.client) == nil)
        let parts = token.split(separator: ".")
        let other = try issue([Place.email("eve@example.test")]).split(separator: ".")
        #expect(try place.tokens.read("\(parts[0]).\(other[1]).\(parts[2])", client: Place.client) == nil)
        try place.tokens.revoke("nothing")
        try place.tokens.revoke(token)
        #expect(try place.tokens.read(token, client: Place.client) == nil)
        try place.tokens.revoke(token)
    }

    @Test("A recognition token of the same key is no ID token")
    func otherType() throws {
        let key = try place.vault.networkKeys.identitySigningKey
        let parts = try issue([Place.email()]).split(separator: ".")
        let payload = try #require(Base64URL.decode(String(parts[1])))
        let forged = try JWS.sign(
            payload, with: key.privateKey, header: JWSHeader(keyID: key.id, type: "JWT+ext.recognition_token"))
        #expect(try place.tokens.read(forged, client: Place.client) == nil)
    }

    @Test("A consumer who is deleted, or whose address changed, is gone from sessions that are open")
    func deletion() throws {
        let row = try place.add([Place.email()], directory: 1)
        let token = try issue([Place.email()])
        try place.store.write { try $0.delete(consumer: row) }
        #expect(try place.tokens.read(token, client: Place.client)?.profiles.isEmpty == true)
    }

    @Test("A token for one profile shows that one alone, and nothing once it is gone")
    func onlyProfile() throws {
        let row = try place.add([Place.email()], directory: 1)
        try place.add([Place.email()], directory: 2)
        let token = try place.tokens.issue(
            for: [], profile: (1, row.id), client: Place.client, dpa: Place.dpa, method: .recognition)
        #expect(try place.tokens.read(token, client: Place.client)?.profiles.map(\.id) == [row.id])
        try place.store.write { try $0.delete(consumer: row) }
        #expect(try place.tokens.read(token, client: Place.client)?.profiles.isEmpty == true)
    }

    private func tokens(_ addresses: [String]) -> IdTokens {
        IdTokens(
            store: place.store, vault: place.vault, clock: place.clock, network: NetworkName(addresses),
            directories: { Place.directories })
    }

    private func claims(_ token: String) throws -> JSONValue {
        let payload = try #require(Base64URL.decode(String(token.split(separator: ".")[1])))
        return try JSONDocument.parse(payload).root
    }

    @Test("A network with an address is named by it, and reads what it gave before; another network's are none")
    func network() throws {
        let here = tokens(["https://c2p.example", "https://other.example"])
        let token = try here.issue(for: [Place.email()], client: Place.client, dpa: Place.dpa, method: .emailCode)
        let root = try claims(token)
        #expect(root["iss"]?.string == "https://c2p.example")
        #expect(root["aud"]?.elements.compactMap(\.string) == ["https://c2p.example", Place.client])
        #expect(try here.read(token, client: Place.client) != nil)
        #expect(try here.read(try issue([Place.email()]), client: Place.client) != nil)
        #expect(try tokens(["https://other.example", "https://c2p.example"]).read(token, client: Place.client) != nil)
        #expect(try tokens(["https://elsewhere.example"]).read(token, client: Place.client) == nil)
        #expect(try place.tokens.read(token, client: Place.client) == nil)
    }

    @Test("A token for signing out stands for nobody, has the consumer's subject, and names the browser")
    func signOutAlone() throws {
        let row = try place.add([Place.email()], directory: 1)
        let token = try place.tokens.issueForSignOut(
            of: [Place.email()], profile: (1, row.id), client: Place.client, dpa: Place.dpa, browser: 7)
        #expect(try place.tokens.read(token, client: Place.client) == nil)
        #expect(try place.tokens.isMade(token, for: Place.client))
        #expect(try place.tokens.browser(of: token, client: Place.client) == 7)
        #expect(try place.tokens.browser(of: token, client: "another") == nil)
        let root = try claims(token)
        #expect(try root["sub"]?.string == claims(issue([Place.email()]))["sub"]?.string)
        #expect(root["amr"] == nil && root["auth_time"] == nil && root["src_email_mask"] == nil)
        try place.tokens.revoke(token)
        #expect(try place.tokens.browser(of: token, client: Place.client) == nil)
    }

    @Test("A token that is retired stands for nobody any more, and signs the browser out still")
    func retired() throws {
        let token = try place.tokens.issue(
            for: [Place.email()], client: Place.client, dpa: Place.dpa, method: .emailCode, browser: 7)
        let jti = try #require(try place.tokens.read(token, client: Place.client)?.jti)
        let id = try #require(place.vault.row(of: jti, kind: .signIn))
        for _ in 1...2 {
            try place.store.write { [tokens = place.tokens] in try tokens.retire(id, in: $0) }
            #expect(try place.tokens.read(token, client: Place.client) == nil)
            #expect(try place.tokens.browser(of: token, client: Place.client) == 7)
        }
        try place.tokens.revoke(token)
        try place.store.write { [tokens = place.tokens] in try tokens.retire(id, in: $0) }
        #expect(try place.tokens.browser(of: token, client: Place.client) == nil)
    }

    @Test("A token for a consumer who had signed in before does not say when or how")
    func earlier() throws {
        let token = try place.tokens.issue(
            for: [Place.email()], client: Place.client, dpa: Place.dpa, method: nil)
        #expect(try claims(token)["amr"] == nil && claims(token)["auth_time"] == nil)
        #expect(try place.tokens.read(token, client: Place.client)?.identities == [try Place.email()])
    }

    @Test("Profiles that are all suspended or locked are inaccessible")
    func inaccessible() throws {
        try place.add([Place.email()], directory: 1, status: .locked)
        let token = try issue([Place.email()])
        #expect(try place.tokens.read(token, client: Place.client)?.isInaccessible == true)
        try place.add([Place.email()], directory: 2)
        #expect(try place.tokens.read(token, client: Place.client)?.isInaccessible == false)
    }
}
