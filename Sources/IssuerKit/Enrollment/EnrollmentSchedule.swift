// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay

/// Decides what is done next with the batches that are on their way, and what an answer means for a batch. It does
/// nothing itself: time comes in, actions go out.
struct EnrollmentSchedule {
    enum Action: Sendable, Equatable {
        case submit(Int)
        case poll(Int, batchId: String)
    }

    /// What a failed submission means.
    enum SubmitVerdict {
        case retry
        /// The network will not take this batch as it is.
        case refused
        /// Nothing more can be sent.
        case stop
    }

    /// What the answer to a question about a batch means.
    enum PollVerdict: Equatable {
        /// It will be asked again.
        case wait
        /// It has taken too long (enrollment 8.6).
        case giveUp
        /// The network does not know the batch.
        case lost
        /// The network refuses to answer.
        case refused
        /// Nothing more can be asked.
        case stop
    }

    private enum Phase {
        case toSubmit(at: MonotonicInstant)
        case submitting
        case toPoll(batchId: String, at: MonotonicInstant)
        case polling(batchId: String)
    }

    private struct Flight {
        let number: Int
        let cardCount: Int
        let consumers: [Int]
        var phase: Phase
        /// Failed attempts at what is being tried now.
        var failures = 0
        var interval: Duration
        var acceptedAt = MonotonicInstant(nanoseconds: 0)
        var hasAnswered = false
        /// Whether a final status that left something out has been asked for again.
        var wasAskedAgain = false
        var lagWaits = RecentWrites.waits[...]
    }

    private let window: Int
    private let poll: PollPolicy
    private let retry: RetryPolicy
    private var flights: [Flight] = []
    /// How many batches in flight hold each consumer.
    private var consumers: [Int: Int] = [:]
    private var submitHold = MonotonicInstant(nanoseconds: 0)
    private var limitedSubmissions = 0
    private var acceptedBatches = 0
    private var refusedBatches = 0
    private var estimate: PollEstimate

    /// Attempts at a first batch.
    private static let firstAttemptsMax = 4

    /// - Parameter window: how many batches may be on their way at once.
    init(window: Int, poll: PollPolicy, retry: RetryPolicy) {
        self.window = window
        self.poll = poll
        self.retry = retry
        estimate = PollEstimate(first: poll.first, max: poll.max)
    }

    var isEmpty: Bool { flights.isEmpty }
    var hasRoom: Bool { flights.count < window }

    /// Whether one of these consumers is in a batch that is on its way. Two such batches must not be on their way at
    /// once (enrollment 20, item 5).
    func conflicts(_ manifest: BatchManifest) -> Bool {
        manifest.consumers.contains { consumers[$0] != nil }
    }

    /// Whether the network has taken no batch and refused several: it will not take the next ones either.
    var isRefusedThroughout: Bool { acceptedBatches == 0 && refusedBatches >= 3 }

    // MARK: In and out

    /// Takes a batch that is to be submitted.
    mutating func add(_ draft: BatchDraft, now: MonotonicInstant) {
        add(draft, phase: .toSubmit(at: now), acceptedAt: now)
    }

    /// Takes a batch that the network accepted `age` ago.
    mutating func addAccepted(_ draft: BatchDraft, batchId: String, age: Duration, now: MonotonicInstant) {
        add(draft, phase: .toPoll(batchId: batchId, at: now), acceptedAt: now.earlier(by: age))
    }

    private mutating func add(_ draft: BatchDraft, phase: Phase, acceptedAt: MonotonicInstant) {
        let hashes = draft.manifest.consumers
        for hash in hashes { consumers[hash, default: 0] += 1 }
        flights.append(
            Flight(
                number: draft.batch.number, cardCount: draft.batch.cardCount, consumers: hashes, phase: phase,
                interval: poll.first, acceptedAt: acceptedAt))
    }

    /// Lets go of a batch for which nothing more will be done.
    mutating func settle(_ number: Int) {
        guard let index = index(of: number) else { return }
        let flight = flights.remove(at: index)
        for hash in flight.consumers {
            let count = (consumers[hash] ?? 1) - 1
            consumers[hash] = count == 0 ? nil : count
        }
    }

    // MARK: What is next

    /// The next thing to do now. Answers are fetched before more is sent.
    mutating func next(now: MonotonicInstant) -> Action? {
        for index in flights.indices {
            if case .toPoll(let batchId, let at) = flights[index].phase, at <= now {
                flights[index].phase = .polling(batchId: batchId)
                return .poll(flights[index].number, batchId: batchId)
            }
        }
        guard submitHold <= now else { return nil }
        for index in flights.indices {
            if case .toSubmit(let at) = flights[index].phase, at <= now {
                flights[index].phase = .submitting
                return .submit(flights[index].number)
            }
        }
        return nil
    }

    /// When there will be something to do, if nothing happens before; nil when there will not.
    var nextDue: MonotonicInstant? {
        flights.compactMap { flight in
            switch flight.phase {
            case .toSubmit(let at): max(at, submitHold)
            case .toPoll(_, let at): at
            case .submitting, .polling: nil
            }
        }.min()
    }

    // MARK: What came of it

