// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Directory
import Testing
import Vault

@Suite("CardAddition") struct CardAdditionTests {
    private static func pan(_ number: UInt8) throws -> BlindIndex {
        try #require(BlindIndex(bytes: [UInt8](repeating: number, count: 32)))
    }

    private func card(_ id: Int64, pan: UInt8, name: String?, consumer: Int64 = 1) throws -> CardReference {
        CardReference(id: id, consumer: consumer, pan: try Self.pan(pan), externalCardId: name)
    }

    private func decide(
        pan: UInt8, name: String?, in profile: [CardReference], named: CardReference? = nil, cardsMax: Int = 50
    ) throws -> CardAddition {
        CardAddition.decide(
            pan: try Self.pan(pan), externalCardId: name, profileCards: profile, named: named, cardsMax: cardsMax)
    }

    @Test("a PAN that the profile does not have is a new card, with or without a name")
    func newCard() throws {
        let profile = [try card(1, pan: 1, name: "a")]
        #expect(try decide(pan: 2, name: "b", in: profile) == .add)
        #expect(try decide(pan: 2, name: nil, in: profile) == .add)
        #expect(try decide(pan: 2, name: "b", in: []) == .add)
    }

    @Test("a PAN that the profile has keeps its card: same name, no name, first name, another name")
    func existing() throws {
        let named = try card(1, pan: 1, name: "a")
        let unnamed = try card(2, pan: 2, name: nil)
        let profile = [named, unnamed]
        #expect(try decide(pan: 1, name: "a", in: profile, named: named) == .existing(card: 1, .keep))
        #expect(try decide(pan: 1, name: nil, in: profile) == .existing(card: 1, .keep))
        #expect(try decide(pan: 2, name: "b", in: profile) == .existing(card: 2, .first))
        #expect(try decide(pan: 1, name: "z", in: profile) == .existing(card: 1, .alias))
        // The name is an alias already: the look-up by name finds the card.
        #expect(try decide(pan: 1, name: "z", in: profile, named: named) == .existing(card: 1, .keep))
    }

    @Test("a name that leads to another live card is refused, in this profile and in another one")
    func nameTaken() throws {
        let first = try card(1, pan: 1, name: "a")
        let second = try card(2, pan: 2, name: "b")
        let elsewhere = try card(3, pan: 1, name: "c", consumer: 9)
        let profile = [first, second]
        #expect(try decide(pan: 3, name: "a", in: profile, named: first) == .refuse(.nameTaken))
        #expect(try decide(pan: 1, name: "b", in: profile, named: second) == .refuse(.nameTaken))
        #expect(try decide(pan: 1, name: "c", in: profile, named: elsewhere) == .refuse(.nameTaken))
        #expect(try decide(pan: 1, name: "c", in: [], named: elsewhere) == .refuse(.nameTaken))
    }

    @Test("a profile takes as many cards as it may and no more; a card it has is no further card")
    func bound() throws {
        let profile = try (1...3).map { try card(Int64($0), pan: UInt8($0), name: nil) }
        #expect(try decide(pan: 9, name: "x", in: profile, cardsMax: 4) == .add)
        #expect(try decide(pan: 9, name: "x", in: profile, cardsMax: 3) == .refuse(.tooManyCards))
        #expect(try decide(pan: 3, name: nil, in: profile, cardsMax: 3) == .existing(card: 3, .keep))
        #expect(try decide(pan: 9, name: "x", in: [], cardsMax: 0) == .refuse(.tooManyCards))
    }
}
