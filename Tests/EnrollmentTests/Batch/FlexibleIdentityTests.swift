// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Enrollment
import PhoneNumbers
import Store
import StoreSQLite
import Testing

/// Who a record belongs to where consumers have any number of identities (enrollment 11), over the real store.
@Suite("flexible identities") struct FlexibleIdentityTests {
    private let network: Network

    init() throws {
        var settings = ProgramSettings()
        settings.flexibleIdentities = true
        network = try Network(settings: settings)
    }

    private func person(_ name: String, _ linked: [String], card: Int) -> Person {
        var person = Person(name, phone: "0000", cards: [("c-\(card)", Person.pan(card))])
        person.linked = linked
        return person
    }

    private func only(_ batch: String, _ person: Person) throws -> BatchItem {
        try #require(try network.enroll(batch, [person]).items.first)
    }

    private var counts: DirectoryCounts {
        get throws { try network.store.read { try $0.counts(directory: Network.directory) } }
    }

    @Test("each identity leads to the profile, alone or with others, in later batches and in the same one")
    func each() throws {
        let all = ["ada@example.test", "ada@work.test", "0101", "0102"]
        let first = try only("b-1", person("ada", all, card: 1))
        #expect(first.status == .successful)
        for (index, linked) in [["ADA@work.test"], ["0102"], ["0101", "ada@example.test"], all].enumerated() {
            let item = try only("more-\(index)", person("ada", linked, card: 2 + index))
            #expect(item.srcConsumerId == first.srcConsumerId, "\(linked): \(String(describing: item.error))")
        }
        // Records of one consumer in two batches of the same transaction.
        let together = try network.acceptAll([
            (
                Network.directory, "t-1", Person.plaintext([person("eve", ["eve@example.test", "0150"], card: 20)]),
                BatchKind()
            ), (Network.directory, "t-2", Person.plaintext([person("eve", ["0150"], card: 21)]), BatchKind()),
        ])
        network.processor.waitUntilIdle()
        let ids = try together.flatMap { try network.status($0).items.map(\.srcConsumerId) }
        #expect(Set(ids).count == 1 && ids.count == 2)
        #expect(try counts.consumers == 2)
    }

    @Test("identities of two profiles, of nobody besides, or under another name are refused and leave nothing")
    func refusals() throws {
        _ = try only("b-1", person("ada", ["ada@example.test", "ada@work.test", "0101"], card: 1))
        _ = try only("b-2", person("bob", ["0102"], card: 2))
        let before = try counts
        let cases: [(String, [String], String, String)] = [
            ("new", ["ada@work.test", "0102"], "AMBIGUOUS_CONSUMER_IDENTITY", "consumer"),
            ("new", ["new@example.test", "ada@work.test"], "ALREADY_EXISTS", "linkedIdentities"),
            ("new", ["0102", "new@example.test"], "ALREADY_EXISTS", "linkedIdentities"),
            ("ada", ["new@example.test"], "INVALID_STATE", "externalConsumerId"),
            ("new", ["ada@work.test"], "ALREADY_EXISTS", "externalConsumerId"),
            ("bob", ["ada@work.test"], "AMBIGUOUS_CONSUMER_IDENTITY", "consumer"),
        ]
        for (index, (name, linked, reason, source)) in cases.enumerated() {
            let item = try only("r-\(index)", person(name, linked, card: 50 + index))
            #expect(item.error?.details.first?.reason?.rawValue == reason, "case \(index)")
            #expect(item.error?.details.first?.source == source, "case \(index)")
        }
        #expect(try counts == before)
    }

    @Test("the classic members are converted: they and the list are the same consumer")
    func classic() throws {
        let classic = try only("b-1", Person("ada", phone: "0100", cards: [("c-1", Person.pan(1))]))
        let linked = try only("b-2", person("ada", ["0100"], card: 2))
        #expect(classic.srcConsumerId != nil && classic.srcConsumerId == linked.srcConsumerId)
    }

    @Test("the same rules hold for cards that are enrolled one by one")
    func single() throws {
        let first = try only("b-1", person("ada", ["ada@example.test", "ada@work.test", "0101"], card: 1))
        var order = try network.order(Person("ada", phone: "0100", cards: [("c-2", Person.pan(2))]), directory: 1)
        order.consumer.identities = IdentitySet(email: try Email("ada@work.test"))
        let outcome = try network.enrollOne(order).get()
        #expect(outcome.consumer.id == (try network.consumer(first)))
        order.consumer.identities = IdentitySet(
            email: try Email("ada@work.test"),
            mobile: try PhoneNumberRules.normalise(countryCode: "1", phoneNumber: "2025550199"))
        let refused = #expect(throws: ServiceError.self) { try network.enrollOne(order).get() }
        #expect(refused?.details.first?.reason == .alreadyExists)
    }

    @Test("a staged card is offered to whoever has verified any of its identities, and claimed with all of them")
    func staged() throws {
        let payload = EncryptedPayload.one(
            try network.encrypt(Person.plaintext([person("ada", ["ada@example.test", "0101", "0102"], card: 1)])))
        _ = try network.offer("s-1", payload: payload, kind: BatchKind(isPreProvisioning: true)).get()
        network.processor.waitUntilIdle()
        let claim = StagedClaim(
            directory: network.store, vault: network.vault, enrollment: network.singles, clock: network.clock)
        func offered(_ verified: StagedClaim.Verified) throws -> [StagedCardView] {
            try claim.cards(of: verified, directory: Network.directory)
        }
        #expect(try offered(.email(Email("ada@example.test"))).count == 1)
        #expect(try offered(.mobile(e164: "12025550199")).isEmpty)
        let card = try #require(try offered(.mobile(e164: "12025550102")).first)
        #expect(card.row.moreIdentifiers.count == 1)
        let answer = Network.Waiting<CardOutcome>()
        claim.provision(
            card.row.id, of: .mobile(e164: "12025550102"), directory: Network.directory, settings: network.settings,
            compliance: nil, by: Requestor(actor: "c", srcCorrelationId: "c"), completion: answer.give)
        let outcome = try answer.wait()
        #expect(outcome.consumer.identifiers.count == 3)
        #expect(try offered(.email(Email("ada@example.test"))).isEmpty)
    }

    @Test("a batch that is read again after a restart is judged as it was when it came")
    func restart() throws {
        var settings = ProgramSettings()
        settings.flexibleIdentities = true
        let network = try Network(isProcessing: false, settings: settings)
        let header = try network.accept("b-1", Person.plaintext([person("ada", ["0101", "0102"], card: 1)]))
        try network.restart()
        network.processor.waitUntilIdle()
        #expect(try network.status(header).batchStatus == .completedSuccessfully)
    }
}
