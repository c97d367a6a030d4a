// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Directory
import Enrollment
import Store
import StoreSQLite
import Testing
import Vault

/// A card whose token is deleted is CANCELLED: it is shown and stands in nobody's way (enrollment 13.6, 17).
@Suite("cancelled cards") struct CancelledCardTests {
    private let network: Network
    private let requestor = Requestor(actor: "client", srcCorrelationId: "call")

    init() throws {
        network = try Network()
    }

    /// Enrolls in a batch, or one card after the other. The last card.
    private func enroll(_ person: Person, isBatch: Bool) throws -> Int64 {
        if isBatch {
            let status = try network.enroll(
                "b-" + person.cards.map { $0.name + "-" + $0.pan.suffix(4) }.joined(separator: "-"), [person])
            #expect(status.batchStatus == .completedSuccessfully)
            return try network.card(try #require(status.items.last))
        }
        var last: Int64 = 0
        for card in person.cards {
            var alone = person
            alone.cards = [card]
            last = try network.enrollOne(network.order(alone, directory: Network.directory)).get().card.id
        }
        return last
    }

    private func ada(_ cards: (String, String)...) -> Person { Person("ada", phone: "0100", cards: cards) }

    private func cancel(_ card: Int64) throws {
        try TokenLifeCycle(store: network.store, vault: network.vault, clock: network.clock)
            .apply(.delete, toTokenOf: card, directory: Network.directory, as: .issuer, by: requestor)
    }

    private func named(_ name: String) throws -> Int64? {
        try network.store.read { try $0.cards(named: [name], directory: Network.directory).first ?? nil }
    }

    private func consumer(_ name: String) throws -> ConsumerRow? {
        try network.store.read { reading in
            try (reading.consumers(named: [name], directory: Network.directory).first ?? nil).flatMap(reading.consumer)
        }
    }

    @Test("the name of a cancelled card may become another name of a card that is there", arguments: [false, true])
    func alias(isBatch: Bool) throws {
        let kept = try enroll(ada(("a-1", Person.pan(1))), isBatch: isBatch)
        let cancelled = try enroll(ada(("a-2", Person.pan(2))), isBatch: isBatch)
        try cancel(cancelled)
        #expect(try enroll(ada(("a-2", Person.pan(1))), isBatch: isBatch) == kept)
        #expect(try named("a-1") == kept && named("a-2") == kept)
        #expect(try network.store.read { try $0.card(cancelled) } == nil)
        #expect(network.troubleCount == 0, "the batch runs with its neighbours, and not after a failure")
    }

    @Test("the name of a cancelled card may become the first name of a card that has none", arguments: [false, true])
    func firstName(isBatch: Bool) throws {
        var order = try network.order(ada(("a-1", Person.pan(1))), directory: Network.directory)
        order.externalCardId = nil
        let kept = try network.enrollOne(order).get().card.id
        try cancel(try enroll(ada(("a-2", Person.pan(2))), isBatch: isBatch))
        #expect(try enroll(ada(("a-2", Person.pan(1))), isBatch: isBatch) == kept)
        #expect(try network.store.read { try $0.card(kept)?.externalCardId } == "a-2")
    }

    @Test(
        "a cancelled card that has to go may leave its profile empty: that one is purged in its time (13.5)",
        arguments: [false, true], [EmptyProfilePolicy.keep, .purgeAtOnce, .purgeAfterDays(2)])
    func emptied(isBatch: Bool, policy: EmptyProfilePolicy) throws {
        network.settings.emptyProfiles = policy
        try network.restart()
        try cancel(try enroll(ada(("a-1", Person.pan(1))), isBatch: isBatch))
        let row = try #require(try consumer("ada"))
        #expect(row.emptySince == nil, "a cancelled card is shown")
        let bob = Person("bob", phone: "0101", cards: [("a-1", Person.pan(2))])
        let taken = try enroll(bob, isBatch: isBatch)
        #expect(try named("a-1") == taken)
        #expect(try consumer("ada")?.emptySince == network.clock.now)
        #expect(try consumer("bob")?.emptySince == nil)
        try network.runDue()
        #expect(try (consumer("ada") == nil) == (policy == .purgeAtOnce))
        network.clock.advance(by: .seconds(2 * 86_400))
        try network.runDue()
        #expect(try (consumer("ada") == nil) == (policy != .keep))
        #expect(try consumer("bob") != nil)
    }

    @Test("a profile whose cancelled card goes within a batch that gives it another is not empty")
    func refilled() throws {
        let ada = ada(("a-1", Person.pan(1)))
        try cancel(try enroll(ada, isBatch: true))
        let bob = Person("bob", phone: "0101", cards: [("a-1", Person.pan(2))])
        let status = try network.enroll("b-9", [bob, self.ada(("a-9", Person.pan(9)))])
        #expect(status.batchStatus == .completedSuccessfully)
        #expect(try consumer("ada")?.emptySince == nil)
        network.clock.advance(by: .seconds(400 * 86_400))
        try network.runDue()
        #expect(try consumer("ada") != nil)
    }
}
