// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing
import WireJSON

/// Goal: no damaged document breaks a decoder, and a record is either whole or has a fault.
struct DecoderFuzzTests {
    private static let oddities: [Tree] = [
        .null, 0, -1, true, "", " ", "x", [], [:], [[]], ["consumers": []], "5555555555554444", "2031", "\u{0}", "é",
        .text(String(repeating: "9", count: 300)), [.null, 1, "a"],
    ]

    /// One random place of a tree gets something odd, or is taken away.
    private func damaged(_ tree: Tree, _ random: inout SplitMix) -> Tree? {
        if random.below(4) == 0 { return random.below(5) == 0 ? nil : Self.oddities[random.below(Self.oddities.count)] }
        switch tree {
        case .object(let members) where !members.isEmpty:
            let name = members.keys.sorted()[random.below(members.count)]
            var changed = members
            changed[name] = damaged(members[name] ?? nil, &random)
            return .object(changed)
        case .list(let items) where !items.isEmpty:
            let index = random.below(items.count)
            var changed = items
            if let item = damaged(items[index], &random) { changed[index] = item } else { changed.remove(at: index) }
            return .list(changed)
        default:
            return Self.oddities[random.below(Self.oddities.count)]
        }
    }

    @Test("damaged batches")
    func batches() throws {
        let seed: UInt64 = 20_260_108
        var random = SplitMix(seed: seed)
        var outcomes = (refused: 0, faulty: 0, good: 0)
        let whole: Tree = [
            "consumers": .list([
                Samples.consumer("x", cards: [Samples.card("a"), Samples.card("b")]),
                Samples.consumer("y", cards: [Samples.card("c")]),
            ])
        ]
        for round in 0..<1500 {
            var tree = whole
            for _ in 0...random.below(3) { tree = damaged(tree, &random) ?? .null }
            do {
                let data = try EnrollmentData.decode(tree.json, today: Samples.today)
                var isFaulty = false
                for record in data.records {
                    #expect((record.consumer == nil) == !record.faults.isEmpty, "seed \(seed), round \(round)")
                    #expect(!record.cards.isEmpty, "seed \(seed), round \(round)")
                    for card in record.cards {
                        #expect((card.card == nil) == !card.faults.isEmpty, "seed \(seed), round \(round)")
                        isFaulty = isFaulty || card.error(of: record) != nil
                    }
                }
                if isFaulty { outcomes.faulty += 1 } else { outcomes.good += 1 }
            } catch let error as ServiceError {
                #expect(!error.details.isEmpty && error.status == 400, "seed \(seed), round \(round)")
                outcomes.refused += 1
            }
        }
        #expect(outcomes.refused > 100 && outcomes.faulty > 100 && outcomes.good > 10, "\(outcomes)")
    }

    @Test("damaged requests of every other kind are read or refused with details")
    func requests() throws {
        let seed: UInt64 = 20_260_109
        var random = SplitMix(seed: seed)
        let update = Samples.enrollCard().with("encryptedCard", nil)
        let address = Samples.envelope().with("billingAddress", Samples.address())
        let decoders: [(Tree, (JSONValue) throws -> Void)] = [
            (Samples.envelope(), { _ = try BatchEnvelope.decode($0) }),
            (Samples.enrollCard(), { _ = try EnrollCardRequest.decode($0) }),
            (update, { _ = try UpdateProfileRequest.decode($0) }),
            (address, { _ = try UpdateCardRequest.decode($0, today: Samples.today) }),
            (Samples.card(), { _ = try EnrolledCard.decode($0, today: Samples.today) }),
        ]
        for round in 0..<1000 {
            let (tree, decode) = decoders[round % decoders.count]
            guard let changed = damaged(tree, &random) else { continue }
            do {
                try decode(changed.json)
            } catch let error as ServiceError {
                #expect(!error.details.isEmpty, "seed \(seed), round \(round)")
            }
        }
    }

    @Test("damaged answers are read or given up, never more")
    func answers() throws {
        var random = SplitMix(seed: 20_260_110)
        let error: Tree = [
            "status": 400, "reason": "INVALID_STATE", "message": "m",
            "errordetail": [["reason": "CANNOT_BE_NULL", "source": "x"]],
        ]
        let gateway: Tree = ["Errors": ["Error": [["ReasonCode": "X", "Description": "d"]]]]
        let profile: Tree = ["maskedConsumer": ["srcConsumerId": "x"], "maskedCards": [["srcDigitalCardId": "y"]]]
        let status: Tree = [
            "batchStatus": "FAILED", "items": [["externalConsumerId": "c", "status": "FAILED", "error": error]],
        ]
        for _ in 0..<1000 {
            for tree in [error, gateway, profile, status] {
                guard let changed = damaged(tree, &random) else { continue }
                let value = try changed.json
                _ = try ReceivedError.read(status: 400, body: changed.bytes)
                _ = (BatchStatus(value), ProfileResponse(value), CardResponse(value), BatchAccepted(value))
            }
        }
    }
}
