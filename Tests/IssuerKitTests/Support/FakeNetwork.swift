// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Foundation
internal import Synchronization
internal import WireJSON

@testable internal import IssuerKit

/// A network that keeps what a real one would keep of batches, and counts what each call brought about.
final class FakeNetwork: EnrollmentNetwork {
    /// What a test wants of a call: nothing special, or a failure before or after the effect.
    enum Fault: Sendable {
        case before(IssuerClientError)
        case after(IssuerClientError)
    }

    struct Batch: Sendable {
        var batchId: String
        var plaintext: [UInt8]
        var cards: [(consumer: String, card: String)]
        var polls = 0
    }

    struct State: Sendable {
        var batches: [String: Batch] = [:]
        /// How often each card was enrolled by a batch that was new to the network.
        var effects: [String: Int] = [:]
        var submissions = 0
        var polls = 0
        var calls = 0
        /// Consumers of batches that were accepted and whose end was not told yet.
        var openConsumers: [String: Set<String>] = [:]
        var hasOverlap = false
    }

    private let state = Mutex(State())
    var snapshot: State { state.withLock { $0 } }
    let cardsMax: Int
    /// How many questions a batch answers with IN_PROGRESS.
    let pollsBeforeEnd: Int
    /// Decides about a call, by its number from 1.
    let fault: @Sendable (_ call: Int, _ operation: String) -> Fault?
    /// Decides about a card; nil enrolls it.
    let refuse: @Sendable (_ card: String) -> DetailReason?
    /// Changes a status before it is given.
    let tamper: @Sendable (_ status: inout BatchStatus, _ poll: Int) -> Void

    init(
        cardsMax: Int = 250, pollsBeforeEnd: Int = 1,
        fault: @escaping @Sendable (_ call: Int, _ operation: String) -> Fault? = { _, _ in nil },
        refuse: @escaping @Sendable (_ card: String) -> DetailReason? = { _ in nil },
        tamper: @escaping @Sendable (_ status: inout BatchStatus, _ poll: Int) -> Void = { _, _ in }
    ) {
        self.cardsMax = cardsMax
        self.pollsBeforeEnd = pollsBeforeEnd
        self.refuse = refuse
        self.tamper = tamper
        self.fault = fault
    }

    /// The same network later, in a better mood.
    convenience init(continuing other: FakeNetwork, cardsMax: Int = 250) {
        self.init(cardsMax: cardsMax)
        state.withLock { $0 = other.snapshot }
    }

    func submitOnce(externalBatchId: ExternalID, plaintext: [UInt8]) throws(IssuerClientError) -> BatchAccepted {
        let fault = nextFault("submit")
        if case .before(let error) = fault { throw error }
        let data = try decode(plaintext)
        let accepted: Result<BatchAccepted, IssuerClientError> = state.withLock { state in
            state.submissions += 1
            if let known = state.batches[externalBatchId.value] {
                guard known.plaintext == plaintext else {
                    return .failure(.service(409, .alreadyExists, .alreadyExists, "externalBatchId"))
                }
                return .success(Self.accepted(known.batchId, externalBatchId))
            }
            let cards = data.records.flatMap { record in
                record.cards.map { (record.externalConsumerId.value, $0.externalCardId.value) }
            }
            let batchId = "batch-\(state.batches.count + 1)"
            let consumers = Set(cards.map(\.0))
            state.hasOverlap =
                state.hasOverlap || state.openConsumers.values.contains { !$0.isDisjoint(with: consumers) }
            state.openConsumers[batchId] = consumers
            for card in cards { state.effects[card.1, default: 0] += 1 }
            state.batches[externalBatchId.value] = Batch(batchId: batchId, plaintext: plaintext, cards: cards)
            return .success(Self.accepted(batchId, externalBatchId))
        }
        if case .after(let error) = fault { throw error }
        return try accepted.get()
    }

