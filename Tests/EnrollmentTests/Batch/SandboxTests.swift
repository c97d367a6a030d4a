// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Directory
import Enrollment
import Store
import StoreSQLite
import Testing
import Vault

@Suite("sandbox triggers") struct SandboxTests {
    private let network: Network

    init() throws {
        network = try Network()
    }

    private func enroll(_ pan: String, batch: String = "b-1") throws -> BatchItem {
        let status = try network.enroll(batch, [Person("ada", phone: "0100", cards: [("c-1", pan)])])
        return try #require(status.items.first)
    }

    @Test(
        "a refusing PAN fails its record with the class and reason of its ending",
        arguments: [
            ("0010", "INVALID_STATE", "INVALID_PAN"), ("0028", "INVALID_STATE", "PAN_INELIGIBLE"),
            ("0036", "INVALID_STATE", "TOKENIZATION_INELIGIBLE"), ("0044", "INVALID_STATE", "ISSUER_DECLINED"),
            ("0051", "UNAVAILABLE", "NO_RESPONSE_FROM_ISSUER"),
        ])
    func refusingCards(ending: String, errorClass: String, reason: String) throws {
        let item = try enroll(Person.pan(ending: ending))
        let error = try #require(item.error)
        #expect(item.status == .failed && error.errorClass.rawValue == errorClass)
        #expect(error.details.map(\.reason?.rawValue) == [reason])
        #expect(error.status == (errorClass == "UNAVAILABLE" ? 503 : 400))
    }

    @Test("…0069 succeeds with a pending event on the card")
    func pendingEvent() throws {
        let item = try enroll(Person.pan(ending: "0069"))
        #expect(item.status == .successful)
        let view = try network.cards.read(try network.card(item), directory: Network.directory)
        #expect(view.card.pendingEvents == "PENDING_SCA" && view.row.status == .active && view.token != nil)
    }

    @Test("…0077 stays IN_PROGRESS for 60 seconds while its neighbours are final, and then is final for good")
    func delayed() throws {
        let people = [
            Person("ada", phone: "0100", cards: [("a-1", Person.pan(1)), ("a-2", Person.pan(ending: "0077"))]),
            Person("bob", phone: "0101", cards: [("b-1", Person.pan(ending: "0077"))]),
            Person("cy", phone: "0102", cards: [("c-1", Person.pan(ending: "0044"))]),
        ]
        let header = try network.accept("b-1", Person.plaintext(people))
        network.processor.waitUntilIdle()
        let first = try network.status(header)
        #expect(first.batchStatus == .inProgress && first.batchEndTime == nil)
        #expect(first.items.map(\.status) == [.successful, .inProgress, .inProgress, .failed])
        network.clock.advance(by: .milliseconds(59_999))
        try network.runDue()
        #expect(try network.status(header) == first)
        network.clock.advance(by: .milliseconds(1))
        try network.runDue()
        let last = try network.status(header)
        #expect(last.batchStatus == .completedWithErrors)
        #expect(last.items.map(\.status) == [.successful, .successful, .successful, .failed])
        #expect(last.items[0] == first.items[0] && last.items[3] == first.items[3])
        #expect(last.items[1].srcConsumerId == first.items[0].srcConsumerId)
        #expect(last.batchStartTime == first.batchStartTime)
        #expect(last.batchEndTime == network.clock.now.iso8601)
        network.clock.advance(by: .seconds(600))
        try network.runDue()
        #expect(try network.status(header) == last)
        // Each record counts once, though its batch ran twice.
        let progress = network.processor.currentProgress
        #expect(progress.recordsSucceeded == 3 && progress.recordsFailed == 1 && progress.batchesFinished == 1)
    }

    @Test("a delayed record is finished after a restart too")
    func delayedRestart() throws {
        let header = try network.accept(
            "b-1", Person.plaintext([Person("ada", phone: "0100", cards: [("c-1", Person.pan(ending: "0077"))])]))
        network.processor.waitUntilIdle()
        try network.restart()
        network.processor.waitUntilIdle()
        #expect(try network.status(header).batchStatus == .inProgress)
        network.clock.advance(by: .seconds(61))
        try network.runDue()
        #expect(try network.status(header).batchStatus == .completedSuccessfully)
        let counts = try network.store.read { try $0.counts(directory: Network.directory) }
        #expect(counts == DirectoryCounts(consumers: 1, cards: 1, tokens: 1))
    }

    @Test("…0085 succeeds and is suspended 30 seconds later")
    func suspended() throws {
        let card = try network.card(try enroll(Person.pan(ending: "0085")))
        func look() throws -> (CardRow.Status?, TokenRow.State?) {
            try network.store.read { (try $0.card(card)?.status, try $0.token(of: card)?.state) }
        }
        network.clock.advance(by: .milliseconds(29_999))
        try network.runDue()
        #expect(try look() == (.active, .active))
        network.clock.advance(by: .milliseconds(1))
        try network.runDue()
        #expect(try look() == (.suspended, .suspended))
        // Enrolled again it is the same card, still suspended.
        #expect(try network.card(try enroll(Person.pan(ending: "0085"), batch: "b-2")) == card)
        network.clock.advance(by: .seconds(600))
        try network.runDue()
        #expect(try look() == (.suspended, .suspended))
    }

    @Test("locked@ and ambiguous@ fail every card of the consumer and make no profile")
    func consumers() throws {
        let status = try network.enroll(
            "b-1",
            [
                Person("a", email: "LOCKED@mail.test", phone: "0100", cards: [("1", Person.pan(1)), ("2", "x")]),
                Person("b", email: "ambiguous@mail.test", phone: "0101", cards: [("3", Person.pan(3))]),
                Person("c", email: "unlocked@mail.test", phone: "0102", cards: [("4", Person.pan(4))]),
            ])
        #expect(status.items.map(\.status) == [.failed, .failed, .failed, .successful])
        #expect(status.items[0].error?.errorClass == .permissionDenied)
        #expect(status.items[0].error?.details.first?.reason == .invalidState)
        #expect(status.items[2].error?.details.first?.reason == .ambiguousConsumerIdentity)
        #expect(try network.store.read { try $0.counts(directory: Network.directory) }.consumers == 1)
    }

    @Test("an externalBatchId that begins with FAIL- fails the batch: a message, and no items")
    func failingBatch() throws {
        let status = try network.enroll("FAIL-7", [Person("ada", phone: "0100", cards: [("c-1", Person.pan(1))])])
        #expect(status.batchStatus == .failed && status.items.isEmpty && status.errorMessage?.isEmpty == false)
        #expect(status.batchEndTime != nil)
        #expect(try network.store.read { try $0.counts(directory: Network.directory) }.consumers == 0)
    }

    @Test("outside the sandbox reserved values do nothing", arguments: ["0010", "0044", "0051", "0077", "0085"])
    func production(ending: String) throws {
        let network = try Network(isSandbox: false)
        let status = try network.enroll(
            "FAIL-1",
            [Person("ada", email: "locked@mail.test", phone: "0100", cards: [("c-1", Person.pan(ending: ending))])])
        #expect(status.batchStatus == .completedSuccessfully)
        #expect(try network.store.read { try $0.nextDue() } == nil)
    }
}
