// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing

/// Goal: a flat list of records is grouped by consumer and gives what the nested form gives.
struct FlatRecordsTests {
    private func decode(_ records: [Tree]) throws -> EnrollmentData {
        try EnrollmentData.decode((["records": .list(records)] as Tree).json, today: Samples.today)
    }

    /// Consumer and card side by side in one object.
    private func flat(_ consumer: String, _ card: String) -> Tree {
        guard case .object(let person) = Samples.person(), case .object(let members) = Samples.card(card) else {
            return nil
        }
        return Tree.object(person.merging(members) { first, _ in first }).with("externalConsumerId", .text(consumer))
    }

    /// Consumer and card in an object each.
    private func nested(_ consumer: String, _ card: String) -> Tree {
        [
            "externalConsumerId": .text(consumer), "externalCardId": .text(card), "consumer": Samples.person(),
            "card": Samples.card(card).with("externalCardId", nil),
        ]
    }

    @Test("records of one consumer come together, in the order of the text")
    func grouped() throws {
        let data = try decode([flat("x", "a"), nested("y", "b"), flat("x", "c"), nested("x", "d")])
        #expect(data.records.map(\.externalConsumerId.value) == ["x", "y"])
        #expect(data.records[0].cards.map(\.externalCardId.value) == ["a", "c", "d"])
        #expect(data.records[1].cards.map(\.externalCardId.value) == ["b"])
        #expect(data.cardCount == 4)
        #expect(data.records.allSatisfy { $0.consumer != nil && $0.cards.allSatisfy { $0.card != nil } })
    }

    @Test("a record whose consumer differs from an earlier one fails, the earlier one does not")
    func differing() throws {
        let data = try decode([flat("x", "a"), flat("x", "b").with("lastName", "Other"), flat("x", "c")])
        let record = data.records[0]
        #expect(record.cards[0].error(of: record) == nil && record.cards[2].error(of: record) == nil)
        #expect(findings(record.cards[1].faults) == ["INVALID_VALUE records[1]"])
        #expect(record.cards[1].card == nil)
    }

    @Test("paths name the record and the object inside it")
    func paths() throws {
        let data = try decode([
            flat("x", "a").with("panExpirationMonth", "13"), nested("y", "b").with("card.panExpirationMonth", "13"),
            nested("z", "c").with("consumer.firstName", 1), flat("x", "d").with("firstName", ""),
        ])
        #expect(findings(data.records[0].cards[0].faults) == ["INVALID_VALUE records[0].panExpirationMonth"])
        #expect(findings(data.records[1].cards[0].faults) == ["INVALID_VALUE records[1].card.panExpirationMonth"])
        #expect(findings(data.records[2].faults) == ["INVALID_VALUE records[2].consumer.firstName"])
        #expect(findings(data.records[0].cards[1].faults) == ["INVALID_VALUE records[3].firstName"])
    }

    @Test("missing and repeated ids refuse the batch")
    func refusals() {
        #expect(
            findings {
                _ = try decode([
                    flat("x", "a").with("externalConsumerId", nil), flat("x", "a"),
                    nested("y", "b").with("externalCardId", nil),
                    "x",
                ])
            } == [
                "CANNOT_BE_NULL records[0].externalConsumerId", "CANNOT_BE_DUPLICATE_OR_NULL records[1].externalCardId",
                "CANNOT_BE_NULL records[2].card.externalCardId", "INVALID_VALUE records[3]",
            ])
        #expect(findings { _ = try decode([]) } == ["INVALID_VALUE records"])
        #expect(
            findings {
                let records = (0..<251).map { flat("x\($0)", "k\($0)") }
                _ = try decode(records)
            } == ["LIMIT_EXCEED consumers"])
    }
}
