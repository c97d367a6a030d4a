// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Store
internal import Vault

extension ConformanceCheck {
    static let lookUps = [
        ConformanceCheck("Identifiers whose first 64 bits collide are told apart by the rest") { try collisions($0) },
        ConformanceCheck("An email is no mobile, and a directory is not another") { try scopes($0) },
        ConformanceCheck("A consumer is found by each of its identifiers, however many there are") { try several($0) },
        ConformanceCheck("One look-up over several directories finds what each of them would") { try across($0) },
        ConformanceCheck("The first consumer from an id on is that one, or else the next") { try first($0) },
        ConformanceCheck("Bulk look-ups answer in the order of their keys, misses and repeats included") {
            try bulk($0)
        },
    ]
}

extension DirectoryReading {
    fileprivate func ids(
        _ keys: [BlindIndex], _ kind: BlindIndexKind = .email, directory: Int64 = 1
    ) throws -> [Int64?] {
        try consumers(identifiedBy: keys, kind: kind, directory: directory).map { $0?.id }
    }
}

private func collisions(_ fixture: any StoreFixture) throws {
    // Prefixes at both ends of the signed and the unsigned order.
    for prefix in [0, 1, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, UInt64.max] {
        let store = try fixture.openDirectory()
        let base = Int64(truncatingIfNeeded: prefix >> 1) / 2 + 1
        let rows = try (0..<5).map { index in
            // The last one's email and mobile collide with each other too.
            try consumer(
                base + Int64(index), email: blindIndex(prefix, UInt8(index)),
                mobile: index == 4 ? blindIndex(prefix, 100) : blindIndex(prefix ^ 0xFF, UInt8(index)))
        }
        try store.apply { try $0.insert(consumers: rows) }
        let keys = try (0..<7).map { try blindIndex(prefix, UInt8($0)) }
        let ids = rows.map { Optional($0.id) }
        try store.read { reading in
            try expect(try reading.ids(keys), equals: ids + [nil, nil])
            try expect(try reading.ids(keys.reversed()), equals: [nil, nil] + ids.reversed())
            let mobiles = try [blindIndex(prefix, 100), blindIndex(prefix ^ 0xFF, 1), blindIndex(prefix ^ 0xFF, 9)]
            try expect(try reading.ids(mobiles, .mobile), equals: [ids[4], ids[1], nil])
        }
        try store.apply { writing in
            try writing.delete(consumer: rows[1])
            var changed = rows[4]
            changed.mobile = try blindIndex(prefix, 101)
            try writing.replace(rows[4], by: changed)
            try expect(try writing.ids(keys), equals: [ids[0], nil, ids[2], ids[3], ids[4], nil, nil])
            try expect(
                try writing.ids([blindIndex(prefix, 100), blindIndex(prefix, 101)], .mobile), equals: [nil, ids[4]])
            for row in [rows[0], rows[2], rows[3], changed] { try writing.delete(consumer: row) }
            try expect(try writing.ids(keys), equals: [Int64?](repeating: nil, count: 7))
        }
        store.close()
    }
}

private func across(_ fixture: any StoreFixture) throws {
    let (one, two) = (try blindIndex(1), try blindIndex(2))
    // The same first 64 bits as `one`.
    let twin = try blindIndex(1, 7)
    let rows = [
        try consumer(1, email: one, mobile: two), try consumer(2, email: two, mobile: one),
        try consumer(3, directory: 2, email: one, mobile: one), try consumer(4, directory: 2, email: twin),
    ]
    let keys = [
        DirectoryIdentifier(Identifier(.email, one), in: 2), DirectoryIdentifier(Identifier(.email, one), in: 1),
        DirectoryIdentifier(Identifier(.mobile, one), in: 1), DirectoryIdentifier(Identifier(.email, two), in: 2),
        DirectoryIdentifier(Identifier(.email, twin), in: 2), DirectoryIdentifier(Identifier(.email, twin), in: 1),
        DirectoryIdentifier(Identifier(.email, one), in: 2), DirectoryIdentifier(Identifier(.email, one), in: -1),
    ]
    try withDirectory(fixture) { store in
        try store.apply { try $0.insert(consumers: rows) }
    } afterReopening: { store in
        try store.read { reading in
            let found = try reading.consumers(identifiedBy: keys)
            try expect(found.map { $0?.id }, equals: [3, 1, 2, nil, 4, nil, 3, nil])
            try expect(found[0], equals: rows[2], "the whole row")
            try expect(try reading.consumers(identifiedBy: []), equals: [])
        }
    }
}

private func first(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        try store.read { try expect(try $0.firstConsumer(from: 0), equals: nil) }
        try store.apply { writing in
            try writing.insert(consumers: [3, 5, 8].map { try consumer($0, email: blindIndex(UInt64($0))) })
        }
    } afterReopening: { store in
        try store.read { reading in
            for (from, found) in [(0, 3), (3, 3), (4, 5), (5, 5), (6, 8)] as [(Int64, Int64)] {
                try expect(try reading.firstConsumer(from: from)?.id, equals: found)
            }
            try expect(try reading.firstConsumer(from: 9), equals: nil)
        }
    }
}

