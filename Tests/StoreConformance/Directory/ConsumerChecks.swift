// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store
internal import Vault

extension ConformanceCheck {
    static let consumerRows = [
        ConformanceCheck("A consumer's fields come back as they went in, in the job, after it and after reopening") {
            try roundTrip($0)
        },
        ConformanceCheck("A consumer's look-ups move when it is replaced") { try replacing($0) },
        ConformanceCheck("A consumer goes with its cards, tokens and look-ups, and nobody else's") {
            try deleting($0)
        },
        ConformanceCheck("A replacement of nothing, or of an id or a directory, is refused") { try refusals($0) },
        ConformanceCheck("A deletion with an old row leaves a name that is another's by now") { try staleRow($0) },
    ]
}

private func roundTrip(_ fixture: any StoreFixture) throws {
    var rows = try [
        consumer(1, name: "Ærø-1"), consumer(2), consumer(3, name: ""), consumer(.max, directory: .max, name: "Ærø-1"),
    ]
    rows[0].sealed = [UInt8](0...255)
    rows[1].sealed = []
    (rows[1].status, rows[1].emptySince) = (.suspended, noon)
    (rows[2].status, rows[2].created) = (.locked, Timestamp(milliseconds: -1))
    rows[3].sealed = [UInt8](repeating: 7, count: 100_000)
    let inserted = rows
    func check(_ reading: any DirectoryReading) throws {
        for row in inserted { try expect(try reading.consumer(row.id), equals: row) }
        try expect(try reading.consumer(4), equals: nil)
    }
    try withDirectory(fixture) { store in
        try store.apply { writing in
            try writing.insert(consumers: inserted)
            for row in inserted { try expect(try writing.consumer(row.id), equals: row, "in its own job") }
        }
        try store.read { try check($0) }
        try expect(.conflict, "an id that is taken") { try store.apply { try $0.insert(consumers: [consumer(1)]) } }
    } afterReopening: {
        try $0.read { try check($0) }
    }
}

private func replacing(_ fixture: any StoreFixture) throws {
    let (email, mobile) = (try blindIndex(10, 1), try blindIndex(20, 1))
    let (newEmail, newMobile) = (try blindIndex(10, 2), try blindIndex(30, 1))
    let old = try consumer(1, name: "old", email: email, mobile: mobile)
    func check(_ store: any DirectoryStore, _ email: BlindIndex?, _ mobile: BlindIndex?, _ name: String?) throws {
        try store.read { reading in
            let emails = try [blindIndex(10, 1), blindIndex(10, 2)]
            let byEmail = try reading.consumers(identifiedBy: emails, kind: .email, directory: 1).map { $0?.id }
            try expect(byEmail, equals: emails.map { $0 == email ? 1 : nil }, "by email")
            let mobiles = try [blindIndex(20, 1), blindIndex(30, 1)]
            let byMobile = try reading.consumers(identifiedBy: mobiles, kind: .mobile, directory: 1).map { $0?.id }
            try expect(byMobile, equals: mobiles.map { $0 == mobile ? 1 : nil }, "by mobile")
            let names = ["old", "new"]
            try expect(try reading.consumers(named: names, directory: 1), equals: names.map { $0 == name ? 1 : nil })
        }
    }
    var row = old
    let store = try fixture.openDirectory()
    try store.apply { try $0.insert(consumers: [old]) }
    try check(store, email, mobile, "old")
    func replace(_ change: (inout ConsumerRow) -> Void) throws {
        let before = row
        change(&row)
        let after = row
        try store.apply { try $0.replace(before, by: after) }
        try expect(try store.read { try $0.consumer(1) }, equals: after)
    }
    try replace { $0.status = .locked }
    try check(store, email, mobile, "old")
    try replace { $0.email = newEmail }
    try check(store, newEmail, mobile, "old")
    try replace { ($0.mobile, $0.externalConsumerId) = (newMobile, "new") }
    try check(store, newEmail, newMobile, "new")
    try replace { $0.externalConsumerId = nil }
    try check(store, newEmail, newMobile, nil)
    try replace { ($0.email, $0.externalConsumerId) = (email, "old") }
    store.close()
    let reopened = try fixture.openDirectory()
    try check(reopened, email, newMobile, "old")
    let last = row
    try reopened.apply { try $0.delete(consumer: last) }
    try check(reopened, nil, nil, nil)
    reopened.close()
}

