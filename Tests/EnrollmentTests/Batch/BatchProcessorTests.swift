// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Directory
import Store
import StoreSQLite
import Testing
import Vault

@testable import Enrollment

@Suite("BatchProcessor") struct BatchProcessorTests {
    private let ada = Person("ada", phone: "0100", cards: [("c-1", Person.pan(1))])

    private func counts(_ network: Network) throws -> DirectoryCounts {
        try network.store.read { try $0.counts(directory: Network.directory) }
    }

    /// Accepts batches while nothing is processed, so that they share one transaction.
    private func together(_ network: Network, _ batches: [[Person]]) throws -> [BatchHeader] {
        let headers = try batches.enumerated().map { index, people in
            try network.accept("b-\(index)", Person.plaintext(people))
        }
        try network.startProcessing()
        network.processor.waitUntilIdle()
        return headers
    }

    @Test("several batches of one consumer in one transaction come to one profile", arguments: [60_000, 0])
    func sameConsumer(preparedCardsMax: Int) throws {
        var limits = BatchProcessor.Limits()
        limits.preparedCardsMax = preparedCardsMax
        let network = try Network(isProcessing: false, limits: limits)
        var second = ada
        second.cards = [.init(name: "c-2", pan: Person.pan(2)), .init(name: "c-1b", pan: Person.pan(1))]
        var thief = Person("eve", phone: "0199", cards: [("c-3", Person.pan(3))])
        thief.email = ada.email
        let headers = try together(network, [[ada], [second], [thief], [ada]])
        #expect(network.processor.currentProgress.transactions == 1 && network.troubleCount == 0)
        let items = try headers.map { try network.status($0).items }
        #expect(items[1][0].srcConsumerId == items[0][0].srcConsumerId)
        #expect(items[1][1].srcDigitalCardId == items[0][0].srcDigitalCardId)
        #expect(items[2][0].error?.details.first?.source == "consumerIdentity")
        #expect(items[3][0].srcDigitalCardId == items[0][0].srcDigitalCardId)
        #expect(try counts(network) == DirectoryCounts(consumers: 1, cards: 2, tokens: 2))
    }

    @Test("a transaction is bounded; a batch is never split")
    func transactionBound() throws {
        var limits = BatchProcessor.Limits()
        limits.cardsPerTransactionMax = 3
        let network = try Network(isProcessing: false, limits: limits)
        let batches = (0..<4).map { batch in
            (0..<2).map {
                Person(
                    "p\(batch)-\($0)", phone: "01\(batch)\($0)",
                    cards: [("c\(batch)-\($0)", Person.pan(batch * 2 + $0))])
            }
        }
        for (index, people) in batches.enumerated() {
            _ = try network.accept("b-\(index)", Person.plaintext(people))
        }
        try network.restart()
        network.processor.waitUntilIdle()
        #expect(network.processor.currentProgress.transactions == 4)
        #expect(try counts(network).cards == 8)
    }

    @Test("a batch that was accepted before a restart is finished once, by the next run")
    func restart() throws {
        let network = try Network(isProcessing: false)
        let headers = try (0..<3).map { index in
            try network.accept(
                "b-\(index)",
                Person.plaintext([Person("p\(index)", phone: "010\(index)", cards: [("c\(index)", Person.pan(index))])])
            )
        }
        try network.restart(isProcessing: false)
        #expect(try network.status(headers[0]).batchStatus == .inProgress)
        try network.startProcessing()
        network.processor.waitUntilIdle()
        let first = try headers.map { try network.status($0) }
        #expect(first.allSatisfy { $0.batchStatus == .completedSuccessfully })
        // Once more: nothing is left to do, and nothing changes.
        try network.restart()
        network.processor.waitUntilIdle()
        #expect(try headers.map { try network.status($0) } == first)
        #expect(network.processor.currentProgress.transactions == 0)
        #expect(try counts(network) == DirectoryCounts(consumers: 3, cards: 3, tokens: 3))
        #expect(try network.inbox.pending(after: 0, limit: 10).isEmpty)
    }

