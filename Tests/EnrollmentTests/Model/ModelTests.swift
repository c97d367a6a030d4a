// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Directory
import Foundation
import Testing

@testable import Enrollment

@Suite("against a model") struct ModelTests {
    private static let histories = 200
    private static let rounds = 5

    /// Another run may be repeated with `MUSTER_TEST_SEED`.
    private static let seed = ProcessInfo.processInfo.environment["MUSTER_TEST_SEED"].flatMap(UInt64.init) ?? 20_261_120

    @Test("random histories of batches and life-cycle calls come to what the rules say", arguments: [60_000, 0])
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
            }
        }
        for history in histories { try history.checkAll() }
        // Right at the first attempt: no transaction had to be taken apart.
        #expect(network.troubleCount == 0, "seed \(Self.seed)")
        #expect(histories.contains { $0.steps.contains { $0.hasPrefix("delete profile") } })
    }
}
