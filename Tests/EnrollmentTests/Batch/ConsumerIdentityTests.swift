// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Directory
import Enrollment
import Store
import StoreSQLite
import Testing
import Vault

@Suite("who a record belongs to") struct ConsumerIdentityTests {
    private let network: Network
    private let requestor = Requestor(actor: Network.client, srcCorrelationId: "call")

    init() throws {
        network = try Network()
    }

    private func ada(_ cards: [(String, String)]) -> Person { Person("ada", phone: "0100", cards: cards) }

    private func only(_ batch: String, _ person: Person) throws -> BatchItem {
        try #require(try network.enroll(batch, [person]).items.first)
    }

    private var counts: DirectoryCounts {
        get throws { try network.store.read { try $0.counts(directory: Network.directory) } }
    }

    @Test("a second batch adds a card to the profile and leaves the profile's data as they were")
    func addCard() throws {
        let first = try only("b-1", ada([("c-1", Person.pan(1))]))
        let second = try network.enroll("b-2", [ada([("c-2", Person.pan(2)), ("c-1", Person.pan(1))])]).items
        #expect(Set(second.map(\.srcConsumerId)) == [first.srcConsumerId])
        #expect(second[0].srcDigitalCardId != first.srcDigitalCardId)
        #expect(second[1].srcDigitalCardId == first.srcDigitalCardId)
        #expect(try counts == DirectoryCounts(consumers: 1, cards: 2, tokens: 2))
    }

    @Test("email in another case and a number in another spelling are the same consumer")
    func normalised() throws {
        let first = try only("b-1", ada([("c-1", Person.pan(1))]))
        var again = ada([("c-2", Person.pan(2))])
        again.email = "ADA@Example.TEST"
        #expect(try only("b-2", again).srcConsumerId == first.srcConsumerId)
    }

    @Test("partial and contradicting matches are refused with the reason of the table, and leave nothing")
    func refusals() throws {
        _ = try only("b-1", ada([("c-1", Person.pan(1))]))
        _ = try only("b-2", Person("bob", phone: "0101", cards: [("c-2", Person.pan(2))]))
        let before = try counts
        let cases: [(String, String, String, String, String)] = [
            ("new", "ada@example.test", "0199", "ALREADY_EXISTS", "consumerIdentity"),
            ("new", "new@example.test", "0100", "ALREADY_EXISTS", "mobileNumber"),
            ("new", "ada@example.test", "0101", "AMBIGUOUS_CONSUMER_IDENTITY", "consumer"),
            ("ada", "new@example.test", "0199", "INVALID_STATE", "externalConsumerId"),
            ("ada", "bob@example.test", "0101", "AMBIGUOUS_CONSUMER_IDENTITY", "consumer"),
            ("new", "ada@example.test", "0100", "ALREADY_EXISTS", "externalConsumerId"),
        ]
        for (index, (name, email, phone, reason, source)) in cases.enumerated() {
            let item = try only(
                "r-\(index)", Person(name, email: email, phone: phone, cards: [("x-\(index)", Person.pan(50 + index))]))
            let error = try #require(item.error, "case \(index)")
            #expect(error.errorClass == .invalidState && error.status == 400)
            #expect(error.details.first?.reason?.rawValue == reason && error.details.first?.source == source)
        }
        #expect(try counts == before)
    }

    @Test("a deleted card that is enrolled again is a new card with a new token in the same profile")
    func cardAgain() throws {
        let first = try only("b-1", ada([("c-1", Person.pan(1))]))
        let card = try network.card(first)
        let token = try network.cards.read(card, directory: Network.directory).token
        try network.cards.delete(
            card, directory: Network.directory, emptyProfiles: network.settings.emptyProfiles, by: requestor)
        let again = try only("b-2", ada([("c-1", Person.pan(1))]))
        #expect(again.srcConsumerId == first.srcConsumerId && again.srcDigitalCardId != first.srcDigitalCardId)
        let view = try network.profiles.read(try network.consumer(again), directory: Network.directory)
        #expect(view.row.emptySince == nil && view.cards.count == 1)
        #expect(view.cards[0].token?.tokenUniqueReference != token?.tokenUniqueReference)
        #expect(view.cards[0].token?.paymentAccountReference == token?.paymentAccountReference)
        // The purge that was planned when the profile got empty does not take it.
        network.clock.advance(by: .seconds(31 * 86_400))
        try network.runDue()
        #expect(try counts == DirectoryCounts(consumers: 1, cards: 1, tokens: 1))
        // The results of the first batch still name the card that is gone.
        #expect(throws: DirectoryRefusal.noCard) { try network.cards.read(card, directory: Network.directory) }
    }

