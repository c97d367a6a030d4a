// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Dispatch
internal import Store
internal import Vault

extension ConformanceCheck {
    static let jobs = [
        ConformanceCheck("A job that throws leaves nothing, and its neighbours are kept, wherever it stands") {
            try isolation($0)
        },
        ConformanceCheck("A bulk insert that fails half way leaves nothing, even if the job catches the error") {
            try halfWay($0)
        },
        ConformanceCheck("After a write that failed, the job's other writes are refused too") { try lostJob($0) },
        ConformanceCheck("Jobs are applied in the order of their submission and see one another") { try order($0) },
        ConformanceCheck("A job outlives a power loss at the moment of its completion") { try powerLoss($0) },
        ConformanceCheck("Closing finishes what was submitted, then refuses jobs and reads") { try closing($0) },
        ConformanceCheck("A store that is let go without closing keeps what was completed") { try lettingGo($0) },
    ]
}

private func isolation(_ fixture: any StoreFixture) throws {
    let store = try fixture.openDirectory()
    for throwing in [[0], [3], [6], [0, 6], [2, 3], [0, 1, 2, 3, 4, 5, 6]] {
        let jobs = (0..<7).map { index -> DirectoryJob in
            let fails = throwing.contains(index)
            // One that fails may have written before, or only looked.
            let writes = !fails || index % 2 == 0
            return { writing in
                let id = Int64(index) + 1
                if writes {
                    try writing.insert(consumers: [consumer(id, name: "n\(id)")])
                    try writing.insert(cards: [card(id, of: id, name: "k\(id)")])
                    try writing.insert(tokens: [token(of: id)])
                    try writing.append(
                        audit: AuditRow(
                            at: noon, directory: 1, actor: "a", action: "b", subject: id, correlation: ""))
                }
                _ = try writing.consumer(1)
                if fails { throw Refusal(reason: "job \(index)") }
            }
        }
        let auditBefore = try store.read { try $0.audit(directory: 1, limit: 100) }.count
        let results = try store.together(jobs)
        let kept = (0..<7).filter { !throwing.contains($0) }
        for (index, result) in results.enumerated() {
            switch result {
            case .success: try expect(kept.contains(index), "job \(index) must fail")
            case .failure(let error):
                try expect(error as? Refusal, equals: Refusal(reason: "job \(index)"), "its own error")
            }
        }
        let keptIDs = kept.map { Int64($0) + 1 }
        try store.read { reading in
            let names = (1...7).map { "n\($0)" }
            let found = try reading.consumers(named: names, directory: 1).compactMap(\.self)
            try expect(found, equals: keptIDs)
            for id in 1...7 as ClosedRange<Int64> {
                let isKept = keptIDs.contains(id)
                try expect(try (reading.consumer(id) != nil, reading.token(of: id) != nil) == (isKept, isKept), "rows")
            }
            let audited = try reading.audit(directory: 1, limit: 100).count - auditBefore
            try expect(audited, equals: kept.count, "every job is kept once")
        }
        try store.apply { writing in
            for id in keptIDs { try writing.delete(consumer: consumer(id, name: "n\(id)")) }
        }
        try expect(try store.counts(), equals: [0, 0, 0])
    }
    store.close()
}

private func halfWay(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        try store.apply { try $0.insert(consumers: [consumer(600, name: "held")]) }
        let ids = 1...1000 as ClosedRange<Int64>
        let taken = try ids.map { try consumer($0) }
        let named = try ids.map { try consumer($0 + 10_000, name: $0 == 700 ? "held" : "n\($0)") }
        let twice = try (ids.map { try card($0, of: 600, name: "k\($0)") }) + [card(5, of: 600)]
        let results = try store.together([
            { try $0.insert(consumers: taken) },
            { try $0.insert(consumers: named) },
            { try? $0.insert(cards: twice) },
            { try $0.insert(tokens: [token(of: 1), token(of: 2), token(of: 1)]) },
            { try $0.insert(cards: [card(5, of: 600, name: "k5")]) },
        ])
        for result in results.prefix(4) { try expect(.conflict) { try result.get() } }
        try results[4].get()
    } afterReopening: { store in
        try expect(try store.counts(), equals: [1, 1, 0])
        try store.read { reading in
            try expect(try reading.consumers(named: ["held", "n1"], directory: 1), equals: [600, nil])
            try expect(try reading.cards(named: ["k1", "k5"], directory: 1), equals: [nil, 5])
            let found = try reading.consumers(
                identifiedBy: [consumer(1).email].compactMap { $0 }, kind: .email, directory: 1)
            try expect(found, equals: [nil])
        }
    }
}

