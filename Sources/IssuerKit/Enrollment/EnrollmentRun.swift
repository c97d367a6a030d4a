// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay

/// Sends what a ledger's run has left to send, and waits for what it has sent. One thread decides and writes the
/// ledger; workers talk to the network.
///
/// The order of things is what makes it safe to end the process at any moment: a batch is on disk before it is sent;
/// the results of a batch and the fact that it is final are one transaction; and a batch that may or may not have
/// arrived is sent again under the same id.
final class EnrollmentRun {
    enum End {
        /// Everything that can be known is known.
        case settled
        /// The network is not reachable or lets nothing more through.
        case stopped(IssuerClientError)
        /// The user wanted it to stop.
        case interrupted
    }

    /// What was done.
    struct Counts {
        var submissions = 0
        var polls = 0
        var rowsSettled = 0
    }

    private let file: EnrollmentFile
    private let settings: PortfolioEnrollment.Settings
    private let workers: EnrollmentWorkers
    private let clock: any WallClock
    private let timer: any EnrollmentTimer
    private let entropy: any EntropySource
    private let onProgress: (Counts) -> Void
    private var schedule: EnrollmentSchedule
    private var drafts: [Int: BatchDraft] = [:]
    private var source: BatchSource
    private var held: BatchDraft?
    private var busy = 0
    private var stopError: IssuerClientError?
    private(set) var counts = Counts()

    init(
        file: EnrollmentFile, settings: PortfolioEnrollment.Settings, network: any EnrollmentNetwork,
        poll: PollPolicy, clock: any WallClock, timer: any EnrollmentTimer, entropy: any EntropySource,
        onProgress: @escaping (Counts) -> Void
    ) throws {
        self.file = file
        self.settings = settings
        self.clock = clock
        self.timer = timer
        self.entropy = entropy
        self.onProgress = onProgress
        schedule = EnrollmentSchedule(window: settings.window, poll: poll, retry: settings.retry)
        source = try BatchSource(file, cardsPerBatchMax: settings.cardsPerBatchMax)
        let text = BatchText(
            file: file.file, columns: file.columns, generation: settings.generation, rule: settings.identityRule)
        workers = try EnrollmentWorkers(network, text: text, count: settings.parallel)
    }

    /// Runs until everything is settled, the network lets nothing more through, or the user wants to stop.
    func send(stop: StopSignal) throws -> End {
        defer { workers.stop() }
        var reports: [EnrollmentWorkers.Report] = []
        while true {
            let isStopping = stopError != nil || stop.isRaised
            let fresh = isStopping ? [] : try takeBatches()
            try write(reports, fresh)
            if !isStopping && stopError == nil { dispatch() }
            onProgress(counts)
            if busy == 0 {
                if let stopError { return .stopped(stopError) }
                if stop.isRaised { return .interrupted }
                if schedule.isEmpty && held == nil && source.isAtEnd { return .settled }
            }
            reports = timer.wait(for: workers.reports, until: due(isStopping), isIdle: busy == 0)
        }
    }

    private func due(_ isStopping: Bool) -> MonotonicInstant? {
        if isStopping { return busy == 0 ? timer.now : nil }
        // Work that is due but found no worker waits for a worker, not for the clock.
        return busy >= 2 * workers.count ? nil : schedule.nextDue
    }

    // MARK: Batches in

    /// Fills the window. Batches that are new must be written down before anything is done with them.
    private func takeBatches() throws -> [BatchDraft] {
        var fresh: [BatchDraft] = []
        while schedule.hasRoom, let draft = try held ?? source.next() {
            held = nil
            if schedule.conflicts(draft.manifest) {
                held = draft
                break
            }
            drafts[draft.batch.number] = draft
            // What went one by one has no status to ask for: it is sent again, which changes nothing.
            if draft.batch.state == .accepted, !settings.isOneByOne, let batchId = draft.batch.batchId {
                let age = clock.now.milliseconds - (draft.batch.acceptedAt ?? clock.now.milliseconds)
                schedule.addAccepted(draft, batchId: batchId, age: .milliseconds(max(0, age)), now: timer.now)
            } else {
                schedule.add(draft, now: timer.now)
            }
            if source.isFresh(draft.batch) { fresh.append(draft) }
        }
        return fresh
    }

