// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store
internal import Vault

extension ConformanceCheck {
    static let cardRows = [
        ConformanceCheck("The fields of cards and tokens come back as they went in, also after reopening") {
            try roundTrip($0)
        },
        ConformanceCheck("A card's name moves when it is replaced, and an alias may become its name") {
            try replacing($0)
        },
        ConformanceCheck("An alias finds its card, is taken while the card lives, and goes with it") {
            try aliases($0)
        },
        ConformanceCheck("A token is replaced where there is one") { try tokens($0) },
        ConformanceCheck("A consumer's cards come with token, issuer and last use") { try held($0) },
    ]
}

private func roundTrip(_ fixture: any StoreFixture) throws {
    var cards = try [card(11, of: 1, name: "k"), card(12, of: 1), card(13, of: 2), card(5, of: 1, name: "K")]
    (cards[0].bin, cards[0].lastFour, cards[0].sealed) = (0, 0, [])
    (cards[1].bin, cards[1].lastFour, cards[1].status) = (999_999, 9999, .suspended)
    (cards[2].status, cards[2].sealed) = (.cancelled, [UInt8](repeating: 3, count: 50_000))
    let tokens = [
        token(of: 11, state: .inactive), token(of: 12, state: .active), token(of: 13, state: .suspended),
    ]
    let inserted = cards
    func check(_ reading: any DirectoryReading) throws {
        for card in inserted { try expect(try reading.card(card.id), equals: card) }
        try expect(try reading.card(1), equals: nil)
        let oldestFirst = [inserted[3], inserted[0], inserted[1]]
        try expect(try reading.cards(of: 1), equals: oldestFirst)
        try expect(try reading.cards(of: 3), equals: [])
        for token in tokens { try expect(try reading.token(of: token.card), equals: token) }
        try expect(try reading.token(of: 5), equals: nil)
    }
    try withDirectory(fixture) { store in
        try store.apply { writing in
            try writing.insert(consumers: [consumer(1), consumer(2)])
            try writing.insert(cards: inserted)
            try writing.insert(tokens: tokens)
        }
        try store.read { try check($0) }
        for taken in [try card(11, of: 1), try card(99, of: 1, name: "k")] {
            try expect(.conflict) { try store.apply { try $0.insert(cards: [taken]) } }
        }
        try expect(.conflict, "a second token") { try store.apply { try $0.insert(tokens: [token(of: 11)]) } }
    } afterReopening: {
        try $0.read { try check($0) }
    }
}

private func replacing(_ fixture: any StoreFixture) throws {
    let store = try fixture.openDirectory()
    var row = try card(11, of: 1, name: "first")
    let inserted = row
    try store.apply { writing in
        try writing.insert(consumers: [consumer(1), consumer(2)])
        try writing.insert(cards: [inserted, card(12, of: 1, name: "taken")])
        try writing.alias(card: 11, externalCardId: "alias", directory: 1)
    }
    let names = ["first", "second", "alias", "taken"]
    func replace(finding: [Int64?], _ change: (inout CardRow) -> Void) throws {
        let before = row
        change(&row)
        let after = row
        try store.apply { try $0.replace(before, by: after) }
        try store.read { reading in
            try expect(try reading.card(11), equals: after)
            try expect(try reading.cards(named: names, directory: 1), equals: finding)
        }
    }
    try replace(finding: [11, nil, 11, 12]) { ($0.status, $0.sealed) = (.cancelled, [5]) }
    try replace(finding: [nil, 11, 11, 12]) { $0.externalCardId = "second" }
    try replace(finding: [nil, nil, 11, 12]) { $0.externalCardId = nil }
    try replace(finding: [nil, nil, 11, 12]) { $0.externalCardId = "alias" }
    // The alias has become the first name: it goes with it.
    try replace(finding: [11, nil, nil, 12]) { $0.externalCardId = "first" }
    try replace(finding: [11, nil, nil, 12]) { $0.consumer = 2 }
    try store.read { reading in
        try expect(try reading.cards(of: 1).map(\.id), equals: [12])
        try expect(try reading.cards(of: 2).map(\.id), equals: [11])
    }
    let before = row
    for change in [
        { (row: inout CardRow) in row.externalCardId = "taken" }, { $0.id = 13 }, { $0.directory = 2 },
    ] as [(inout CardRow) -> Void] {
        var after = before
        change(&after)
        let refused = after
        try expect(.conflict) { try store.apply { try $0.replace(before, by: refused) } }
    }
    try expect(.conflict) { try store.apply { try $0.replace(card(99, of: 1), by: card(99, of: 1)) } }
    try expect(try store.read { try $0.card(11) }, equals: before)
    store.close()
}