    func statusOnce(batchId: String) throws(IssuerClientError) -> BatchStatus {
        let fault = nextFault("status")
        if case .before(let error) = fault { throw error }
        let status: BatchStatus? = state.withLock { state in
            state.polls += 1
            guard let key = state.batches.first(where: { $0.value.batchId == batchId })?.key,
                var batch = state.batches[key]
            else { return nil }
            batch.polls += 1
            state.batches[key] = batch
            var status = BatchStatus(
                srcCorrelationId: "", batchId: batchId, externalBatchId: key, batchStatus: .inProgress)
            if batch.polls > pollsBeforeEnd {
                status.items = batch.cards.map(item)
                let failed = status.items.contains { $0.status == .failed }
                status.batchStatus = failed ? .completedWithErrors : .completedSuccessfully
                state.openConsumers[batchId] = nil
            }
            tamper(&status, batch.polls)
            return status
        }
        guard let status else { throw .service(404, .notFound, .notFound, "batchId") }
        if case .after(let error) = fault { throw error }
        return status
    }

    private func nextFault(_ operation: String) -> Fault? {
        let call = state.withLock { state in
            state.calls += 1
            return state.calls
        }
        return fault(call, operation)
    }

    /// What we send is read by the reader that a server reads it with; every record of it must be good.
    private func decode(_ plaintext: [UInt8]) throws(IssuerClientError) -> EnrollmentData {
        guard let document = try? JSONDocument.parse(plaintext),
            let data = try? EnrollmentData.decode(
                [document.root], today: CalendarMonth(year: SyntheticPortfolio.year, month: 11), cardsMax: cardsMax,
                generation: .v1)
        else { throw .service(400, .invalidArgument, .corruptData, "enrollmentData") }
        let isGood = data.records.allSatisfy { $0.faults.isEmpty && $0.cards.allSatisfy(\.faults.isEmpty) }
        guard isGood else { throw .service(400, .invalidArgument, .invalidValue, "consumers") }
        return data
    }

    private func item(_ card: (consumer: String, card: String)) -> BatchItem {
        if let reason = refuse(card.card) {
            let error = ServiceError(
                .invalidState, "refused", details: [ErrorDetail(reason, .body, "primaryAccountNumber", "not enabled")])
            return BatchItem(
                externalConsumerId: card.consumer, externalCardId: card.card, status: .failed, error: error)
        }
        return BatchItem(
            externalConsumerId: card.consumer, externalCardId: card.card, status: .successful,
            srcConsumerId: "C-" + card.consumer, srcDigitalCardId: "D-" + card.card)
    }

    private static func accepted(_ batchId: String, _ externalBatchId: ExternalID) -> BatchAccepted {
        BatchAccepted(srcCorrelationId: "", batchId: batchId, externalBatchId: externalBatchId.value)
    }
}

extension IssuerClientError {
    static func service(
        _ status: Int, _ errorClass: ErrorClass, _ reason: DetailReason? = nil, _ source: String? = nil,
        retryAfter: Duration? = nil
    ) -> IssuerClientError {
        let details = reason.map { [ErrorDetail($0, .body, source, nil)] } ?? []
        return IssuerClientError(
            .refused(status: status, .service(ServiceError(errorClass, details: details, status: status))),
            retryAfter: retryAfter)
    }

    static let timeout = IssuerClientError(.notReachable("no answer in time"))
}

/// Time that passes only when there is nothing to do but wait.
final class VirtualTimer: EnrollmentTimer {
    private let nanoseconds = Atomic<Int64>(1_000_000_000_000)

    var now: MonotonicInstant { MonotonicInstant(nanoseconds: nanoseconds.load(ordering: .sequentiallyConsistent)) }

    func wait<Report>(for reports: BlockingQueue<Report>, until due: MonotonicInstant?, isIdle: Bool) -> [Report] {
        guard isIdle else { return reports.popAll(until: nil) }
        if let due, due > now { nanoseconds.store(due.nanoseconds, ordering: .sequentiallyConsistent) }
        return []
    }
}
