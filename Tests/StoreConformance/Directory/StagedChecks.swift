// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store
internal import Vault

extension ConformanceCheck {
    static let stagedCards = [
        ConformanceCheck("Staged cards are found by row, by name and by either identifier, also after a restart") {
            try finding($0)
        },
        ConformanceCheck("A consumer's name and a PAN have one staged card; one that ended leaves room") {
            try oneForAKey($0)
        },
        ConformanceCheck("A card that is not staged any more is found by its row alone, until it is too old") {
            try ending($0)
        },
        ConformanceCheck("Cards whose time is over come back earliest first, a bounded number at a time") {
            try overdue($0)
        },
        ConformanceCheck("Staged ids are never given again, and a directory's cards go with it") { try ids($0) },
    ]
}

private func hours(_ count: Int64) -> Timestamp {
    noon.advanced(by: .seconds(3600 * count))
}

private func staged(
    _ id: Int64, directory: Int64 = 1, name: String = "ada", card: String? = nil, email: UInt64 = 1,
    mobile: UInt64 = 2, pan: UInt64? = nil, expires: Int64 = 10
) throws -> StagedCardRow {
    StagedCardRow(
        id: id, directory: directory, externalConsumerId: name, externalCardId: card ?? "card-\(id)",
        email: try blindIndex(email, 1), mobile: try blindIndex(mobile, 2),
        pan: try blindIndex(pan ?? UInt64(bitPattern: id), 3), sealed: [UInt8(truncatingIfNeeded: id), 7],
        created: noon, expires: hours(expires))
}

private func finding(_ fixture: any StoreFixture) throws {
    let first = try staged(1)
    // The same prefix as the first one's email, and another email.
    var second = try staged(2, email: 1, mobile: 9)
    second.email = try blindIndex(1, 8)
    let third = try staged(3, directory: 2)
    var fourth = try staged(4, name: "bob", email: 5, mobile: 2)
    fourth.email = nil
    let seventh = try blindIndex(7, 7)
    fourth.moreIdentifiers = [Identifier(.mobile, seventh)]
    let last = fourth
    let rows = [first, second, third, last]
    func check(_ store: any DirectoryStore) throws {
        try store.read { reading in
            for row in rows { try expect(try reading.stagedCard(row.id), equals: row) }
            try expect(try reading.stagedCard(5), equals: nil)
            try expect(try reading.stagedCards(of: "ada", directory: 1), equals: [first, second])
            try expect(try reading.stagedCards(of: "ada", directory: 2), equals: [third])
            try expect(try reading.stagedCards(of: "eve", directory: 1), equals: [])
            func found(_ key: BlindIndex?, _ kind: BlindIndexKind) throws -> [StagedCardRow] {
                guard let key else { return [] }
                return try reading.stagedCards(identifiedBy: key, kind: kind, directory: 1)
            }
            try expect(try found(first.email, .email), equals: [first])
            try expect(try found(second.email, .email), equals: [second])
            try expect(try found(first.mobile, .mobile), equals: [first, last])
            try expect(try found(seventh, .mobile), equals: [last], "by its second number")
            try expect(try found(seventh, .email), equals: [])
            try expect(try found(first.mobile, .email), equals: [], "a mobile number is not an email")
            let keys = [
                DirectoryIdentifier(Identifier(.mobile, try blindIndex(2, 2)), in: 1),
                DirectoryIdentifier(Identifier(.email, try blindIndex(1, 1)), in: 2),
                DirectoryIdentifier(Identifier(.email, try blindIndex(1, 1)), in: 3),
                DirectoryIdentifier(Identifier(.mobile, seventh), in: 1),
            ]
            try expect(
                try reading.stagedCards(identifiedBy: keys), equals: [first, last, third, last],
                "of several directories, in the order of the keys")
            try expect(try reading.stagedCards(identifiedBy: []), equals: [])
            try expect(try reading.firstStagedCard(from: second.id), equals: second)
            try expect(try reading.firstStagedCard(from: .max), equals: nil)
        }
    }
    try withDirectory(fixture) { store in
        try store.apply { try $0.insert(staged: rows) }
        try check(store)
    } afterReopening: { store in
        try check(store)
    }
}

