// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store
internal import Vault

extension ConformanceCheck {
    static let records = [
        ConformanceCheck("Batch results are put, replaced and read back") { try results($0) },
        ConformanceCheck("Old results go, the earliest ended first, a bounded number at a time") {
            try oldResults($0)
        },
        ConformanceCheck("What falls due comes back in order, until its instant and no further") { try dueRows($0) },
        ConformanceCheck("Audit rows come back newest first, a directory's own") { try audit($0) },
        ConformanceCheck("Counts are a directory's own") { try counts($0) },
        ConformanceCheck("A directory is emptied but for its audit rows; others stay") { try emptying($0) },
    ]
}

private func minutes(_ count: Int64) -> Timestamp {
    noon.advanced(by: .seconds(60 * count))
}

private func result(
    _ batch: Int64, _ state: BatchResultRow.State = .completedSuccessfully, directory: Int64 = 1, ended: Int64?,
    items: [UInt8] = [1]
) -> BatchResultRow {
    BatchResultRow(
        batch: batch, directory: directory, state: state, started: noon, ended: ended.map(minutes), items: items)
}

private func results(_ fixture: any StoreFixture) throws {
    let rows = [
        result(1, .inProgress, ended: nil, items: []), result(2, .completedSuccessfully, ended: 1),
        result(3, .completedWithErrors, directory: 2, ended: 2, items: [UInt8](repeating: 8, count: 70_000)),
        result(4, .failed, ended: 3),
    ]
    let final = result(1, .completedWithErrors, ended: 9, items: [1, 2, 3])
    try withDirectory(fixture) { store in
        try store.apply { try $0.put(results: rows) }
        for row in rows { try expect(try store.read { try $0.batchResult(row.batch) }, equals: row) }
        try expect(try store.read { try $0.batchResult(5) }, equals: nil)
        try store.apply { try $0.put(results: [final]) }
    } afterReopening: { store in
        for row in [final] + rows.dropFirst() {
            try expect(try store.read { try $0.batchResult(row.batch) }, equals: row)
        }
    }
}

private func oldResults(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        func left() throws -> [Int64] {
            try store.read { reading in try (1...7).filter { try reading.batchResult($0) != nil } }
        }
        try store.apply { writing in
            try writing.put(results: [
                result(1, ended: 30), result(2, ended: 10), result(3, .inProgress, ended: nil),
                result(4, .failed, directory: 2, ended: 20), result(5, ended: 40), result(6, ended: 10),
                result(7, ended: 50),
            ])
        }
        func delete(before instant: Timestamp, limit: Int) throws -> Int {
            try store.write { try $0.deleteResults(endedBefore: instant, limit: limit) }
        }
        try expect(try delete(before: minutes(10), limit: 9), equals: 0, "not what ended at the instant itself")
        try expect(try delete(before: minutes(40), limit: 0), equals: 0)
        try expect(try delete(before: minutes(40), limit: 3), equals: 3)
        try expect(try left(), equals: [1, 3, 5, 7], "the earliest have gone")
        try expect(try delete(before: minutes(40), limit: 3), equals: 1)
        try expect(try left(), equals: [3, 5, 7])
        // A result that is put again as ended is old from then on, and one that is put again as running is not.
        try store.apply { try $0.put(results: [result(3, ended: 1), result(5, .inProgress, ended: nil)]) }
        try expect(try delete(before: minutes(60), limit: 9), equals: 2)
        try expect(try left(), equals: [5], "what still runs stays")
    }
}

private func dueRows(_ fixture: any StoreFixture) throws {
    @Sendable func due(_ kind: Int64, _ subject: Int64, _ minute: Int64) -> DueRow {
        DueRow(kind: kind, subject: subject, directory: 1, due: minutes(minute))
    }
    try withDirectory(fixture) { store in
        try expect(try store.read { try $0.nextDue() }, equals: nil)
        try store.apply { writing in
            for row in [due(2, 5, 20), due(1, 9, 20), due(1, 2, 20), due(1, 1, 30), due(3, 1, -10), due(1, 1, 10)] {
                try writing.insert(due: row)
            }
            try writing.insert(due: due(1, 2, 20))
        }
    } afterReopening: { store in
        let inOrder = [due(3, 1, -10), due(1, 1, 10), due(1, 2, 20), due(1, 9, 20), due(2, 5, 20), due(1, 1, 30)]
        try store.read { reading in
            try expect(try reading.due(until: minutes(99), limit: 99), equals: inOrder)
            try expect(try reading.due(until: minutes(20), limit: 99), equals: Array(inOrder.prefix(5)))
            let justBefore = Timestamp(milliseconds: minutes(20).milliseconds - 1)
            try expect(try reading.due(until: justBefore, limit: 99), equals: Array(inOrder.prefix(2)))
            try expect(try reading.due(until: minutes(99), limit: 3), equals: Array(inOrder.prefix(3)))
            try expect(try reading.due(until: minutes(99), limit: 0), equals: [])
            try expect(try reading.nextDue(), equals: minutes(-10))
        }
        try store.apply { writing in
            try writing.delete(due: due(3, 1, -10))
            try writing.delete(due: due(3, 1, -10))
            try writing.delete(due: due(1, 2, 20))
        }
        let left = [1, 3, 4, 5].map { inOrder[$0] }
        try expect(try store.read { try $0.due(until: minutes(99), limit: 99) }, equals: left)
        try expect(try store.read { try $0.nextDue() }, equals: minutes(10))
    }
}

