// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store
internal import Vault

extension ConformanceCheck {
    static let processor = [
        ConformanceCheck("Clients, accounts and card contracts are found by number, also after a restart") {
            try finding($0)
        },
        ConformanceCheck("Card contracts are found by PAN and core banking number, a shared prefix notwithstanding") {
            try identifying($0)
        },
        ConformanceCheck("Numbers are unique in a directory; a card contract keeps its number and its PAN") {
            try keeping($0)
        },
        ConformanceCheck("Token attempts are found by card and by contract, the later one counting") {
            try attempting($0)
        },
        ConformanceCheck("Idempotency keys are kept by directory until they are too old") { try repeating($0) },
        ConformanceCheck("Card management goes with its directory, and its ids are never given again") {
            try removing($0)
        },
    ]
}

private func contract(
    _ id: Int64, directory: Int64 = 1, number: Int64? = nil, account: Int64 = 60_001, client: Int64 = 40_000
) throws -> CardContractRow {
    CardContractRow(
        id: id, directory: directory, number: number ?? id, account: account, client: client, productCode: "DEBIT",
        isActivated: true, pan: try blindIndex(UInt64(bitPattern: id), 3), sealed: [1, 2], created: noon)
}

private func client(_ id: Int64, directory: Int64 = 1, number: Int64 = 40_000) -> ProcessorClientRow {
    ProcessorClientRow(id: id, directory: directory, number: number, sealed: [3], created: noon)
}

private func account(_ id: Int64, directory: Int64 = 1, number: Int64 = 60_001) -> ProcessorAccountRow {
    ProcessorAccountRow(
        id: id, directory: directory, number: number, client: 40_000, productCode: "CURRENT", sealed: [4],
        created: noon)
}

private func finding(_ fixture: any StoreFixture) throws {
    var second = try contract(2, account: 60_002)
    second.statusCode = "05"
    second.isActivated = false
    second.classifier = .yellowlist
    second.classifierStart = noon
    second.classifierEnd = noon.advanced(by: .seconds(9))
    second.cbs = try blindIndex(99, 4)
    let rows = [try contract(1), second, try contract(3, directory: 2, number: 1)]
    func check(_ store: any DirectoryStore) throws {
        try store.read { reading in
            for row in rows {
                try expect(try reading.cardContract(number: row.number, directory: row.directory), equals: row)
                try expect(try reading.cardContract(row: row.id), equals: row)
            }
            try expect(try reading.cardContract(number: 3, directory: 2), equals: nil, "a row id is no number")
            try expect(try reading.cardContracts(ofClient: 40_000, directory: 1), equals: [rows[0], second])
            try expect(try reading.cardContracts(ofAccount: 60_002, directory: 1), equals: [second])
            try expect(try reading.cardContracts(ofAccount: 60_002, directory: 2), equals: [])
            try expect(try reading.processorClient(number: 40_000, directory: 1), equals: client(1))
            try expect(try reading.processorClient(number: 40_000, directory: 2), equals: nil)
            try expect(try reading.processorAccount(number: 60_001, directory: 1), equals: account(1))
            try expect(try reading.processorAccount(number: 60_002, directory: 1), equals: nil)
        }
    }
    try withDirectory(fixture) { store in
        try store.apply { writing in
            try writing.insert(client: client(1))
            try writing.insert(account: account(1))
            for row in rows { try writing.insert(contract: row) }
        }
        try check(store)
    } afterReopening: { store in
        try check(store)
    }
}

private func identifying(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        var first = try contract(1)
        first.cbs = try blindIndex(70, 4)
        // The prefix of the first one's PAN, and another PAN.
        var second = try contract(2)
        second.pan = try blindIndex(1, 8)
        // Both look-ups of one card under one prefix.
        var third = try contract(3)
        third.cbs = try blindIndex(3, 4)
        let rows = [first, second, third]
        try store.apply { writing in for row in rows { try writing.insert(contract: row) } }
        func found(_ key: BlindIndex?, _ kind: BlindIndexKind, _ directory: Int64 = 1) throws -> [Int64] {
            guard let key else { return [] }
            return try store.read {
                try $0.cardContracts(identifiedBy: key, kind: kind, directory: directory).map(\.id)
            }
        }
        try expect(try found(first.pan, .pan), equals: [1])
        try expect(try found(second.pan, .pan), equals: [2])
        try expect(try found(first.cbs, .cbsNumber), equals: [1])
        try expect(try found(third.cbs, .cbsNumber), equals: [3])
        try expect(try found(first.pan, .cbsNumber), equals: [], "a PAN is no core banking number")
        try expect(try found(first.pan, .pan, 2), equals: [])
    } afterReopening: { _ in
    }
}

