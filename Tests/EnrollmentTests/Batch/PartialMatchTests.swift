// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Enrollment
import Store
import StoreSQLite
import Testing
import Vault

/// Programs for which some identifiers of a profile are enough (enrollment 13.3).
@Suite("partial matches that are attached") struct PartialMatchTests {
    private let network: Network

    init() throws {
        var settings = ProgramSettings()
        settings.attachPartialMatches = true
        network = try Network(settings: settings)
    }

    private func only(_ batch: String, _ person: Person) throws -> BatchItem {
        try #require(try network.enroll(batch, [person]).items.first)
    }

    private func identities(of item: BatchItem) throws -> [LinkedIdentity] {
        try network.profiles.read(try network.consumer(item), directory: Network.directory).consumer
            .consumer().identities.all
    }

    private static let cards = (0..<6).map { ("c-\($0)", Person.pan($0)) }

    @Test("a new number or address goes to the profile of the other identifier, and finds it from then on")
    func batch() throws {
        let first = try only("b-1", Person("ada", phone: "0100", cards: [Self.cards[0]]))
        let number = try only("b-2", Person("ada", phone: "0199", cards: [Self.cards[1]]))
        #expect(number.srcConsumerId == first.srcConsumerId)
        let address = try only("b-3", Person("ada", email: "new@example.test", phone: "0199", cards: [Self.cards[2]]))
        #expect(address.srcConsumerId == first.srcConsumerId)
        #expect(try identities(of: first).count == 4)
        // What the profile always showed stays its first.
        let data = try network.profiles.read(try network.consumer(first), directory: Network.directory).consumer
        #expect(data.email == "ada@example.test" && data.mobileNumber == "2025550100")
        // Both new identifiers together, and one of one batch in the next record of the same.
        let both = try only("b-4", Person("ada", email: "new@example.test", phone: "0199", cards: [Self.cards[3]]))
        #expect(both.srcConsumerId == first.srcConsumerId)
        #expect(try identities(of: first).count == 4)
    }

    @Test("one card at a time is placed by the same rule")
    func single() throws {
        let one = try network.enrollOne(
            network.order(Person("", email: "ada@example.test", phone: "0100", cards: [Self.cards[0]]), directory: 1)
        ).get()
        let two = try network.enrollOne(
            network.order(Person("", email: "ada@example.test", phone: "0188", cards: [Self.cards[1]]), directory: 1)
        ).get()
        #expect(two.consumer.id == one.consumer.id && two.consumer.identifiers.count == 3)
        let found = try network.store.read { reading in
            try reading.consumers(
                identifiedBy: two.consumer.moreIdentifiers.map(\.index), kind: .mobile, directory: 1)
        }
        #expect(found.first??.id == one.consumer.id)
    }

    @Test("identifiers of two profiles, another name, and a locked profile are refused as ever")
    func refusals() throws {
        _ = try only("b-1", Person("ada", phone: "0100", cards: [Self.cards[0]]))
        _ = try only("b-2", Person("bob", phone: "0101", cards: [Self.cards[1]]))
        for (index, (name, email, phone, reason)) in [
            ("new", "ada@example.test", "0101", "AMBIGUOUS_CONSUMER_IDENTITY"),
            ("bob", "ada@example.test", "0177", "AMBIGUOUS_CONSUMER_IDENTITY"),
            ("new", "ada@example.test", "0177", "ALREADY_EXISTS"),
            ("ada", "other@example.test", "0177", "INVALID_STATE"),
        ].enumerated() {
            let item = try only("r-\(index)", Person(name, email: email, phone: phone, cards: [Self.cards[2]]))
            #expect(item.error?.details.first?.reason?.rawValue == reason, "case \(index)")
        }
    }

    @Test("a record none of whose cards succeeds attaches nothing")
    func nothing() throws {
        let first = try only("b-1", Person("ada", phone: "0100", cards: [Self.cards[0]]))
        let refused = try only("b-2", Person("ada", phone: "0199", cards: [("c-9", "5204300000000010")]))
        #expect(refused.error != nil)
        #expect(try identities(of: first).count == 2)
    }
}
