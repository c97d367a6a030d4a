// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store
internal import Vault

/// Runs random jobs on a store and on a model of it, and compares everything that the store can be asked: after each
/// round of jobs, and after closing and reopening.
///
/// A job has a few operations; some jobs end by throwing, some catch a refused write and go on. Several jobs are made
/// ready at once, so that they share transactions.
///
/// - Throws: a `ConformanceFailure` that names the seed.
public func checkAgainstModel(_ fixture: any StoreFixture, seed: UInt64, rounds: Int = 6) throws {
    do {
        var history = try DirectoryHistory(seed: seed)
        var model = DirectoryModel()
        var store = try fixture.openDirectory()
        for round in 0..<rounds {
            var jobs: [ModelJob] = []
            for _ in 0..<Int.random(in: 1...4, using: &history.random) {
                jobs.append(try ModelJob(&history, &model))
            }
            let results = try store.together(jobs.map { job in { try job.run($0) } })
            for (job, result) in zip(jobs, results) { try job.check(result) }
            try store.read { try compare($0, model, history.identifiers) }
            if round % 3 == 2 {
                store.close()
                store = try fixture.openDirectory()
                try store.read { try compare($0, model, history.identifiers) }
            }
        }
        store.close()
    } catch {
        throw ConformanceFailure(description: "seed \(seed): \(error)")
    }
}

/// One job of a history, and what must come of it.
private struct ModelJob: Sendable {
    private enum Ending {
        case kept, refused, conflict
    }

    private var operations: [(operation: DirectoryOperation, answer: Int)] = []
    private var catchesErrors: Bool
    private var ending = Ending.kept

    /// Makes a job up, and applies it to `model` when it is to be kept.
    init(_ history: inout DirectoryHistory, _ model: inout DirectoryModel) throws {
        var changed = model
        catchesErrors = history.chance(1, in: 4)
        for _ in 0..<Int.random(in: 1...5, using: &history.random) {
            let operation = try history.operation(on: changed)
            do {
                operations.append((operation, try changed.apply(operation)))
            } catch {
                operations.append((operation, 0))
                ending = .conflict
                break
            }
        }
        if ending == .kept, history.chance(1, in: 6) { ending = .refused }
        if ending == .kept { model = changed }
    }

    func run(_ writing: any DirectoryWriting) throws {
        for (operation, answer) in operations {
            do {
                let found = try operation.run(on: writing)
                try expect(found, equals: answer, "\(operation)")
            } catch let error as StoreError where catchesErrors && error.code == .conflict {
                continue
            }
        }
        if ending == .refused { throw Refusal() }
    }

    func check(_ result: Result<Void, any Error>) throws {
        switch ending {
        case .kept: try result.get()
        case .conflict: try expect(.conflict, "\(operations)") { try result.get() }
        case .refused:
            do {
                try result.get()
                throw ConformanceFailure(description: "a job that threw was completed")
            } catch is Refusal {
                return
            }
        }
    }
}

/// Asks everything and compares it with the model.
private func compare(_ reading: any DirectoryReading, _ model: DirectoryModel, _ keys: [BlindIndex]) throws {
    let highest = max(model.consumers.keys.max() ?? 0, model.cards.keys.max() ?? 0) + 2
    for id in 0...highest {
        try expect(try reading.consumer(id), equals: model.consumers[id])
        try expect(try reading.card(id), equals: model.cards[id])
        try expect(try reading.token(of: id), equals: model.tokens[id])
        let cards = model.cards.values.filter { $0.consumer == id }.sorted { $0.id < $1.id }
        try expect(try reading.cards(of: id), equals: cards)
        try expect(
            try reading.heldCards(by: id), equals: cards.map { HeldCard(card: $0, token: model.tokens[$0.id]) })
    }
    for directory in DirectoryHistory.directories {
        let consumers = model.consumers.values.filter { $0.directory == directory }
        try expect(
            try reading.consumers(identifiedBy: keys, kind: .email, directory: directory),
            equals: keys.map { key in consumers.first { $0.identifiers.contains(Identifier(.email, key)) } })
        try expect(
            try reading.consumers(identifiedBy: keys, kind: .mobile, directory: directory),
            equals: keys.map { key in consumers.first { $0.identifiers.contains(Identifier(.mobile, key)) } })
        let names = DirectoryHistory.names
        try expect(
            try reading.consumers(named: names, directory: directory),
            equals: names.map { model.consumer(named: $0, directory: directory) })
        try expect(
            try reading.cards(named: names, directory: directory),
            equals: names.map { model.card(named: $0, directory: directory) })
        let audit = model.audit.filter { $0.directory == directory }
        try expect(try reading.audit(directory: directory, limit: 1000), equals: audit.reversed())
        try expect(
            try reading.counts(directory: directory),
            equals: DirectoryCounts(
                consumers: consumers.count, cards: model.cards.values.count { $0.directory == directory },
                tokens: model.tokens.values.count { $0.directory == directory }))
    }
    for batch in DirectoryHistory.batches {
        try expect(try reading.batchResult(batch), equals: model.results[batch])
    }
    let due = model.due.sorted { ($0.due, $0.kind, $0.subject) < ($1.due, $1.kind, $1.subject) }
    for second in [0, 7, 30] as [Int64] {
        let instant = noon.advanced(by: .seconds(second))
        try expect(try reading.due(until: instant, limit: 1000), equals: due.filter { $0.due <= instant })
    }
    try expect(try reading.nextDue(), equals: due.first?.due)
}