private func scopes(_ fixture: any StoreFixture) throws {
    let (one, two) = (try blindIndex(1), try blindIndex(2))
    try withDirectory(fixture) { store in
        try store.apply { writing in
            try writing.insert(consumers: [
                consumer(1, name: "n", email: one, mobile: two),
                consumer(2, name: "m", email: two, mobile: one),
                consumer(3, directory: 2, name: "n", email: one, mobile: one),
            ])
        }
    } afterReopening: { store in
        try store.read { reading in
            try expect(try reading.ids([one, two]), equals: [1, 2])
            try expect(try reading.ids([one, two], .mobile), equals: [2, 1])
            try expect(try reading.ids([one, two], directory: 2), equals: [3, nil])
            try expect(try reading.ids([one, two], .mobile, directory: 2), equals: [3, nil])
            try expect(try reading.ids([one, two], directory: 3), equals: [nil, nil])
            try expect(try reading.consumers(named: ["n", "m"], directory: 1), equals: [1, 2])
            try expect(try reading.consumers(named: ["n", "m"], directory: 2), equals: [3, nil])
            let found = try reading.consumers(identifiedBy: [one], kind: .email, directory: 1)
            try expect(found, equals: [consumer(1, name: "n", email: one, mobile: two)], "the whole row")
        }
    }
}

private func several(_ fixture: any StoreFixture) throws {
    let keys = try (1...6).map { try blindIndex(UInt64($0), 7) }
    // Its second email begins as its first does; its third is what another's mobile number is.
    let more = try [
        Identifier(.email, blindIndex(1, 8)), Identifier(.email, keys[4]), Identifier(.mobile, keys[2]),
    ]
    var rich = try consumer(1, email: keys[0], mobile: keys[1])
    rich.moreIdentifiers = more
    var emailOnly = try consumer(2, email: keys[3])
    emailOnly.mobile = nil
    var mobileOnly = try consumer(3, mobile: keys[4])
    mobileOnly.email = nil
    let rows = [rich, emailOnly, mobileOnly]
    try withDirectory(fixture) { store in
        try store.apply { try $0.insert(consumers: rows) }
    } afterReopening: { store in
        try store.read { reading in
            for row in rows { try expect(try reading.consumer(row.id), equals: row, "the whole row") }
            try expect(try reading.ids(keys + [blindIndex(1, 8)]), equals: [1, nil, nil, 2, 1, nil, 1])
            try expect(try reading.ids(keys, .mobile), equals: [nil, 1, 1, nil, 3, nil])
        }
        var poorer = rich
        poorer.email = nil
        poorer.moreIdentifiers = [more[1], Identifier(.mobile, keys[5])]
        let (old, new) = (rich, poorer)
        try store.apply { writing in
            try writing.replace(old, by: new)
            try expect(try writing.ids(keys + [blindIndex(1, 8)]), equals: [nil, nil, nil, 2, 1, nil, nil])
            try expect(try writing.ids(keys, .mobile), equals: [nil, 1, nil, nil, 3, 1])
            try writing.delete(consumer: new)
            try expect(try writing.ids(keys), equals: [nil, nil, nil, 2, nil, nil])
            try expect(try writing.ids(keys, .mobile), equals: [nil, nil, nil, nil, 3, nil])
            // Nothing is left of the deleted one's entries: the same row may come again.
            try writing.insert(consumers: [old])
        }
    }
}

private func bulk(_ fixture: any StoreFixture) throws {
    let count = 3000
    let rows = try (0..<count).map { try consumer(Int64($0) + 1, name: "consumer-\($0)") }
    let cards = try (0..<count).map { try card(Int64($0) + 1, of: Int64($0) + 1, name: "card-\($0)") }
    try withDirectory(fixture) { store in
        try store.apply { writing in
            try writing.insert(consumers: rows)
            try writing.insert(cards: cards)
            try writing.insert(tokens: cards.map { token(of: $0.id) })
            try writing.insert(consumers: [])
            try writing.insert(cards: [])
            try writing.insert(tokens: [])
        }
    } afterReopening: { store in
        try expect(try store.counts(), equals: [count, count, count])
        var random = SeededGenerator(state: 7)
        let places = (0..<4000).map { _ in Int.random(in: 0..<count * 2, using: &random) }
        let wanted = places.map { $0 < count ? Int64($0) + 1 : nil }
        let emails = try places.map { try ($0 < count ? rows[$0].email : nil) ?? blindIndex(random.next()) }
        let mobiles = try places.map { try ($0 < count ? rows[$0].mobile : nil) ?? blindIndex(random.next()) }
        try store.read { reading in
            try expect(try reading.ids(emails) == wanted, "by email")
            try expect(try reading.ids(mobiles, .mobile) == wanted, "by mobile")
            let names = places.map { "consumer-\($0)" }
            try expect(try reading.consumers(named: names, directory: 1) == wanted, "by the consumer's name")
            let cardNames = places.map { "card-\($0)" }
            try expect(try reading.cards(named: cardNames, directory: 1) == wanted, "by the card's name")
            try expect(try reading.ids([]), equals: [])
            try expect(try reading.consumers(named: [], directory: 1), equals: [])
            try expect(try reading.cards(named: [], directory: 1), equals: [])
        }
    }
}
