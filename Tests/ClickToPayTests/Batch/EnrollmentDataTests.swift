// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing
import WireJSON

/// Goal: what keeps a result from being reported refuses the batch; everything else stays with its record.
struct EnrollmentDataTests {
    private func decode(_ data: Tree, cardsMax: Int = 250, _ generation: APIGeneration = .v1) throws -> EnrollmentData {
        try EnrollmentData.decode(data.json, today: Samples.today, cardsMax: cardsMax, generation: generation)
    }

    private func refusals(_ data: Tree, cardsMax: Int = 250) -> [String] {
        findings { _ = try decode(data, cardsMax: cardsMax) }
    }

    @Test("the example is read")
    func example() throws {
        let data = try decode(Samples.enrollmentData())
        #expect(data.cardCount == 1 && data.usesLinkedIdentities == false)
        let record = try #require(data.records.first)
        #expect(record.externalConsumerId.value == "cust-000123")
        #expect(record.consumer?.email?.original == "ada@example.test" && record.faults.isEmpty)
        let card = try #require(record.cards.first)
        #expect(card.externalCardId.value == "card-9001")
        #expect(card.card?.pan.revealDigits() == "5555555555554444" && card.card?.billingAddress?.zip == "90000")
        #expect(card.error(of: record) == nil)
    }