private func aliases(_ fixture: any StoreFixture) throws {
    let names = ["name", "alias-1", "alias-2"]
    try withDirectory(fixture) { store in
        try store.apply { writing in
            try writing.insert(consumers: [consumer(1), consumer(2, directory: 2)])
            try writing.insert(cards: [card(11, of: 1, name: "name"), card(12, of: 1)])
            try writing.insert(cards: [card(21, of: 2, directory: 2)])
            try writing.alias(card: 11, externalCardId: "alias-1", directory: 1)
            try writing.alias(card: 12, externalCardId: "alias-2", directory: 1)
            // Names are the directory's own.
            try writing.alias(card: 21, externalCardId: "alias-1", directory: 2)
        }
        for (card, taken, directory) in [
            (11, "alias-1", 1), (11, "name", 1), (12, "alias-1", 1), (99, "free", 1), (21, "free", 1),
        ] as [(Int64, String, Int64)] {
            try expect(.conflict, "\(card) named \(taken)") {
                try store.apply { try $0.alias(card: card, externalCardId: taken, directory: directory) }
            }
        }
    } afterReopening: { store in
        try store.read { reading in
            try expect(try reading.cards(named: names, directory: 1), equals: [11, 11, 12])
            try expect(try reading.cards(named: names, directory: 2), equals: [nil, 21, nil])
        }
        try store.apply { try $0.delete(card: card(11, of: 1, name: "name")) }
        try store.read { reading in
            try expect(try reading.cards(named: names, directory: 1), equals: [nil, nil, 12])
            try expect(try reading.cards(named: names, directory: 2), equals: [nil, 21, nil])
        }
        try store.apply { try $0.insert(cards: [card(13, of: 1, name: "alias-1")]) }
        try expect(try store.read { try $0.cards(named: names, directory: 1) }, equals: [nil, 13, 12])
    }
}

private func tokens(_ fixture: any StoreFixture) throws {
    var changed = token(of: 11, state: .suspended)
    changed.suspenders = [.issuer, .requestor]
    changed.sealed = [9, 9]
    let replaced = changed
    try withDirectory(fixture) { store in
        try store.apply { writing in
            try writing.insert(consumers: [consumer(1)])
            try writing.insert(cards: [card(11, of: 1), card(12, of: 1)])
            try writing.insert(tokens: [token(of: 11)])
            try writing.replace(token: replaced)
        }
        try expect(.conflict) { try store.apply { try $0.replace(token: token(of: 12)) } }
        try store.apply { try $0.delete(card: card(12, of: 1)) }
        try expect(try store.counts(), equals: [1, 1, 1])
    } afterReopening: { store in
        try expect(try store.read { try $0.token(of: 11) }, equals: replaced)
        try store.apply { try $0.deleteToken(of: 11) }
        try expect(try store.read { try $0.token(of: 11) }, equals: nil)
        try expect(try store.read { try $0.card(11) != nil }, "the card stays without its token")
        try store.apply { writing in
            try writing.deleteToken(of: 11)
            try writing.insert(tokens: [token(of: 11)])
            try writing.delete(card: card(11, of: 1))
        }
        try expect(try store.read { try $0.token(of: 11) }, equals: nil)
    }
}

private func held(_ fixture: any StoreFixture) throws {
    let store = try fixture.openDirectory()
    let cards = try [card(11, of: 1), card(12, of: 1), card(13, of: 1), card(21, of: 2)]
    let tokens = [token(of: 12, state: .suspended), token(of: 21, state: .active)]
    let used = Timestamp(milliseconds: 1_700_000_000_123)
    try store.apply { writing in
        try writing.insert(consumers: [consumer(1), consumer(2)])
        try writing.insert(cards: cards)
        try writing.insert(tokens: tokens)
        try writing.insert(issuer: 7, ofCard: 12, directory: cards[1].directory)
        try writing.put(cardUse: CardUseRow(card: 11, directory: cards[0].directory, counter: 3))
        try writing.put(cardUse: CardUseRow(card: 12, directory: cards[1].directory, uses: 1, lastUsed: used))
    }
    try store.read { reading in
        try expect(
            try reading.heldCards(by: 1),
            equals: [
                HeldCard(card: cards[0]),
                HeldCard(card: cards[1], token: tokens[0], issuer: 7, lastUsed: used),
                HeldCard(card: cards[2]),
            ])
        try expect(try reading.heldCards(by: 2), equals: [HeldCard(card: cards[3], token: tokens[1])])
        try expect(try reading.heldCards(by: 3), equals: [])
    }
}
