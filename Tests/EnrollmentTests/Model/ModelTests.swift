// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Enrollment

@Suite("against a model") struct ModelTests {
    private static let histories = 1000
    private static let rounds = 5

    /// Another run may be repeated with `MUSTER_TEST_SEED`.
    private static let seed = ProcessInfo.processInfo.environment["MUSTER_TEST_SEED"].flatMap(UInt64.init) ?? 20_261_120

    @Test(
        "random histories of batches, single enrolls and life-cycle calls come to what the rules say",
        arguments: [60_000, 0])
    func histories(preparedCardsMax: Int) throws {
        var settings = ProgramSettings()
        settings.cardsPerProfileMax = DirectoryModel.cardsMax
        var limits = BatchProcessor.Limits()
        limits.preparedCardsMax = preparedCardsMax
        let network = try Network(settings: settings, limits: limits)
        // Each history has a directory of its own; their batches share transactions.
        let count = preparedCardsMax > 0 ? Self.histories : Self.histories / 4
        let histories = (0..<count).map { index in
            History(network, seed: Self.seed &+ UInt64(index), directory: Int64(100 + index))
        }
        for round in 0..<Self.rounds {
            // Two batches of each history, the second ones behind all the first, so that both meet in a transaction.
            let batches = [histories.map { $0.nextBatch() }, histories.map { $0.nextBatch() }]
            let headers = try network.acceptAll(
                batches.flatMap { $0.enumerated() }.map { index, batch in
                    (100 + Int64(index), batch.id, Person.plaintext(batch.people))
                })
            network.processor.waitUntilIdle()
            for (index, history) in histories.enumerated() {
                for (number, batches) in batches.enumerated() {
                    let header = headers[number * histories.count + index]
                    try history.check(batches[index].people, try network.status(header))
                }
                if round > 0, (round + index) % 2 == 0 { try history.liveCycleStep() }
                try history.single()
            }
        }
        for history in histories { try history.checkAll() }
        // Right at the first attempt: no transaction had to be taken apart.
        #expect(network.troubleCount == 0, "seed \(Self.seed)")
        #expect(histories.contains { $0.steps.contains { $0.hasPrefix("delete profile") } })
    }

    @Test("what 16 writers enroll at once, replayed in the order of the commits, is what the rules say (13.3, 17)")
    func writersAtOnce() throws {
        var settings = ProgramSettings()
        settings.cardsPerProfileMax = DirectoryModel.cardsMax
        let network = try Network(isProcessing: false, settings: settings)
        for round in 0..<20 {
            let directory = Int64(100 + round)
            let history = History(network, seed: Self.seed &+ UInt64(round), directory: directory)
            let orders = try (0..<16 * 8).map { _ in
                let (person, isSecond) = history.nextSingle(mixed: 40)
                let order = try network.order(person, directory: directory, generation: isSecond ? .v2 : .v1)
                return (person, isSecond, order)
            }
            // Completions come from the writer's thread, in the order of the commits.
            let done = Mutex<[(Int, CardOutcome)]>([])
            let singles = network.singles
            let group = DispatchGroup()
            DispatchQueue.concurrentPerform(iterations: 16) { writer in
                for number in 0..<8 {
                    let index = writer * 8 + number
                    group.enter()
                    singles.enroll(orders[index].2) { result in
                        if case .success(let outcome) = result { done.withLock { $0.append((index, outcome)) } }
                        group.leave()
                    }
                }
            }
            group.wait()
            let successes = done.withLock { $0 }
            #expect(successes.count > 8, "seed \(Self.seed), round \(round)")
            for (index, outcome) in successes {
                try history.replay(orders[index].0, isSecondGeneration: orders[index].1, outcome)
            }
            try history.checkAll()
        }
    }
}