private func oneForAKey(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        let first = try staged(1, pan: 7)
        try store.apply { try $0.insert(staged: [first]) }
        try expect(.conflict, "the same name and PAN") {
            try store.apply { try $0.insert(staged: [staged(2, pan: 7)]) }
        }
        try expect(.conflict, "the same id") { try store.apply { try $0.insert(staged: [staged(1, pan: 8)]) } }
        try store.apply { writing in
            try writing.insert(staged: [staged(3, name: "bob", pan: 7), staged(4, directory: 2, pan: 7)])
            try writing.replace(first, by: first.ended(as: .withdrawn, at: noon))
            try writing.insert(staged: [staged(5, pan: 7)])
        }
        try expect(try store.read { try $0.stagedCards(of: "ada", directory: 1).map(\.id) }, equals: [5])
        try expect(.conflict, "no such row") { try store.apply { try $0.replace(staged(9), by: staged(9)) } }
        try expect(.conflict, "another directory") {
            try store.apply { try $0.replace(staged(5, pan: 7), by: staged(5, directory: 2, pan: 7)) }
        }
    } afterReopening: { _ in
    }
}

private func ending(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        let rows = try (1...4).map { try staged($0) }
        let ended = [
            rows[0].ended(as: .provisioned, at: hours(1), consumer: 11, card: 12),
            rows[1].ended(as: .declined, at: hours(3)), rows[2].ended(as: .expired, at: hours(2)),
        ]
        try store.apply { writing in
            try writing.insert(staged: rows)
            for (old, new) in zip(rows, ended) { try writing.replace(old, by: new) }
        }
        for row in ended {
            try expect(try store.read { try $0.stagedCard(row.id) }, equals: row)
            try expect(row.sealed, equals: [], "what the issuer sent is gone")
        }
        guard let email = rows[0].email else { return }
        let found = try store.read { try $0.stagedCards(identifiedBy: email, kind: .email, directory: 1) }
        try expect(found, equals: [rows[3]])
        func delete(before instant: Timestamp, limit: Int) throws -> Int {
            try store.write { try $0.deleteStaged(endedBefore: instant, limit: limit) }
        }
        try expect(try delete(before: hours(1), limit: 9), equals: 0, "not what ended at the instant itself")
        try expect(try delete(before: hours(9), limit: 2), equals: 2)
        let left = try store.read { reading in try (1...4).filter { try reading.stagedCard($0) != nil } }
        try expect(left, equals: [2, 4], "the earliest have gone, and what is staged stays")
    } afterReopening: { _ in
    }
}

private func overdue(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        let rows = try [30, 10, 20, 40].enumerated().map { try staged(Int64($0 + 1), expires: $1) }
        try store.apply { writing in
            try writing.insert(staged: rows)
            try writing.replace(rows[2], by: rows[2].ended(as: .withdrawn, at: noon))
        }
        func overdue(_ hour: Int64, _ limit: Int = 9) throws -> [Int64] {
            try store.read { try $0.overdueStagedCards(at: hours(hour), limit: limit).map(\.id) }
        }
        try expect(try overdue(9), equals: [])
        try expect(try overdue(10), equals: [2], "at the instant itself")
        try expect(try overdue(50), equals: [2, 1, 4])
        try expect(try overdue(50, 2), equals: [2, 1])
        try expect(try overdue(50, -1), equals: [])
    } afterReopening: { _ in
    }
}

private func ids(_ fixture: any StoreFixture) throws {
    var given: [Int64] = []
    try withDirectory(fixture) { store in
        let range = store.reserveStagedIDs(3)
        given = Array(range)
        let (first, second) = (range.lowerBound, range.lowerBound + 1)
        try store.apply { try $0.insert(staged: [staged(first), staged(second, directory: 2)]) }
        try store.apply { try $0.deleteAll(directory: 1) }
        try expect(try store.read { try $0.stagedCard(first) }, equals: nil)
        try expect(try store.read { try $0.stagedCard(second) != nil }, "another directory's stays")
        guard let email = try staged(first).email else { return }
        let found = try store.read { try $0.stagedCards(identifiedBy: email, kind: .email, directory: 1) }
        try expect(found, equals: [])
    } afterReopening: { store in
        let next = store.reserveStagedIDs(1).lowerBound
        try expect(!given.contains(next), "id \(next) was given before")
    }
}
