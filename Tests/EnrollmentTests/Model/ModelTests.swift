// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Directory
import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Enrollment

@Suite("against a model") struct ModelTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// Another run may be repeated with `MUSTER_TEST_SEED`; one history of it, by its own seed, with
    /// `MUSTER_TEST_HISTORIES=1`.
    private static let seed = environment["MUSTER_TEST_SEED"].flatMap(UInt64.init) ?? 20_261_120
    private static let histories = environment["MUSTER_TEST_HISTORIES"].flatMap(Int.init) ?? 1000
    /// How many days pass after each round: ends of staged cards and of empty profiles are met to the day, and missed.
    private static let days = [8, 4, 8, 0, 13]

    private static var settings: ProgramSettings {
        var settings = ProgramSettings()
        settings.cardsPerProfileMax = DirectoryModel.cardsMax
        settings.stagedDays = DirectoryModel.stagedDays
        settings.emptyProfiles = .purgeAfterDays(DirectoryModel.emptyDays)
        settings.notificationURL = "https://bank.test/events"
        return settings
    }

    @Test(
        "random histories of everything that issuers, cardholders and parties do come to what the rules say",
        arguments: [60_000, 0])
    func histories(preparedCardsMax: Int) throws {
        var limits = BatchProcessor.Limits()
        limits.preparedCardsMax = preparedCardsMax
        let issuer = SeededIssuer()
        let network = try Network(settings: Self.settings, limits: limits, issuer: issuer)
        // Each history has a directory of its own; their batches share transactions.
        let count = preparedCardsMax > 0 ? Self.histories : (Self.histories + 3) / 4
        let histories = (0..<count).map { index in
            History(network, seed: Self.seed &+ UInt64(index), directory: Int64(100 + index))
        }
        print("histories: MUSTER_TEST_SEED=\(Self.seed) MUSTER_TEST_HISTORIES=\(Self.histories)")
        for history in histories where history.hasIssuer { issuer.take(history.directory, seed: history.seed) }
        for (round, days) in Self.days.enumerated() {
            issuer.begin(round: round)
            for history in histories where history.hasIssuer { history.obey(round: round) }
            // Two batches of each history, the second ones behind all the first, so that both meet in a transaction.
            let batches = [histories.map { $0.nextBatch() }, histories.map { $0.nextBatch() }]
            let headers = try network.acceptAll(
                batches.flatMap { $0.enumerated() }.map { index, batch in
                    (100 + Int64(index), batch.id, batch.plaintext, batch.kind)
                })
            network.processor.waitUntilIdle()
            for (index, history) in histories.enumerated() {
                for (number, batches) in batches.enumerated() {
                    try history.check(batches[index], headers[number * histories.count + index])
                }
                try history.step()
                try history.single()
            }
            network.clock.advance(by: .seconds(days * 86_400))
            try network.runDue()
            for history in histories { history.wait(days: days) }
            if round == 2 { try network.restart() }
        }
        try check(network, histories)
        // Right at the first attempt: no transaction had to be taken apart.
        #expect(network.troubleCount == 0, "seed \(Self.seed)")
    }

    private func check(_ network: Network, _ histories: [History]) throws {
        let rows = try KeptRows(network)
        let events = try rows.events()
        for history in histories {
            try history.checkAll()
            history.checkTold(events[history.directory] ?? [])
        }
        for orphans in KeptRows.orphans {
            #expect(try rows.count(orphans) == 0, "seed \(Self.seed): \(orphans)")
        }
        if histories.count >= 1000 {
            let reached = histories.reduce(into: Set<String>()) { $0.formUnion($1.reached) }
            #expect(Landmarks.all.subtracting(reached).isEmpty, "seed \(Self.seed)")
        }
        // In the end nothing is left of what was staged.
        for _ in 0..<2 {
            network.clock.advance(by: .seconds(100 * 86_400))
            try network.runDue()
        }
        #expect(try rows.count("staged_card") == 0)
        #expect(try rows.count("staged_identifier") == 0)
        #expect(try rows.count("due") == 0)
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