    private func dispatch() {
        while busy < 2 * workers.count, let action = schedule.next(now: timer.now) {
            switch action {
            case .submit(let number):
                guard let draft = drafts[number] else { continue }
                counts.submissions += 1
                workers.start(
                    .submit(draft, externalBatchId: draft.batch.externalBatchId(file.run.batchPrefix)))
            case .poll(let number, let batchId):
                counts.polls += 1
                workers.start(.poll(number: number, batchId: batchId))
            }
            busy += 1
        }
    }

    // MARK: Results out

    /// Takes in what the workers report and writes all that is new in one transaction.
    private func write(_ reports: [EnrollmentWorkers.Report], _ fresh: [BatchDraft]) throws {
        busy -= reports.count
        for case .unreadable(let error) in reports { throw error }
        if reports.isEmpty && fresh.isEmpty { return }
        try file.ledger.transaction { () throws(LedgerError) in
            for report in reports {
                switch report {
                case .submitted(let number, let result): try take(number, result)
                case .polled(let number, let result): try take(number, result)
                case .unreadable: break
                }
            }
            for draft in fresh { try file.ledger.add(draft.batch, run: file.run) }
            if source.isAtEnd && held == nil { try file.ledger.setPlanned(file.run) }
        }
    }

    private func take(_ number: Int, _ result: Result<BatchAccepted, IssuerClientError>) throws(LedgerError) {
        switch result {
        case .success(let accepted):
            schedule.submitted(number, batchId: accepted.batchId, now: timer.now)
            try file.ledger.accept(
                number, run: file.run, batchId: accepted.batchId, at: clock.now.milliseconds)
        case .failure(let error):
            switch schedule.submitFailed(number, error, now: timer.now, jitter: jitter) {
            case .retry: break
            case .stop: stopError = stopError ?? error
            case .refused:
                try settle(number, state: .refused, LedgerReason(error))
                if schedule.isRefusedThroughout { stopError = stopError ?? error }
            }
        }
    }

    private func take(_ number: Int, _ result: Result<BatchStatus, IssuerClientError>) throws(LedgerError) {
        switch result {
        case .success(let status): try take(number, status)
        case .failure(let error):
            switch schedule.pollFailed(number, error, now: timer.now, jitter: jitter) {
            case .wait: break
            case .stop: stopError = stopError ?? error
            // Offered again under the same id when the file is enrolled again: the network then has it once.
            case .lost: try settle(number, state: .planned, LedgerReason(error))
            case .giveUp, .refused: try settle(number, state: .accepted, LedgerReason(error))
            }
        }
    }

    private func take(_ number: Int, _ status: BatchStatus) throws(LedgerError) {
        guard let manifest = drafts[number]?.manifest else { return }
        guard status.batchStatus.isFinal else {
            if schedule.polled(number, isFinal: false, now: timer.now) == .giveUp {
                let reason = LedgerReason(reason: "IN_PROGRESS", message: "the batch was not done in time")
                try settle(number, state: .accepted, reason)
            }
            return
        }
        let outcome = BatchReconciler.match(status, manifest)
        if !outcome.missing.isEmpty, schedule.polled(number, isFinal: true, now: timer.now) == .wait { return }
        for result in outcome.results { try file.ledger.add(result, run: file.run) }
        for entry in outcome.missing { try file.ledger.add(BatchReconciler.unknown(entry), run: file.run) }
        schedule.finished(number, now: timer.now)
        counts.rowsSettled += manifest.entries.count
        try settle(number, state: .final, nil)
    }

    private func settle(
        _ number: Int, state: LedgerBatch.State, _ reason: LedgerReason?
    ) throws(LedgerError) {
        try file.ledger.set(number, run: file.run, state: state, reason: reason)
        schedule.settle(number)
        drafts[number] = nil
    }

    private var jitter: Double {
        Double(entropy.word() >> 11) / Double(1 << 53)
    }
}

extension LedgerReason {
    init(_ error: IssuerClientError) {
        self.init(reason: error.reason, field: error.field, message: "\(error)")
    }
}
