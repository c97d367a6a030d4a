// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Dispatch
import Enrollment
import Store
import StoreSQLite
import Synchronization
import Testing
import Tokenization

/// The issuer decides about tokens itself (processing 7.3, enrollment 6.2).
@Suite("issuer in the loop") struct AuthorizationTests {
    private let issuer = StubIssuer()
    private let network: Network
    private let pan = Person.pan(1)

    init() throws {
        network = try Network(issuer: issuer)
    }

    private func person(_ name: String, phone: String, _ pans: String...) -> Person {
        Person(name, phone: phone, cards: pans.map { ("\(name)-\($0.suffix(4))", $0) })
    }

    private func ada(_ pans: String...) -> Person {
        Person("ada", phone: "0100", cards: pans.map { ("ada-\($0.suffix(4))", $0) })
    }

    private func counts(_ directory: Int64 = Network.directory) throws -> DirectoryCounts {
        try network.store.read { try $0.counts(directory: directory) }
    }

    private func enrollOne(_ pan: String, directory: Int64 = Network.directory) throws -> Result<CardOutcome, any Error>
    {
        network.enrollOne(try network.order(ada(pan), directory: directory))
    }

    private func state(_ card: Int64) throws -> TokenRow.State? {
        try network.store.read { try $0.token(of: card)?.state }
    }

    @Test("one card: an approval makes an active token, more authentication an inactive one with a pending event")
    func approvals() throws {
        let approved = try enrollOne(pan).get()
        #expect(try state(approved.card.id) == .active)
        #expect(issuer.pans == [pan] && issuer.requests.map(\.card) == [approved.card.id])
        issuer.say(.approvePending(event: "PENDING_SCA"), about: Person.pan(2))
        let pending = try enrollOne(Person.pan(2)).get()
        #expect(try state(pending.card.id) == .inactive)
        let view = try network.cards.read(pending.card.id, directory: Network.directory)
        #expect(view.card.pendingEvents == "PENDING_SCA")
        // The same card again asks nobody.
        _ = try enrollOne(pan).get()
        #expect(issuer.requests.count == 2)
    }

    @Test(
        "one card: a decline and no answer have the contract's errors, and nothing is left",
        arguments: [
            (TokenizationDecision.refuse(.declined), 400, "ISSUER_DECLINED"),
            (.refuse(.noResponse), 503, "NO_RESPONSE_FROM_ISSUER"),
        ])
    func refusals(_ decision: TokenizationDecision, status: Int, reason: String) throws {
        issuer.say(decision, about: pan)
        guard case .failure(let error as ServiceError) = try enrollOne(pan) else {
            Issue.record("not refused")
            return
        }
        #expect(error.status == status && error.details.map(\.reason?.rawValue) == [reason])
        #expect(try counts() == DirectoryCounts(consumers: 0, cards: 0, tokens: 0))
        // Another day it is approved.
        issuer.say(.approve, about: pan)
        _ = try enrollOne(pan).get()
    }

    @Test("what the network's own rules refuse, a reserved PAN decides, or a program defers, asks nobody")
    func unasked() throws {
        for ending in ["0028", "0044", "0051", "0069"] { _ = try? enrollOne(Person.pan(ending: ending)).get() }
        _ = try network.enroll(
            "b-1", [person("bob", phone: "0101", Person.pan(ending: "0028"), Person.pan(ending: "0044"))])
        #expect(issuer.requests.isEmpty)
        network.settings.deferredTokenization = true
        _ = try enrollOne(pan).get()
        try network.restart()
        _ = try network.enroll("b-2", [person("cy", phone: "0102", Person.pan(5))])
        #expect(issuer.requests.isEmpty)
        #expect(try counts().tokens == 1, "that of …0069")
    }

    @Test("a program without a decision point of its own is decided by the stand-in rule")
    func standIn() throws {
        _ = try enrollOne(pan, directory: 2).get()
        #expect(issuer.requests.isEmpty)
    }

    @Test("a call that waits for its issuer does not hold up another issuer's; beyond the bound it is refused")
    func held() throws {
        issuer.hold()
        let done = Mutex(0)
        let group = DispatchGroup()
        for number in 0..<AuthorizationCalls.openMax {
            group.enter()
            let order = try network.order(
                person("p\(number)", phone: "0\(200 + number)", Person.pan(100 + number)), directory: Network.directory)
            network.singles.enroll(order) { _ in
                done.withLock { $0 += 1 }
                group.leave()
            }
        }
        issuer.waitUntilAsked(AuthorizationCalls.openMax)
        _ = try enrollOne(pan, directory: 2).get()
        guard case .failure(let error as ServiceError) = try enrollOne(pan) else {
            Issue.record("not refused")
            return
        }
        #expect(error.status == 503 && done.withLock { $0 } == 0)
        issuer.release()
        group.wait()
        #expect(try counts().cards == AuthorizationCalls.openMax)
    }

