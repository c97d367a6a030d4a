// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store
internal import Vault

extension ConformanceCheck {
    static let receipts = [
        ConformanceCheck("A receipt is found by its fingerprint alone, in every state, also after a restart") {
            try finding($0)
        },
        ConformanceCheck("A fingerprint and an id stand for one receipt; only a row that is there changes") {
            try oneForAKey($0)
        },
        ConformanceCheck("Receipts whose time is over come back earliest first, a bounded number at a time") {
            try overdue($0)
        },
        ConformanceCheck("Receipts that ended long ago go, earliest first; those that have not ended stay") {
            try tooOld($0)
        },
        ConformanceCheck("Receipt ids are never given again, and a directory's receipts go with it") { try ids($0) },
    ]
}

private func minutes(_ count: Int64) -> Timestamp {
    noon.advanced(by: .seconds(60 * count))
}

private func receipt(
    _ id: Int64, directory: Int64 = 1, key: UInt64? = nil, expires: Int64 = 15
) throws -> ReceiptRow {
    ReceiptRow(
        id: id, directory: directory, key: try blindIndex(key ?? UInt64(bitPattern: id), 6), requestor: "50123197928",
        sealed: [UInt8(truncatingIfNeeded: id), 9], created: noon, expires: minutes(expires))
}

private func finding(_ fixture: any StoreFixture) throws {
    let first = try receipt(1)
    var opened = try receipt(2, directory: 2)
    opened.state = .opened
    var used = try receipt(3).ended(as: .consumed, at: minutes(3))
    used.outcome = .needsAuthentication
    used.card = 77
    let rows = [
        first, opened, used, try receipt(4).ended(as: .cancelled, at: minutes(4)),
        try receipt(5).ended(as: .expired, at: minutes(5)),
    ]
    func check(_ store: any DirectoryStore) throws {
        try store.read { reading in
            for row in rows { try expect(try reading.receipt(of: row.key), equals: row) }
            try expect(try reading.receipt(of: blindIndex(9, 6)), equals: nil)
            // The same first 64 bits, and another fingerprint.
            try expect(try reading.receipt(of: blindIndex(1, 7)), equals: nil)
        }
    }
    try withDirectory(fixture) { store in
        try store.apply { writing in
            try writing.insert(receipts: (1...5).map { try receipt($0, directory: $0 == 2 ? 2 : 1) })
            for row in rows.dropFirst() { try writing.update(receipt: row) }
        }
        try check(store)
    } afterReopening: { store in
        try check(store)
    }
}

private func oneForAKey(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        try store.apply { try $0.insert(receipts: [receipt(1, key: 7)]) }
        try expect(.conflict, "the same fingerprint, also in another directory") {
            try store.apply { try $0.insert(receipts: [receipt(2, directory: 2, key: 7)]) }
        }
        try expect(.conflict, "the same id") { try store.apply { try $0.insert(receipts: [receipt(1, key: 8)]) } }
        try expect(.conflict, "no such row") { try store.apply { try $0.update(receipt: receipt(9)) } }
        try expect(.conflict, "another directory") {
            try store.apply { try $0.update(receipt: receipt(1, directory: 2, key: 7)) }
        }
        // What identifies a receipt and bounds its life is not a matter of an update.
        var changed = try receipt(1, key: 8, expires: 99)
        changed.state = .opened
        let update = changed
        try store.apply { try $0.update(receipt: update) }
        var wanted = try receipt(1, key: 7)
        wanted.state = .opened
        try expect(try store.read { try $0.receipt(of: blindIndex(7, 6)) }, equals: wanted)
    } afterReopening: { _ in
    }
}

private func overdue(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        let rows = try [30, 10, 20, 40].enumerated().map { try receipt(Int64($0 + 1), expires: $1) }
        try store.apply { writing in
            try writing.insert(receipts: rows)
            try writing.update(receipt: rows[2].ended(as: .consumed, at: noon))
            var opened = rows[0]
            opened.state = .opened
            try writing.update(receipt: opened)
        }
        func overdue(_ minute: Int64, _ limit: Int = 9) throws -> [Int64] {
            try store.read { try $0.overdueReceipts(at: minutes(minute), limit: limit).map(\.id) }
        }
        try expect(try overdue(9), equals: [])
        try expect(try overdue(10), equals: [2], "at the instant itself")
        try expect(try overdue(50), equals: [2, 1, 4])
        try expect(try overdue(50, 2), equals: [2, 1])
        try expect(try overdue(50, -1), equals: [])
    } afterReopening: { _ in
    }
}

private func tooOld(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        let rows = try (1...4).map { try receipt($0) }
        let ended = [
            rows[0].ended(as: .consumed, at: minutes(1)), rows[1].ended(as: .cancelled, at: minutes(3)),
            rows[2].ended(as: .expired, at: minutes(2)),
        ]
        try store.apply { writing in
            try writing.insert(receipts: rows)
            for row in ended { try writing.update(receipt: row) }
        }
        for row in ended {
            try expect(try store.read { try $0.receipt(of: row.key)?.sealed }, equals: [], "what was sent is gone")
        }
        func delete(before instant: Timestamp, limit: Int) throws -> Int {
            try store.write { try $0.deleteReceipts(endedBefore: instant, limit: limit) }
        }
        try expect(try delete(before: minutes(1), limit: 9), equals: 0, "not what ended at the instant itself")
        try expect(try delete(before: minutes(9), limit: -1), equals: 0)
        try expect(try delete(before: minutes(9), limit: 2), equals: 2)
        let left = try store.read { reading in try rows.filter { try reading.receipt(of: $0.key) != nil }.map(\.id) }
        try expect(left, equals: [2, 4], "the earliest have gone, and what has not ended stays")
    } afterReopening: { _ in
    }
}

private func ids(_ fixture: any StoreFixture) throws {
    var given: [Int64] = []
    try withDirectory(fixture) { store in
        let range = store.reserveReceiptIDs(3)
        given = Array(range)
        let (first, second) = (range.lowerBound, range.lowerBound + 1)
        try store.apply { try $0.insert(receipts: [receipt(first), receipt(second, directory: 2)]) }
        try store.apply { try $0.deleteAll(directory: 1) }
        try expect(try store.read { try $0.receipt(of: receipt(first).key) }, equals: nil)
        try expect(try store.read { try $0.receipt(of: receipt(second).key) != nil }, "another directory's stays")
    } afterReopening: { store in
        let next = store.reserveReceiptIDs(1).lowerBound
        try expect(!given.contains(next), "id \(next) was given before")
    }
}
