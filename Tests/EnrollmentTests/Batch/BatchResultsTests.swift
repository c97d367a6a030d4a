// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Directory
import Enrollment
import Store
import StoreSQLite
import Testing
import Vault

@Suite("batch results") struct BatchResultsTests {
    private let network: Network

    init() throws {
        network = try Network()
    }

    private func reasons(_ status: BatchStatus) -> [String?] {
        status.items.map { $0.error?.details.first?.reason?.rawValue }
    }

    @Test("one consumer with one card becomes a profile, a card and a token, and the status carries their ids")
    func oneByOne() throws {
        let header = try network.accept(
            "b-1", Person.plaintext([Person("ada", phone: "0100", cards: [("c-1", Person.pan(1))])]))
        network.processor.waitUntilIdle()
        let status = try network.status(header)
        #expect(status.batchStatus == .completedSuccessfully && status.errorMessage == nil)
        #expect(status.externalBatchId == "b-1" && status.srcCorrelationId == "call")
        #expect(status.batchId == network.vault.publicID(.batch, of: header.batch))
        #expect(status.batchStartTime != nil && status.batchEndTime != nil)
        let item = try #require(status.items.first)
        #expect(status.items.count == 1 && item.status == .successful && item.error == nil)
        #expect(item.externalConsumerId == "ada" && item.externalCardId == "c-1")
        let view = try network.profiles.read(try network.consumer(item), directory: Network.directory)
        let card = try network.card(item)
        #expect(view.consumer.email == "ada@example.test" && view.row.externalConsumerId == "ada")
        #expect(view.cards.count == 1 && view.cards.first?.row.id == card)
        #expect(view.cards[0].card.clearPAN == Person.pan(1) && view.cards[0].token != nil)
        #expect(view.cards[0].card.cardholderFirstName == "Ada")
    }

    @Test("consumers with several cards each come out with one item a card, in the order of the batch")
    func manyByMany() throws {
        let people = (0..<20).map { number in
            Person(
                "p\(number)", phone: "0\(100 + number)",
                cards: (0..<4).map { ("p\(number)-\($0)", Person.pan(number * 4 + $0)) })
        }
        let status = try network.enroll("b-1", people)
        #expect(status.batchStatus == .completedSuccessfully && status.items.count == 80)
        #expect(status.items.map(\.externalCardId) == people.flatMap { $0.cards.map(\.name) })
        #expect(Set(status.items.map(\.srcConsumerId)).count == 20)
        #expect(Set(status.items.map(\.srcDigitalCardId)).count == 80)
        let counts = try network.store.read { try $0.counts(directory: Network.directory) }
        #expect(counts == DirectoryCounts(consumers: 20, cards: 80, tokens: 80))
    }