    @Test("a batch: each new card is asked about once, declines fail their records, the rest is enrolled")
    func batch() throws {
        issuer.say(.refuse(.declined), about: Person.pan(2))
        issuer.say(.approvePending(event: "PENDING_SCA"), about: Person.pan(3))
        let status = try network.enroll(
            "b-1", [ada(pan, Person.pan(2)), person("bob", phone: "0101", Person.pan(3))])
        #expect(status.batchStatus == .completedWithErrors)
        #expect(status.items.map(\.status) == [.successful, .failed, .successful])
        #expect(status.items[1].error?.details.map(\.reason?.rawValue) == ["ISSUER_DECLINED"])
        #expect(issuer.pans == [pan, Person.pan(2), Person.pan(3)])
        #expect(try state(network.card(status.items[0])) == .active)
        #expect(try state(network.card(status.items[2])) == .inactive)
        // What is there already is not asked about again.
        _ = try network.enroll("b-2", [ada(pan, Person.pan(4))])
        #expect(issuer.pans.count == 4)
    }

    @Test("a batch: an issuer that does not answer is asked three times, and then the record fails")
    func noAnswer() throws {
        issuer.say(.refuse(.noResponse), .refuse(.noResponse), .approve, about: pan)
        issuer.say(.refuse(.noResponse), about: Person.pan(2))
        let status = try network.enroll("b-1", [ada(pan, Person.pan(2))])
        #expect(status.items.map(\.status) == [.successful, .failed])
        #expect(status.items[1].error?.details.map(\.reason?.rawValue) == ["NO_RESPONSE_FROM_ISSUER"])
        #expect(issuer.pans == [pan, pan, pan, Person.pan(2), Person.pan(2), Person.pan(2)].sorted())
    }

    @Test("a card that was there when its issuer could be asked, and is gone at the end, is not approved unasked")
    func goneMeanwhile() throws {
        let enrolled = try network.enroll("b-1", [ada(pan)])
        issuer.hold()
        let header = try network.accept("b-2", Person.plaintext([ada(pan, Person.pan(2))]))
        issuer.waitUntilAsked(1)
        try network.cards.delete(
            try network.card(enrolled.items[0]), directory: Network.directory, emptyProfiles: .keep,
            by: Requestor(actor: "client", srcCorrelationId: "call"))
        issuer.release()
        network.processor.waitUntilIdle()
        #expect(try network.status(header).items.map(\.status) == [.inProgress, .successful])
        issuer.say(.refuse(.declined), about: pan)
        try network.runDue()
        #expect(try network.status(header).items.map(\.status) == [.failed, .successful])
        #expect(issuer.pans == [pan, pan, Person.pan(2)].sorted())
    }

    @Test("who begins to decide, or stops deciding, while a batch waits is obeyed")
    func changedMeanwhile() throws {
        issuer.take([])
        let network = try Network(isProcessing: false, issuer: issuer)
        let header = try network.accept("b-1", Person.plaintext([ada(pan)]))
        issuer.take([Network.directory])
        issuer.say(.refuse(.declined), about: pan)
        try network.startProcessing()
        network.processor.waitUntilIdle()
        #expect(try network.status(header).items.map(\.status) == [.failed])
        issuer.hold()
        let first = try network.accept("b-2", Person.plaintext([ada(Person.pan(2))]))
        issuer.waitUntilAsked(1)
        let second = try network.accept("b-3", Person.plaintext([person("bob", phone: "0101", Person.pan(3))]))
        issuer.take([])
        issuer.release()
        network.processor.waitUntilIdle()
        #expect(try network.status(first).items.map(\.status) == [.successful])
        #expect(try network.status(second).items.map(\.status) == [.successful])
        // A batch from before the start is queued and in the inbox, so that it may have been asked about twice.
        #expect(Set(issuer.pans) == [pan, Person.pan(2)])
    }

    @Test("a batch that is queued again while its issuer is asked is asked about once")
    func queuedTwice() throws {
        issuer.hold()
        let header = try network.accept("b-1", Person.plaintext([ada(pan)]))
        issuer.waitUntilAsked(1)
        network.processor.resume(header)
        issuer.release()
        network.processor.waitUntilIdle()
        #expect(try network.status(header).batchStatus == .completedSuccessfully)
        #expect(issuer.pans == [pan])
    }

    @Test("a batch is accepted before its issuer answers, and holds up no other issuer's batches")
    func batchesApart() throws {
        issuer.hold()
        let header = try network.accept("b-1", Person.plaintext([ada(pan)]))
        issuer.waitUntilAsked(1)
        #expect(try network.status(header).batchStatus == .inProgress)
        let other = try network.accept("b-2", Person.plaintext([ada(pan)]), directory: 2)
        while try network.status(other).batchStatus == .inProgress {}
        #expect(try network.status(header).batchStatus == .inProgress)
        issuer.release()
        network.processor.waitUntilIdle()
        #expect(try network.status(header).batchStatus == .completedSuccessfully)
    }

    @Test("a batch whose issuer was not asked to the end when the server stopped is asked about after the start")
    func restart() throws {
        let network = try Network(isProcessing: false, issuer: issuer)
        let header = try network.accept("b-1", Person.plaintext([ada(pan, Person.pan(2))]))
        #expect(try network.status(header).batchStatus == .inProgress, "nothing is written while nobody processes")
        try network.restart()
        network.processor.waitUntilIdle()
        #expect(try network.status(header).batchStatus == .completedSuccessfully)
    }
}