private func lostJob(_ fixture: any StoreFixture) throws {
    let store = try fixture.openDirectory()
    try store.apply { try $0.insert(consumers: [consumer(1, name: "held")]) }
    let refused = Collected<Bool>()
    let results = try store.together([
        { writing in
            try writing.insert(consumers: [consumer(2)])
            try? writing.insert(consumers: [consumer(3, name: "held")])
            do {
                try writing.insert(consumers: [consumer(4)])
                refused.append(false, at: 0)
            } catch let error as StoreError {
                refused.append(error.code == .conflict, at: 0)
            }
        },
        { try $0.insert(consumers: [consumer(5)]) },
    ])
    try expect(.conflict, "the job that went on") { try results[0].get() }
    try results[1].get()
    try expect(!refused.asTheyCame.isEmpty && refused.asTheyCame.allSatisfy(\.self), "a later write is refused")
    let ids = try store.read { reading in try (1...5).filter { try reading.consumer($0) != nil } }
    try expect(ids, equals: [1, 5])
    store.close()
}

private func order(_ fixture: any StoreFixture) throws {
    let store = try fixture.openDirectory()
    let seen = Collected<Int>()
    let done = DispatchSemaphore(value: 0)
    for index in 0..<200 {
        // Each job builds on the one before it, and some fail in between.
        store.submit(
            { writing in
                let before = try writing.cards(of: 1).count
                try writing.insert(cards: [card(Int64(index) + 1, of: 1)])
                if index % 10 == 9 { throw Refusal() }
                let wanted = index - index / 10
                try expect(before, equals: wanted)
            },
            completion: { result in
                if result.isSuccess || index % 10 == 9 { seen.append(index, at: index) }
                done.signal()
            })
    }
    for _ in 0..<200 { done.wait() }
    try expect(seen.asTheyCame, equals: Array(0..<200), "completions come in order too")
    try expect(try store.counts(), equals: [0, 180, 0])
    store.close()
}

private func powerLoss(_ fixture: any StoreFixture) throws {
    let store = try fixture.openDirectory()
    for round in 1...5 as ClosedRange<Int64> {
        let rows = try (1...100).map { try consumer(round * 1000 + $0, name: "n\(round)-\($0)") }
        try store.apply { try $0.insert(consumers: rows) }
        guard let after = try fixture.afterPowerLoss() else { break }
        // A job that is not completed may be there or not; it must not disturb.
        store.submit({ try $0.insert(consumers: [consumer(round)]) }, completion: { _ in })
        let recovered = try after.openDirectory()
        try recovered.read { reading in
            for row in rows { try expect(try reading.consumer(row.id), equals: row) }
            let found = try reading.consumers(named: rows.compactMap(\.externalConsumerId), directory: 1)
            try expect(found, equals: rows.map(\.id))
        }
        try recovered.apply { try $0.insert(consumers: [consumer(99_999)]) }
        recovered.close()
    }
    store.close()
}

private func closing(_ fixture: any StoreFixture) throws {
    let store = try fixture.openDirectory()
    let results = Collected<Bool>()
    for index in 1...300 {
        store.submit(
            { try $0.insert(consumers: [consumer(Int64(index))]) },
            completion: { results.append($0.isSuccess, at: index) })
    }
    _ = try inParallel(3) { _ in store.close() }
    try expect(results.inOrder, equals: [Bool](repeating: true, count: 300))
    try expect(.closed, "a job") { try store.apply { try $0.insert(consumers: [consumer(1000)]) } }
    try expect(.closed, "a read") { _ = try store.counts() }
    store.close()
    let reopened = try fixture.openDirectory()
    try expect(try reopened.counts(), equals: [300, 0, 0])
    reopened.close()
}

private func lettingGo(_ fixture: any StoreFixture) throws {
    do {
        let store = try fixture.openDirectory()
        try store.apply { try $0.insert(consumers: [consumer(1)]) }
    }
    let reopened = try fixture.openDirectory()
    try expect(try reopened.counts(), equals: [1, 0, 0])
    reopened.close()
}