    @Test("a consumer's fault fails all its cards, a card's fault that card only")
    func recordFaults() throws {
        let cards = [
            Samples.card("a").with("panExpirationYear", "2025"), Samples.card("b"),
            Samples.card("c").with("primaryAccountNumber", "4111111111111111").with("billingAddress.city", nil),
        ]
        let data = try decode([
            "consumers": .list([
                Samples.consumer("x", cards: cards),
                Samples.consumer("y", cards: [Samples.card("d"), Samples.card("e").with("panExpirationMonth", "13")])
                    .with("firstName", nil).with("mobileNumber.phoneNumber", 1),
                Samples.consumer("z", cards: [Samples.card("f")]),
            ])
        ])
        #expect(data.cardCount == 6)
        let (x, y, z) = (data.records[0], data.records[1], data.records[2])
        #expect(x.consumer != nil && y.consumer == nil && z.consumer != nil)
        #expect(findings(x.cards[0].faults) == ["INVALID_VALUE consumers[0].cards[0].panExpirationYear"])
        #expect(x.cards[0].card == nil && x.cards[1].card != nil && x.cards[1].faults.isEmpty)
        #expect(
            findings(x.cards[2].faults) == [
                "PAN_INELIGIBLE consumers[0].cards[2].primaryAccountNumber",
                "CANNOT_BE_NULL consumers[0].cards[2].billingAddress.city",
            ])
        let person = ["INVALID_VALUE consumers[1].mobileNumber.phoneNumber", "CANNOT_BE_NULL consumers[1].firstName"]
        #expect(findings(y.faults) == person)
        #expect(y.cards[0].card != nil && y.cards[0].faults.isEmpty)
        #expect(findings(y.cards[0].error(of: y)?.details ?? []) == person)
        #expect(
            findings(y.cards[1].error(of: y)?.details ?? [])
                == person + ["INVALID_VALUE consumers[1].cards[1].panExpirationMonth"])
        #expect(z.cards[0].error(of: z) == nil)
    }

    @Test(
        "faults of one record never refuse the batch",
        arguments: [
            ("consumers[0].consumerIdentity", nil), ("consumers[0].consumerIdentity.identityValue", "no address"),
            ("consumers[0].mobileNumber", nil), ("consumers[0].mobileNumber.phoneNumber", "5"),
            ("consumers[0].lastName", ""), ("consumers[0].countryCode", "ZZ"), ("consumers[0].languageCode", 3),
            ("consumers[0].complianceSettings", 1), ("consumers[0].cards[0].primaryAccountNumber", "5555555555554445"),
            ("consumers[0].cards[0].primaryAccountNumber", nil), ("consumers[0].cards[0].panExpirationYear", "2025"),
            ("consumers[0].cards[0].billingAddress.line1", nil), ("consumers[0].cards[0].cardSecurityCode", "123"),
            ("consumers[0].cards[0].cardholderFullName", ""),
        ] as [(String, Tree?)])
    func perRecord(path: String, value: Tree?) throws {
        let data = try decode(Samples.enrollmentData().with(path, value))
        let record = try #require(data.records.first)
        let error = try #require(record.cards.first?.error(of: record))
        #expect(error.details.map(\.source) == [path])
        #expect(error.status == 400)
    }

    @Test(
        "faults that keep a result from being reported refuse the batch",
        arguments: [
            ("consumers", nil, ["CANNOT_BE_NULL consumers"]), ("consumers", [], ["INVALID_VALUE consumers"]),
            ("consumers", .null, ["CANNOT_BE_NULL consumers"]), ("consumers", "x", ["INVALID_VALUE consumers"]),
            ("consumers[0]", "x", ["INVALID_VALUE consumers[0]"]),
            ("consumers[0].externalConsumerId", nil, ["CANNOT_BE_NULL consumers[0].externalConsumerId"]),
            ("consumers[0].externalConsumerId", 7, ["INVALID_VALUE consumers[0].externalConsumerId"]),
            ("consumers[0].externalConsumerId", "a b", ["INVALID_FORMAT consumers[0].externalConsumerId"]),
            ("consumers[0].cards", nil, ["CANNOT_BE_NULL consumers[0].cards"]),
            ("consumers[0].cards", [], ["INVALID_VALUE consumers[0].cards"]),
            ("consumers[0].cards", [:], ["INVALID_VALUE consumers[0].cards"]),
            ("consumers[0].cards[0]", .null, ["INVALID_VALUE consumers[0].cards[0]"]),
            ("consumers[0].cards[0].externalCardId", nil, ["CANNOT_BE_NULL consumers[0].cards[0].externalCardId"]),
            (
                "consumers[0].cards[0].externalCardId", "5555555555554444",
                ["INVALID_VALUE consumers[0].cards[0].externalCardId"]
            ),
        ] as [(String, Tree?, [String])])
    func wholeBatch(path: String, value: Tree?, found: [String]) {
        #expect(refusals(Samples.enrollmentData().with(path, value)) == found)
    }

    @Test("all refusals come at once, and record faults are not among them")
    func allAtOnce() {
        let data: Tree = [
            "consumers": .list([
                Samples.consumer("x", cards: [Samples.card("a").with("externalCardId", nil), Samples.card("b")]),
                Samples.consumer("x", cards: [Samples.card("b")]).with("firstName", nil),
                Samples.consumer("y", cards: []).with("externalConsumerId", .null),
            ])
        ]
        #expect(
            refusals(data) == [
                "CANNOT_BE_NULL consumers[0].cards[0].externalCardId",
                "CANNOT_BE_DUPLICATE_OR_NULL consumers[1].externalConsumerId",
                "CANNOT_BE_DUPLICATE_OR_NULL consumers[1].cards[0].externalCardId",
                "CANNOT_BE_NULL consumers[2].externalConsumerId", "INVALID_VALUE consumers[2].cards",
            ])
        #expect(refusals([]) == ["CORRUPT_DATA enrollmentData"])
        #expect(refusals([:]) == ["CANNOT_BE_NULL consumers"])
    }

    @Test("as many cards as the limit are taken, one more refuses the batch before anything is read")
    func cardLimit() throws {
        func data(_ perConsumer: [Int]) -> Tree {
            var next = 0
            let consumers = perConsumer.enumerated().map { index, count in
                Samples.consumer(
                    "c\(index)",
                    cards: (0..<count).map { _ in
                        next += 1
                        return Samples.card("k\(next)")
                    })
            }
            return ["consumers": .list(consumers)]
        }
        #expect(try decode(data([2, 1, 2]), cardsMax: 5).cardCount == 5)
        #expect(refusals(data([2, 1, 3]), cardsMax: 5) == ["LIMIT_EXCEED consumers"])
        #expect(refusals(data([6]), cardsMax: 5) == ["LIMIT_EXCEED consumers"])
        #expect(refusals(data([0, 0, 0, 0, 0, 0]), cardsMax: 5) == ["LIMIT_EXCEED consumers"])
        #expect(try decode(data([250])).cardCount == 250)
        #expect(refusals(data([251])) == ["LIMIT_EXCEED consumers"])
    }

    @Test("a text for each consumer makes one batch, in either form")
    func perConsumer() throws {
        let plaintexts = try [
            Samples.consumer("x", cards: [Samples.card("a")]).json,
            (["consumers": .list([Samples.consumer("y", cards: [Samples.card("b")])])] as Tree).json,
            Samples.consumer("z", cards: [Samples.card("c").with("panExpirationMonth", "0")]).json,
        ]
        let data = try EnrollmentData.decode(plaintexts, today: Samples.today)
        #expect(data.records.map(\.externalConsumerId.value) == ["x", "y", "z"])
        #expect(
            findings(data.records[2].cards[0].faults) == ["INVALID_FORMAT consumers[2].cards[0].panExpirationMonth"])
        let twice = try [plaintexts[0], Samples.consumer("x", cards: [Samples.card("a")]).json]
        #expect(
            findings { _ = try EnrollmentData.decode(twice, today: Samples.today) } == [
                "CANNOT_BE_DUPLICATE_OR_NULL consumers[1].externalConsumerId",
                "CANNOT_BE_DUPLICATE_OR_NULL consumers[1].cards[0].externalCardId",
            ])
        #expect(
            findings { _ = try EnrollmentData.decode(plaintexts, today: Samples.today, cardsMax: 2) }
                == ["LIMIT_EXCEED consumers"])
        #expect(findings { _ = try EnrollmentData.decode([], today: Samples.today) } == ["CANNOT_BE_NULL consumers"])
    }

    @Test("the second generation reads the same under its own names")
    func secondGeneration() throws {
        let credential = Samples.card().with("externalCardId", nil).with("externalCredentialId", "cred-9001")
            .with("credentialType", "PAYMENT_CARD")
        let consumer = Samples.consumer().with("cards", nil).with("credentials", [credential])
        let data = try decode(["consumers": [consumer]], .v2)
        #expect(data.records.first?.cards.first?.externalCardId.value == "cred-9001")
        #expect(
            findings { _ = try decode(["consumers": [consumer.with("credentials[0].externalCredentialId", nil)]], .v2) }
                == ["CANNOT_BE_NULL consumers[0].credentials[0].externalCredentialId"])
        #expect(findings { _ = try decode(["consumers": [consumer]]) } == ["CANNOT_BE_NULL consumers[0].cards"])
    }

    @Test("linked identities are noticed, null ones are not")
    func linkedIdentities() throws {
        let linked = Samples.enrollmentData().with("consumers[0].linkedIdentities", [:])
        #expect(try decode(linked).usesLinkedIdentities)
        #expect(
            try decode(Samples.enrollmentData().with("consumers[0].linkedIdentities", .null)).usesLinkedIdentities
                == false)
    }

    @Test("what the writer makes, the reader takes")
    func writer() throws {
        let data = try decode(Samples.enrollmentData())
        let record = try #require(data.records.first)
        let consumer = try #require(record.consumer)
        let card = try #require(record.cards.first?.card)
        for generation in APIGeneration.allCases {
            var writer = EnrollmentDataWriter(generation: generation)
            try writer.add(
                ExternalID("c1"), consumer,
                cards: [(id: ExternalID("k1"), card: card), (id: ExternalID("k2"), card: card)])
            try writer.add(ExternalID("c2"), consumer, cards: [(id: ExternalID("k3"), card: card)])
            let read = try EnrollmentData.decode(
                JSONDocument.parse(writer.finish()).root, today: Samples.today, generation: generation)
            #expect(read.records.map(\.externalConsumerId.value) == ["c1", "c2"])
            #expect(read.records.flatMap { $0.cards.map(\.externalCardId.value) } == ["k1", "k2", "k3"])
            #expect(read.records.allSatisfy { $0.consumer == consumer && $0.cards.allSatisfy { $0.card == card } })
        }
    }
}
