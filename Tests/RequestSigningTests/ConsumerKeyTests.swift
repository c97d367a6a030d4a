// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import Testing

@testable import RequestSigning

@Suite struct ConsumerKeyTests {
    @Test("A published consumer key is taken apart at its 49th character")
    func parts() throws {
        let key = try #require(ConsumerKey(Fixture.consumerKey))
        #expect(key.clientID == "TESTONLYexampleclient0000000000000000000000a1b2c")
        #expect(key.keyID == "5f2d1c0b9a8e4f7d8c6b5a49382716050000000000000000")
        #expect(key.description == Fixture.consumerKey)
    }

    @Test("New keys have the published form, and a further key belongs to the same client")
    func generates() throws {
        let entropy = SeededEntropy(seed: 3)
        let first = ConsumerKey(entropy: entropy)
        let second = first.withNewKeyID(entropy: entropy)
        #expect(first.description.utf8.count == 97)
        #expect(ConsumerKey(first.description) == first)
        #expect(ConsumerKey(second.description) == second)
        #expect(first.clientID == second.clientID && first.keyID != second.keyID)
        #expect(ConsumerKey(entropy: entropy).clientID != first.clientID)
    }

    @Test("Other forms are refused")
    func refuses() {
        let good = Fixture.consumerKey
        let bad = [
            "", "a!b", String(good.dropLast()), good + "0", good.replacing("!", with: "."),
            good.replacing("5f2d", with: "5F2D"), good.replacing("TEST", with: "T.ST"), String(good.dropLast()) + "1",
        ]
        for text in bad { #expect(ConsumerKey(text) == nil, "\(text)") }
    }
}