    @Test("a crash between the commit and the removal of the payload makes no duplicates and changes no result")
    func crashAfterCommit() throws {
        let network = try Network()
        let plaintext = Person.plaintext([ada, Person("bob", phone: "1", cards: [("c-2", Person.pan(2))])])
        let header = try network.accept("b-1", plaintext)
        network.processor.waitUntilIdle()
        let status = try network.status(header)
        // The payload as the inbox would still have it: the processor gets the batch a second time.
        network.clock.advance(by: .seconds(60))
        let data = try BatchOpening(vault: network.vault, clock: network.clock, plaintextBytesMax: 1 << 20)
            .open(.one(try network.encrypt(plaintext)), cardsMax: 250, kind: BatchKind(), rule: .classic).data
        let preparation = BatchPreparation(
            vault: network.vault, directory: network.store,
            opening: BatchOpening(vault: network.vault, clock: network.clock, plaintextBytesMax: 1 << 20),
            programs: { _ in ProgramSettings() }, clock: network.clock, isSandbox: true)
        for _ in 0..<2 { network.processor.enqueue(preparation.prepare(header, data, BatchKind())) }
        network.processor.waitUntilIdle()
        #expect(try network.status(header) == status)
        #expect(try counts(network) == DirectoryCounts(consumers: 1, cards: 1, tokens: 1))
        #expect(network.processor.currentProgress.batchesFinished == 1)
        #expect(network.processor.currentProgress.recordsSucceeded == 1)
    }

    @Test("a batch that is queued twice in one transaction is done once")
    func queuedTwice() throws {
        let network = try Network(isProcessing: false)
        var twice = ada
        twice.cards.append(.init(name: "c-2", pan: Person.pan(ending: "0077")))
        let header = try network.accept("b-1", Person.plaintext([twice]))
        network.processor.resume(header)
        try network.startProcessing()
        network.processor.waitUntilIdle()
        #expect(try counts(network) == DirectoryCounts(consumers: 1, cards: 1, tokens: 1))
        #expect(try network.status(header).items.map(\.status) == [.successful, .inProgress])
        network.clock.advance(by: .seconds(60))
        try network.runDue()
        #expect(try network.status(header).items.map(\.status) == [.successful, .successful])
        #expect(network.processor.currentProgress.recordsSucceeded == 2)
    }

    @Test("a batch whose payload cannot be read any more is FAILED, not lost")
    func unreadablePayload() throws {
        let network = try Network(isProcessing: false)
        let header = BatchHeader(
            batch: 0, directory: Network.directory, srcClientId: Network.client, externalBatchId: "b-1",
            content: network.vault.blindIndex(.batchContent, directory: 1, value: [1]), cardCount: 1,
            accepted: network.clock.now)
        network.inbox.offer(header, payload: Array("broken".utf8)) { _ in }
        // Another batch is answered behind it.
        let second = try network.accept("b-2", Person.plaintext([ada]))
        try network.restart()
        network.processor.waitUntilIdle()
        var first = header
        first.batch = second.batch - 1
        let status = try network.status(first)
        #expect(status.batchStatus == .failed && status.items.isEmpty && status.errorMessage != nil)
        #expect(try network.status(second).batchStatus == .completedSuccessfully)
    }

    @Test("results are kept for the days of the contract and then are not found; the id stays used")
    func retention() throws {
        let network = try Network()
        let plaintext = Person.plaintext([ada])
        let header = try network.accept("b-1", plaintext)
        network.processor.waitUntilIdle()
        network.clock.advance(by: .seconds(90 * 86_400))
        try network.runDue()
        #expect(try network.status(header).batchStatus == .completedSuccessfully)
        network.clock.advance(by: .milliseconds(1))
        try network.runDue()
        #expect(try network.accept("b-1", plaintext) == header)
        // The payload goes lazily; it was before the inbox took the repeat.
        #expect(try network.reading.status(of: header, srcCorrelationId: "call") == nil)
        #expect(try counts(network) == DirectoryCounts(consumers: 1, cards: 1, tokens: 1))
    }
}
