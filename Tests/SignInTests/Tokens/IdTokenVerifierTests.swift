// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import JOSE
import Testing
import Vault
import Verification

@testable import SignIn

/// What is remembered of tokens whose signature was checked.
struct IdTokenVerifierTests {
    private let place: Place
    private let verifier: IdTokenVerifier

    init() throws {
        place = try Place()
        verifier = IdTokenVerifier(vault: place.vault, network: NetworkName())
    }

    private func token(_ id: String, expires: Int64 = 480) throws -> String {
        let now = place.clock.now.seconds
        return try IdTokenClaims(
            network: NetworkName(), subject: "subject", references: ["otp"], client: Place.client, issued: now,
            expires: now + expires, id: id
        ).sign(place.vault)
    }

    @Test("A token says the same the second time, when its signature is not checked again")
    func remembered() throws {
        let token = try token("one")
        let first = try #require(try verifier.read(token, at: place.clock.now))
        #expect(first.id == "one" && first.audience == ["muster", Place.client])
        #expect(try verifier.read(token, at: place.clock.now) == first)
        #expect(verifier.rememberedCount == 1)
    }

    @Test("A text that differs in one letter is checked for itself, and nothing of it is remembered")
    func altered() throws {
        let token = try token("one")
        _ = try verifier.read(token, at: place.clock.now)
        for place in token.indices where place < token.index(token.startIndex, offsetBy: 40) {
            var other = token
            other.replaceSubrange(place...place, with: token[place] == "A" ? "B" : "A")
            #expect(try verifier.read(other, at: self.place.clock.now) == nil)
        }
        #expect(verifier.rememberedCount == 1)
    }

    @Test("A token is no longer one when its key is not one of the network's any more")
    func destroyedKey() throws {
        let token = try token("one")
        _ = try verifier.read(token, at: place.clock.now)
        let other = IdTokenVerifier(vault: try SharedVault().vault, network: NetworkName())
        #expect(try other.read(token, at: place.clock.now) == nil)
        verifier.remember(
            VerifiedIdToken(id: "x", audience: [], expires: .max, keyID: "a key that is gone"), of: "text",
            at: place.clock.now)
        #expect(try verifier.read("text", at: place.clock.now) == nil)
    }

    @Test("What is remembered is bounded: what is over goes first, and then everything")
    func bounded() throws {
        let now = place.clock.now
        func remember(_ number: Int, expires: Int64) {
            verifier.remember(
                VerifiedIdToken(id: "\(number)", audience: [], expires: expires, keyID: "key"), of: "\(number)",
                at: now)
        }
        for number in 0..<IdTokenVerifier.rememberedMax {
            remember(number, expires: number % 2 == 0 ? now.seconds : now.seconds + 1)
        }
        remember(-1, expires: now.seconds + 1)
        #expect(verifier.rememberedCount == IdTokenVerifier.rememberedMax / 2 + 1)
        for number in 0..<IdTokenVerifier.rememberedMax { remember(-2 - number, expires: now.seconds + 1) }
        #expect(verifier.rememberedCount <= IdTokenVerifier.rememberedMax)
    }
}