private func deleting(_ fixture: any StoreFixture) throws {
    @Sendable func fill(_ writing: any DirectoryWriting) throws {
        try writing.insert(consumers: [consumer(1, name: "c1"), consumer(2, name: "c2")])
        try writing.insert(cards: [
            card(11, of: 1, name: "k11"), card(12, of: 1), card(21, of: 2, name: "k21"),
        ])
        try writing.insert(tokens: [token(of: 11), token(of: 12), token(of: 21)])
        try writing.alias(card: 11, externalCardId: "alias", directory: 1)
    }
    try withDirectory(fixture) { store in
        try store.apply { writing in
            try fill(writing)
            try writing.delete(consumer: consumer(1, name: "c1"))
            // What is gone can go again.
            try writing.delete(consumer: consumer(1, name: "c1"))
            try writing.delete(card: card(11, of: 1, name: "k11"))
        }
    } afterReopening: { store in
        try expect(try store.counts(), equals: [1, 1, 1])
        try store.read { reading in
            try expect(try reading.consumers(named: ["c1", "c2"], directory: 1), equals: [nil, 2])
            try expect(try reading.cards(named: ["k11", "alias", "k21"], directory: 1), equals: [nil, nil, 21])
            try expect(try reading.cards(of: 1), equals: [])
            try expect(try reading.cards(of: 2).map(\.id), equals: [21])
            try expect(try reading.token(of: 11), equals: nil)
            try expect(try reading.token(of: 21), equals: token(of: 21))
            let keys = [try consumer(1).email, try consumer(2).email].compactMap { $0 }
            let found = try reading.consumers(identifiedBy: keys, kind: .email, directory: 1)
            try expect(found.map { $0?.id }, equals: [nil, 2])
        }
        // Everything that was theirs is free again.
        try store.apply { writing in
            try writing.delete(consumer: consumer(2, name: "c2"))
            try fill(writing)
        }
        try expect(try store.counts(), equals: [2, 3, 3])
    }
}

private func refusals(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        let row = try consumer(1)
        try store.apply { try $0.insert(consumers: [row, consumer(3, name: "taken")]) }
        var (moved, numbered, named) = (row, row, row)
        moved.directory = 2
        numbered.id = 2
        named.externalConsumerId = "taken"
        for new in [moved, numbered, named] {
            try expect(.conflict) { try store.apply { try $0.replace(row, by: new) } }
        }
        try expect(.conflict, "a row that is gone") {
            try store.apply { try $0.replace(consumer(9), by: consumer(9)) }
        }
        try expect(.conflict, "a row of another directory") {
            try store.apply { try $0.replace(consumer(1, directory: 2), by: consumer(1, directory: 2)) }
        }
        try expect(try store.read { try $0.consumer(1) }, equals: row)
    }
}

private func staleRow(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        let (old, new) = (try consumer(1, name: "name"), try consumer(2, name: "name"))
        let (oldCard, newCard) = (try card(11, of: 1, name: "card"), try card(21, of: 2, name: "card"))
        try store.apply { writing in
            try writing.insert(consumers: [old])
            try writing.insert(cards: [oldCard])
            try writing.delete(consumer: old)
            try writing.insert(consumers: [new])
            try writing.insert(cards: [newCard])
        }
        try store.apply { writing in
            try writing.delete(card: oldCard)
            try writing.delete(consumer: old)
        }
        try store.read { reading in
            try expect(try reading.consumers(named: ["name"], directory: 1), equals: [2])
            try expect(try reading.cards(named: ["card"], directory: 1), equals: [21])
        }
    }
}