private func keeping(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        let old = try contract(1)
        try store.apply { writing in
            try writing.insert(contract: old)
            try writing.insert(client: client(1))
            try writing.insert(account: account(1))
        }
        let attempts: [@Sendable (any DirectoryWriting) throws -> Void] = [
            { try $0.insert(contract: contract(2, number: 1)) }, { try $0.insert(contract: contract(1, number: 5)) },
            { try $0.insert(client: client(2)) }, { try $0.insert(account: account(2)) },
        ]
        for attempt in attempts {
            try expect(.conflict, "a number or an id that is taken") { try store.apply(attempt) }
        }
        var changed = old
        (changed.statusCode, changed.isActivated, changed.classifier) = ("41", false, .blacklist)
        (changed.classifierStart, changed.sealed) = (noon, [9])
        let new = changed
        try store.apply { try $0.replace(old, by: new) }
        try expect(try store.read { try $0.cardContract(row: 1) }, equals: new)
        var other = new
        other.number = 6
        let renumbered = other
        try expect(.conflict, "another number") { try store.apply { try $0.replace(new, by: renumbered) } }
        other = new
        other.pan = try blindIndex(55, 5)
        let moved = other
        try expect(.conflict, "another PAN") { try store.apply { try $0.replace(new, by: moved) } }
        try expect(.conflict, "no such row") {
            try store.apply { try $0.replace(contract(7), by: contract(7)) }
        }
    } afterReopening: { _ in
    }
}

private func attempting(_ fixture: any StoreFixture) throws {
    @Sendable func attempt(_ card: Int64, _ contract: Int64, _ code: String = "00") -> TokenAttemptRow {
        TokenAttemptRow(card: card, directory: 1, contract: contract, responseCode: code, asked: noon)
    }
    try withDirectory(fixture) { store in
        try store.apply { writing in
            for row in [attempt(12, 1), attempt(11, 1, "05"), attempt(13, 2)] { try writing.put(attempt: row) }
            try writing.put(attempt: attempt(11, 1, "85"))
            try writing.put(attempt: attempt(15, 1))
            try writing.deleteAttempt(ofCard: 15)
            try writing.deleteAttempt(ofCard: 16)
        }
    } afterReopening: { store in
        try store.read { reading in
            try expect(
                try reading.tokenAttempts(ofContract: 1), equals: [attempt(11, 1, "85"), attempt(12, 1)])
            try expect(try reading.tokenAttempt(ofCard: 13), equals: attempt(13, 2))
            try expect(try reading.tokenAttempt(ofCard: 14), equals: nil)
        }
    }
}

private func repeating(_ fixture: any StoreFixture) throws {
    @Sendable func row(_ key: String, _ hours: Int64, directory: Int64 = 1) throws -> IdempotencyRow {
        IdempotencyRow(
            directory: directory, key: key, content: try blindIndex(1, 9), number: hours,
            expires: noon.advanced(by: .seconds(3600 * hours)))
    }
    try withDirectory(fixture) { store in
        try store.apply { writing in
            for row in try [row("a", 1), row("b", 3), row("a", 2, directory: 2), row("c", 4)] {
                try writing.put(idempotency: row)
            }
            try writing.put(idempotency: row("c", 5))
        }
        try store.read { reading in
            try expect(try reading.idempotency(key: "a", directory: 1), equals: row("a", 1))
            try expect(try reading.idempotency(key: "a", directory: 2), equals: row("a", 2, directory: 2))
            try expect(try reading.idempotency(key: "c", directory: 1), equals: row("c", 5))
            try expect(try reading.idempotency(key: "c", directory: 2), equals: nil)
        }
        func delete(_ hours: Int64, _ limit: Int) throws -> Int {
            let instant = noon.advanced(by: .seconds(3600 * hours))
            return try store.write { try $0.deleteIdempotency(expiredBefore: instant, limit: limit) }
        }
        try expect(try delete(1, 9), equals: 0, "not what expires at the instant itself")
        try expect(try delete(4, 2), equals: 2)
        try expect(try store.read { try $0.idempotency(key: "b", directory: 1) != nil }, "the earliest go first")
    } afterReopening: { _ in
    }
}

private func removing(_ fixture: any StoreFixture) throws {
    var given: [Int64] = []
    try withDirectory(fixture) { store in
        let ids = store.reserveProcessorIDs(2)
        given = Array(ids)
        let (first, second) = (ids.lowerBound, ids.lowerBound + 1)
        try expect(first >= 100_000, "numbers below are the sandbox's")
        let pan = try contract(first).pan
        try store.apply { writing in
            try writing.insert(contract: contract(first))
            try writing.insert(contract: contract(second, directory: 2))
            try writing.insert(client: client(1))
            try writing.insert(account: account(1))
            try writing.deleteAll(directory: 1)
        }
        try store.read { reading in
            try expect(try reading.cardContract(row: first), equals: nil)
            try expect(try reading.cardContract(row: second) != nil, "another directory's stays")
            try expect(try reading.cardContracts(identifiedBy: pan, kind: .pan, directory: 1), equals: [])
            try expect(try reading.processorClient(number: 40_000, directory: 1), equals: nil)
            try expect(try reading.processorAccount(number: 60_001, directory: 1), equals: nil)
        }
        try store.apply { try $0.insert(contract: contract(first)) }
    } afterReopening: { store in
        let next = store.reserveProcessorIDs(1).lowerBound
        try expect(!given.contains(next), "id \(next) was given before")
    }
}