    @Test("a faulty card fails alone, a faulty consumer fails its cards, and the others succeed")
    func mixed() throws {
        var expired = Person("ada", phone: "0100", cards: [("c-1", Person.pan(1)), ("c-2", Person.pan(2))])
        expired.cards[1].year = "2020"
        let status = try network.enroll(
            "b-1",
            [
                expired, Person("bob", email: "not an email", phone: "0101", cards: [("c-3", Person.pan(3))]),
                Person("cy", phone: "0102", cards: [("c-4", "5204300000000000"), ("c-5", Person.pan(5))]),
                Person("di", phone: "0103", cards: [("c-6", "4111111111111111")]),
            ])
        #expect(status.batchStatus == .completedWithErrors)
        #expect(
            status.items.map(\.status) == [.successful, .failed, .failed, .failed, .successful, .failed])
        #expect(reasons(status)[2] != nil)
        #expect(reasons(status)[3] == "INVALID_PAN")
        #expect(reasons(status)[5] == "PAN_INELIGIBLE")
        #expect(status.items[1].error?.details.first?.source?.contains("panExpiration") == true)
        #expect(status.items[1].srcConsumerId == nil && status.items[1].srcDigitalCardId == nil)
        // No profile stays behind where no card succeeded (enrollment 7.8).
        let counts = try network.store.read { try $0.counts(directory: Network.directory) }
        #expect(counts == DirectoryCounts(consumers: 2, cards: 2, tokens: 2))
    }

    @Test("a batch of which every record failed is COMPLETED_WITH_ERRORS and leaves nothing in the directory")
    func allFailed() throws {
        let status = try network.enroll(
            "b-1",
            [
                Person("ada", phone: "0100", cards: [("c-1", "5204300000000000")]),
                Person("bob", phone: "1", cards: [("c-2", Person.pan(2))]),
            ])
        #expect(status.batchStatus == .completedWithErrors && status.items.map(\.status) == [.failed, .failed])
        let counts = try network.store.read { try $0.counts(directory: Network.directory) }
        #expect(counts == DirectoryCounts(consumers: 0, cards: 0, tokens: 0))
    }

    @Test("errors of records and batches never carry a value of the batch")
    func noEcho() throws {
        let status = try network.enroll(
            "b-1",
            [
                Person("ada", email: "secret@@mail.test", phone: "0100", cards: [("c-1", Person.pan(1))]),
                Person("bob", phone: "0101", cards: [("c-2", "5204300000000000"), ("c-3", "41111111x1111111")]),
            ])
        #expect(status.items.map(\.status) == [.failed, .failed, .failed])
        for item in status.items {
            let text = String(decoding: try #require(item.error).json(), as: UTF8.self)
            for secret in ["secret", "520430", "4111", "202555"] { #expect(!text.contains(secret), "\(text)") }
        }
    }

    @Test("a program's account ranges decide over eligibility and tokenization")
    func programRanges() throws {
        var settings = ProgramSettings()
        settings.accountRanges = [
            AccountRangeSetting(prefix: "5204300000", product: "DEBIT", country: "US", isEligible: false),
            AccountRangeSetting(prefix: "52043000001", product: "DEBIT", country: "US", isTokenizable: false),
        ]
        let network = try Network(isSandbox: false, settings: settings)
        let status = try network.enroll(
            "b-1",
            [
                Person(
                    "ada", phone: "0100",
                    cards: [("a", Person.pan(1)), ("b", Person.pan(1000)), ("c", Person.pan(10_000_000))])
            ])
        #expect(reasons(status) == ["PAN_INELIGIBLE", "TOKENIZATION_INELIGIBLE", nil])
        #expect(network.processor.currentProgress.recordsFailed == 2)
    }

    @Test("a profile takes cardsPerProfileMax live cards; one more fails with LIMIT_EXCEED")
    func cardsPerProfile() throws {
        var settings = ProgramSettings()
        settings.cardsPerProfileMax = 2
        let network = try Network(settings: settings)
        let status = try network.enroll(
            "b-1", [Person("ada", phone: "0100", cards: (1...3).map { ("c-\($0)", Person.pan($0)) })])
        #expect(status.items.map(\.status) == [.successful, .successful, .failed])
        #expect(reasons(status)[2] == "LIMIT_EXCEED")
    }

    @Test("before it is processed a batch is IN_PROGRESS; another client, directory or id finds nothing")
    func inProgressAndForeign() throws {
        let network = try Network(isProcessing: false)
        let header = try network.accept(
            "b-1", Person.plaintext([Person("ada", phone: "0100", cards: [("c-1", Person.pan(1))])]))
        let status = try network.status(header)
        #expect(status.batchStatus == .inProgress && status.items.isEmpty && status.batchEndTime == nil)
        let id = network.vault.publicID(.batch, of: header.batch)
        func find(_ id: String, _ client: String, _ directory: Int64) throws -> BatchHeader? {
            try network.reading.header(batchId: id, srcClientId: client, directory: directory)
        }
        #expect(try find(id, Network.client, Network.directory) == header)
        #expect(try find(id, Network.otherClient, Network.directory) == nil)
        #expect(try find(id, Network.client, Network.directory + 1) == nil)
        #expect(try find(network.vault.publicID(.card, of: header.batch), Network.client, Network.directory) == nil)
        #expect(try find(network.vault.publicID(.batch, of: 999), Network.client, Network.directory) == nil)
        #expect(try find("b-1", Network.client, Network.directory) == nil)
    }
}
