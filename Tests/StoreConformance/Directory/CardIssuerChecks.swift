// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Store

extension ConformanceCheck {
    static let cardIssuers = [
        ConformanceCheck("The issuer of a card in another directory is noted once, and goes with the card") {
            try noted($0)
        }
    ]
}

private func noted(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        let people = try (1...3).map { try consumer(Int64($0), directory: 9) }
        let cards = try (1...3).map { try card(Int64($0), of: Int64($0), directory: 9) }
        try store.apply { writing in
            try writing.insert(consumers: people)
            try writing.insert(cards: cards)
            for card in cards { try writing.insert(issuer: 4, ofCard: card.id, directory: 9) }
        }
        func issuers() throws -> [Int64?] {
            try store.read { reading in try (1...3).map { try reading.issuer(ofCard: $0) } }
        }
        try expect(try issuers(), equals: [4, 4, 4])
        try expect(try store.read { try $0.isIssuer(4, of: cards[0]) }, equals: true)
        try expect(try store.read { try $0.isIssuer(9, of: cards[0]) }, equals: true)
        try expect(try store.read { try $0.isIssuer(5, of: cards[0]) }, equals: false)
        try expect(.conflict, "a card has one issuer") {
            try store.apply { try $0.insert(issuer: 5, ofCard: 1, directory: 9) }
        }
        try store.apply { try $0.delete(card: cards[0]) }
        try store.apply { try $0.delete(consumer: people[1]) }
        try expect(try issuers(), equals: [nil, nil, 4])
        try store.apply { try $0.deleteAll(directory: 9) }
        try expect(try issuers(), equals: [nil, nil, nil])
    }
}