    mutating func submitted(_ number: Int, batchId: String, now: MonotonicInstant) {
        limitedSubmissions = 0
        acceptedBatches += 1
        change(number) { [poll, estimate] flight in
            let wait = poll.isAdaptive ? estimate.time : poll.first
            flight.phase = .toPoll(batchId: batchId, at: now.later(by: wait))
            flight.interval = poll.isAdaptive ? max(poll.first / 2, wait / 4) : min(poll.first * 2, poll.max)
            flight.acceptedAt = now
            flight.failures = 0
        }
    }

    mutating func submitFailed(
        _ number: Int, _ error: IssuerClientError, now: MonotonicInstant, jitter: Double
    ) -> SubmitVerdict {
        if error.concernsAccess { return .stop }
        guard RetryPolicy.isTransient(error) else {
            refusedBatches += 1
            return .refused
        }
        if error.status == 429 {
            // The network sets the pace for all batches; being told to slow down is no failure of this one.
            limitedSubmissions += 1
            let wait = error.retryAfter ?? retry.backoff(attempt: limitedSubmissions, jitter: jitter)
            submitHold = max(submitHold, now.later(by: wait))
            change(number) { $0.phase = .toSubmit(at: now) }
            return .retry
        }
        var verdict = SubmitVerdict.stop
        let isKnown = acceptedBatches > 0
        change(number) { [retry] flight in
            flight.failures += 1
            // A network that has never answered is given up soon: most likely its address is wrong.
            guard isKnown || flight.failures < Self.firstAttemptsMax,
                let wait = retry.delay(after: error, attempt: flight.failures, jitter: jitter)
            else { return }
            flight.phase = .toSubmit(at: now.later(by: wait))
            verdict = .retry
        }
        return verdict
    }

    /// A status that is not final, or is final and leaves rows out.
    ///
    /// - Parameter isFinal: asks again once, and not a second time.
    /// - Returns: `wait`, or `giveUp` when it is to be taken as it is.
    mutating func polled(_ number: Int, isFinal: Bool, now: MonotonicInstant) -> PollVerdict {
        var verdict = PollVerdict.giveUp
        if !isFinal { noteFirstAnswer(number, isDone: false, now: now) }
        change(number) { [poll] flight in
            guard case .polling(let batchId) = flight.phase else { return }
            flight.failures = 0
            if isFinal {
                if flight.wasAskedAgain { return }
                flight.wasAskedAgain = true
            } else if now.duration(since: flight.acceptedAt) > PollPolicy.patience(cardCount: flight.cardCount) {
                return
            }
            flight.phase = .toPoll(batchId: batchId, at: now.later(by: flight.interval))
            flight.interval = min(flight.interval * 2, poll.max)
            verdict = .wait
        }
        return verdict
    }

    /// A batch was found at its end.
    mutating func finished(_ number: Int, now: MonotonicInstant) {
        noteFirstAnswer(number, isDone: true, now: now)
    }

    private mutating func noteFirstAnswer(_ number: Int, isDone: Bool, now: MonotonicInstant) {
        guard let index = index(of: number), !flights[index].hasAnswered else { return }
        flights[index].hasAnswered = true
        estimate.note(isDone: isDone, acceptedAt: flights[index].acceptedAt, now: now)
    }

    mutating func pollFailed(
        _ number: Int, _ error: IssuerClientError, now: MonotonicInstant, jitter: Double
    ) -> PollVerdict {
        if error.concernsAccess { return .stop }
        var verdict = PollVerdict.stop
        change(number) { [retry, poll] flight in
            guard case .polling(let batchId) = flight.phase else { return }
            if now.duration(since: flight.acceptedAt) > PollPolicy.patience(cardCount: flight.cardCount) {
                verdict = .giveUp
                return
            }
            let wait: Duration?
            if error.status == 404 {
                // Within the first minute the batch may not have reached every site (enrollment 8.6).
                let isLag = now.duration(since: flight.acceptedAt) < RecentWrites.window
                wait = isLag ? flight.lagWaits.popFirst() : nil
                verdict = .lost
            } else if error.status == 429 {
                wait = error.retryAfter ?? min(flight.interval, poll.max)
                flight.interval = min(flight.interval * 2, poll.max)
            } else if RetryPolicy.isTransient(error) {
                flight.failures += 1
                wait = retry.delay(after: error, attempt: flight.failures, jitter: jitter)
            } else {
                wait = nil
                verdict = .refused
            }
            guard let wait else { return }
            flight.phase = .toPoll(batchId: batchId, at: now.later(by: wait))
            verdict = .wait
        }
        return verdict
    }

    private func index(of number: Int) -> Int? {
        flights.firstIndex { $0.number == number }
    }

    private mutating func change(_ number: Int, _ body: (inout Flight) -> Void) {
        if let index = index(of: number) { body(&flights[index]) }
    }
}

extension MonotonicInstant {
    func later(by duration: Duration) -> MonotonicInstant {
        let parts = duration.components
        let seconds = min(max(parts.seconds, -1_000_000_000), 1_000_000_000)
        return MonotonicInstant(nanoseconds: nanoseconds + seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000)
    }

    func earlier(by duration: Duration) -> MonotonicInstant {
        later(by: .zero - duration)
    }
}