    @Test("a deleted profile that is enrolled again is a new profile and gets nothing of the old one back")
    func profileAgain() throws {
        let first = try only("b-1", ada([("c-1", Person.pan(1))]))
        try network.profiles.delete(try network.consumer(first), directory: Network.directory, by: requestor)
        let again = try only("b-2", ada([("c-2", Person.pan(2))]))
        #expect(again.status == .successful && again.srcConsumerId != first.srcConsumerId)
        #expect(try network.profiles.read(try network.consumer(again), directory: Network.directory).cards.count == 1)
    }

    @Test("a profile that stays empty is purged after the days of its program, and not a moment earlier")
    func purge() throws {
        let item = try only("b-1", ada([("c-1", Person.pan(1))]))
        try network.cards.delete(
            try network.card(item), directory: Network.directory, emptyProfiles: .purgeAfterDays(30), by: requestor)
        network.clock.advance(by: .seconds(30 * 86_400) - .milliseconds(1))
        try network.runDue()
        #expect(try counts.consumers == 1)
        network.clock.advance(by: .milliseconds(1))
        try network.runDue()
        #expect(try counts.consumers == 0)
    }

    @Test("a profile that was refilled and emptied again waits its whole time anew")
    func purgeAnew() throws {
        func emptied(_ batch: String) throws {
            let item = try only(batch, ada([("c-1", Person.pan(1))]))
            try network.cards.delete(
                try network.card(item), directory: Network.directory, emptyProfiles: .purgeAfterDays(30),
                by: requestor)
        }
        try emptied("b-1")
        network.clock.advance(by: .seconds(20 * 86_400))
        try emptied("b-2")
        network.clock.advance(by: .seconds(11 * 86_400))
        try network.runDue()
        #expect(try counts.consumers == 1)
        network.clock.advance(by: .seconds(19 * 86_400))
        try network.runDue()
        #expect(try counts.consumers == 0)
    }

    @Test("a new name for a card that is there is an alias: it leads to the card and to no other PAN")
    func aliases() throws {
        let first = try only("b-1", ada([("c-1", Person.pan(1))]))
        let alias = try only("b-2", ada([("c-9", Person.pan(1))]))
        #expect(alias.status == .successful && alias.srcDigitalCardId == first.srcDigitalCardId)
        #expect(try only("b-3", ada([("c-9", Person.pan(1))])).srcDigitalCardId == first.srcDigitalCardId)
        for (batch, name) in [("b-4", "c-9"), ("b-5", "c-1")] {
            let refused = try only(batch, ada([(name, Person.pan(2))]))
            #expect(refused.error?.details.first?.source == "externalCardId")
            #expect(refused.error?.details.first?.reason == .alreadyExists)
        }
        let row = try network.store.read { try $0.card(try network.card(first)) }
        #expect(row?.externalCardId == "c-1")
        // With the card all its names are free again.
        try network.cards.delete(
            try network.card(first), directory: Network.directory, emptyProfiles: .keep, by: requestor)
        #expect(try only("b-6", ada([("c-9", Person.pan(2))])).status == .successful)
    }

    @Test("one PAN may be in two profiles, each with a card of its own; a name belongs to one of them")
    func sharedPAN() throws {
        let first = try only("b-1", ada([("c-1", Person.pan(1))]))
        let bob = Person("bob", phone: "0101", cards: [("c-2", Person.pan(1))])
        let second = try only("b-2", bob)
        #expect(second.status == .successful && second.srcDigitalCardId != first.srcDigitalCardId)
        #expect(second.srcConsumerId != first.srcConsumerId)
        let third = try only("b-3", Person("bob", phone: "0101", cards: [("c-1", Person.pan(1))]))
        #expect(third.error?.details.first?.source == "externalCardId")
    }

    @Test("directories know nothing of each other")
    func directories() throws {
        let plaintext = Person.plaintext([ada([("c-1", Person.pan(1))])])
        let here = try network.accept("b-1", plaintext)
        let there = try network.accept("b-1", plaintext, directory: Network.directory + 1)
        network.processor.waitUntilIdle()
        let items = (try network.status(here).items[0], try network.status(there).items[0])
        #expect(items.0.status == .successful && items.1.status == .successful)
        #expect(items.0.srcConsumerId != items.1.srcConsumerId && items.0.srcDigitalCardId != items.1.srcDigitalCardId)
    }
}