private func audit(_ fixture: any StoreFixture) throws {
    @Sendable func row(_ number: Int64, directory: Int64 = 1) -> AuditRow {
        AuditRow(
            at: minutes(-number), directory: directory, actor: "client-Ø", action: "profile.delete",
            subject: number, correlation: number == 2 ? "" : "corr-\(number)")
    }
    try withDirectory(fixture) { store in
        try store.apply { writing in
            for number in 1...3 { try writing.append(audit: row(Int64(number))) }
            try writing.append(audit: row(4, directory: 2))
        }
        try store.apply { try $0.append(audit: row(1)) }
    } afterReopening: { store in
        try store.read { reading in
            try expect(try reading.audit(directory: 1, limit: 9), equals: [row(1), row(3), row(2), row(1)])
            try expect(try reading.audit(directory: 1, limit: 2), equals: [row(1), row(3)])
            try expect(try reading.audit(directory: 1, limit: 0), equals: [])
            try expect(try reading.audit(directory: 2, limit: 9), equals: [row(4, directory: 2)])
            try expect(try reading.audit(directory: 3, limit: 9), equals: [])
        }
    }
}

private func counts(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        try expect(try store.counts(), equals: [0, 0, 0])
        try store.apply { writing in
            try writing.insert(consumers: [consumer(1), consumer(2), consumer(3, directory: 2)])
            try writing.insert(cards: [card(11, of: 1), card(31, of: 3, directory: 2)])
            try writing.insert(tokens: [token(of: 31, directory: 2)])
        }
        try expect(try store.counts(1), equals: [2, 1, 0])
        try expect(try store.counts(2), equals: [1, 1, 1])
        try expect(try store.counts(3), equals: [0, 0, 0])
    }
}

private func emptying(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        for directory: Int64 in [1, 2] {
            let (person, plastic) = (directory * 10, directory * 100)
            try store.apply { writing in
                try writing.insert(consumers: [consumer(person, directory: directory, name: "ada")])
                try writing.insert(cards: [card(plastic, of: person, directory: directory, name: "c-1")])
                try writing.insert(tokens: [token(of: plastic, directory: directory)])
                try writing.alias(card: plastic, externalCardId: "c-2", directory: directory)
                try writing.put(results: [result(directory, directory: directory, ended: 1)])
                try writing.insert(due: DueRow(kind: 1, subject: directory, directory: directory, due: minutes(1)))
                try writing.append(
                    audit: AuditRow(
                        at: noon, directory: directory, actor: "test", action: "x", subject: 1, correlation: ""))
            }
        }
        try store.apply { try $0.deleteAll(directory: 1) }
    } afterReopening: { store in
        try expect(try store.counts(1), equals: [0, 0, 0])
        try expect(try store.counts(2), equals: [1, 1, 1])
        try store.read { reading in
            for (directory, isThere) in [(Int64(1), false), (2, true)] {
                let keys = [try consumer(directory * 10).email].compactMap { $0 }
                let found = try reading.consumers(identifiedBy: keys, kind: .email, directory: directory)
                try expect(found.map { $0 != nil }, equals: [isThere])
                try expect(
                    try reading.consumers(named: ["ada"], directory: directory).map { $0 != nil }, equals: [isThere])
                try expect(
                    try reading.cards(named: ["c-1", "c-2"], directory: directory).map { $0 != nil },
                    equals: [isThere, isThere])
                try expect(try reading.batchResult(directory) != nil, equals: isThere)
                try expect(try reading.audit(directory: directory, limit: 9).count, equals: 1)
            }
            try expect(try reading.due(until: minutes(9), limit: 9).map(\.directory), equals: [2])
        }
        // Names and identifiers are free again.
        try store.apply { writing in
            try writing.insert(consumers: [consumer(11, name: "ada", email: consumer(10).email)])
            try writing.insert(cards: [card(101, of: 11, name: "c-2")])
        }
    }
}
