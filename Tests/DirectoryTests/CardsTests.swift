// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Directory
import Store
import StoreSQLite
import Testing
import Vault

@Suite("Cards") struct CardsTests {
    private let place: TemporaryDirectory
    private let directory = TemporaryDirectory.directory

    init() throws {
        place = try TemporaryDirectory()
    }

    private func delete(_ card: Int64, _ policy: EmptyProfilePolicy = .purgeAfterDays(30)) throws {
        try place.cards.delete(
            card, directory: directory, emptyProfiles: policy, by: TemporaryDirectory.requestor)
    }

    @Test("a new billing address replaces the whole old one and nothing else of the card")
    func update() throws {
        let card = try place.addCard(to: try place.addProfile(email: "ada@example.test", mobile: "0100"), name: "a")
        let before = try place.cards.read(card, directory: directory)
        func set(_ address: Address) throws -> CardView {
            try place.cards.update(
                card, directory: directory, billingAddress: address, by: TemporaryDirectory.requestor)
        }
        _ = try set(
            Address(
                name: "A", line1: "1 Road", line2: "Flat 2", city: "Testford", state: "CA",
                countryCode: try CountryCode("US"), zip: "90000"))
        let view = try set(Address(line1: "2 Weg", city: "Ort", countryCode: try CountryCode("NL")))
        var expected = before.card
        expected.billingAddress = StoredAddress(
            name: nil, line1: "2 Weg", line2: nil, line3: nil, city: "Ort", state: nil, countryCode: "NL", zip: nil)
        #expect(view.card == expected)
        #expect(view.token?.tokenUniqueReference == before.token?.tokenUniqueReference)
        #expect(try place.cards.read(card, directory: directory).card == expected)
        #expect(try place.audit().map(\.action) == ["card.update", "card.update"])
    }

    @Test("a card of another directory, and one that nobody has, are not found for any operation")
    func foreign() throws {
        let card = try place.addCard(
            to: try place.addProfile(email: "ada@example.test", mobile: "0100", directory: directory + 1))
        let address = Address(line1: "2 Weg", city: "Ort", countryCode: try CountryCode("NL"))
        for id in [card, card + 1000, 0, -1] {
            #expect(throws: DirectoryRefusal.noCard) { try place.cards.read(id, directory: directory) }
            #expect(throws: DirectoryRefusal.noCard) { try delete(id) }
            #expect(throws: DirectoryRefusal.noCard) {
                try place.cards.update(
                    id, directory: directory, billingAddress: address, by: TemporaryDirectory.requestor)
            }
        }
        #expect(try place.cards.read(card, directory: directory + 1).card.billingAddress == nil)
    }

    @Test("a deleted card is gone with its token and its name; the profile's other cards stay")
    func deleteOne() throws {
        let consumer = try place.addProfile(email: "ada@example.test", mobile: "0100")
        let first = try place.addCard(to: consumer, name: "a")
        let second = try place.addCard(to: consumer, name: "b", pan: "5555555555554444")
        try delete(first)
        #expect(throws: DirectoryRefusal.noCard) { try place.cards.read(first, directory: directory) }
        #expect(throws: DirectoryRefusal.noCard) { try delete(first) }
        #expect(try place.store.read { try $0.token(of: first) } == nil)
        #expect(try place.store.read { try $0.cards(named: ["a"], directory: directory) } == [nil])
        #expect(try place.profiles.read(consumer, directory: directory).cards.map(\.row.id) == [second])
        #expect(try #require(try place.row(consumer)).emptySince == nil)
        #expect(try place.dues().isEmpty)
        #expect(try place.audit().map(\.action) == ["card.delete"])
    }

    @Test("cards of several directories go together, or none of them does")
    func deleteSeveral() throws {
        let first = try place.addCard(to: try place.addProfile(email: "ada@example.test", mobile: "0100"))
        let second = try place.addCard(
            to: try place.addProfile(email: "ada@example.test", mobile: "0100", directory: directory + 1))
        func delete(_ places: [(Int64, Int64)]) throws {
            try place.cards.delete(
                places.map { Cards.Place(card: $0.0, directory: $0.1, emptyProfiles: .keep) },
                by: TemporaryDirectory.requestor)
        }
        #expect(throws: DirectoryRefusal.noCard) { try delete([(first, directory), (second, directory)]) }
        #expect(try place.store.read { try $0.card(first) } != nil)
        try delete([(first, directory), (second, directory + 1)])
        #expect(try place.store.read { try $0.card(first) } == nil)
        #expect(try place.store.read { try $0.card(second) } == nil)
    }

    @Test("after the last card the profile stays, is marked empty, and is to be purged when the policy says so")
    func lastCardPurgeAfterDays() throws {
        let consumer = try place.addProfile(email: "ada@example.test", mobile: "0100")
        try delete(try place.addCard(to: consumer), .purgeAfterDays(7))
        #expect(try #require(try place.row(consumer)).emptySince == place.clock.now)
        #expect(try place.find(email: "ada@example.test") == consumer)
        let due = DueRow(
            kind: DueKind.purgeProfile.rawValue, subject: consumer, directory: directory,
            due: place.clock.now.advanced(by: .seconds(7 * 86_400)))
        #expect(try place.dues() == [due])
    }

    @Test("a program that keeps empty profiles plans no purge")
    func lastCardKeep() throws {
        let consumer = try place.addProfile(email: "ada@example.test", mobile: "0100")
        try delete(try place.addCard(to: consumer), .keep)
        #expect(try #require(try place.row(consumer)).emptySince == place.clock.now)
        #expect(try place.dues().isEmpty)
    }

    @Test("a program that purges at once loses the profile with its last card, and not before")
    func lastCardPurgeAtOnce() throws {
        let consumer = try place.addProfile(email: "ada@example.test", mobile: "0100")
        let first = try place.addCard(to: consumer)
        let second = try place.addCard(to: consumer, pan: "5555555555554444")
        try delete(first, .purgeAtOnce)
        #expect(try place.row(consumer) != nil)
        try delete(second, .purgeAtOnce)
        #expect(try place.row(consumer) == nil)
        #expect(try place.find(email: "ada@example.test") == nil)
        #expect(try place.counts() == DirectoryCounts(consumers: 0, cards: 0, tokens: 0))
        #expect(try place.audit().map(\.action).sorted() == ["card.delete", "card.delete", "profile.purge"])
    }
}
