// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay

/// Enrolls a portfolio: checks every row, sends batches, waits for their results, and reports what became of each row.
///
/// What was done is kept in a ledger beside the file. Enrolling the same file again goes on where the last attempt
/// ended, whatever ended it: nothing has an effect twice and nothing is lost. Memory does not grow with the file.
public struct PortfolioEnrollment {
    public struct Settings: Sendable {
        /// The portfolio, a regular file.
        public var path: String
        /// Which field a heading of another name stands for.
        public var mapping: [String: PortfolioField] = [:]
        /// Whether each card is enrolled by a call of its own that waits for it, instead of in batches.
        public var isOneByOne = false
        /// Whether the cards are staged until their cardholders claim them (enrollment 9).
        public var isPreProvisioning = false
        /// Which identities a consumer has. `flexible` is for programs that have such (enrollment 11): the columns of
        /// email address and mobile number then hold any number of values with a semicolon between them.
        public var identityRule = IdentityRule.classic
        /// Which generation of the API the rows go through; that of the client.
        public internal(set) var generation = APIGeneration.v1
        /// 1 to `cardsPerBatchLimit`. Cards that go one by one are written down in handfuls of this size.
        public var cardsPerBatchMax = 250
        /// Where the results go; `<path without .csv>.results.csv` when nil.
        public var resultsPath: String?
        /// Where the ledger is; `<path>.ledger` when nil.
        public var ledgerPath: String?
        /// Threads that talk to the network.
        public var parallel = 4
        /// Threads that check rows, beside the one that reads.
        public var checkers = 2
        /// Nil leaves the choice to `PollPolicy.network`.
        public var poll: PollPolicy?
        public var retry = RetryPolicy(attemptsMax: 8)
        /// Whether rows that are not valid are left out and reported, instead of nothing being sent.
        public var skipsInvalid = false
        /// How many faults a report holds.
        public var faultsShown = 20

        public init(path: String) {
            self.path = path
        }

        /// What tells runs over the same file apart by where they go.
        var operation: String {
            [
                isPreProvisioning ? "pre-provisioning" : "", generation == .v2 ? "v2" : "",
                identityRule == .flexible ? "linked" : "",
            ].filter { !$0.isEmpty }.joined(separator: " ")
        }

        /// How many batches may be on their way at once: somewhat more than the network works on at a time
        /// (enrollment 16), because some are done and not asked for yet; fewer when they are large.
        var window: Int { min(128, max(parallel, 32_000 / cardsPerBatchMax)) }
    }

    /// More cards do not fit into a batch's plaintext (enrollment 16).
    public static let cardsPerBatchLimit = 2000

    /// How far it has come.
    public struct Progress: Sendable {
        public enum Phase: Sendable {
            case checking, sending, reporting
        }

        public let phase: Phase
        /// Rows checked, rows whose result is known, or rows reported.
        public let rows: Int
        /// From 0 to 1.
        public let fraction: Double
        public let faults: Int
    }

    private let network: any EnrollmentNetwork
    private let srcClientId: String
    private let serviceId: String
    private let settings: Settings
    private let clock: any WallClock
    private let timer: any EnrollmentTimer
    private let entropy: any EntropySource

    public init(client: IssuerClient, settings: Settings) {
        var settings = settings
        settings.generation = client.options.generation
        let network: any EnrollmentNetwork
        if settings.isOneByOne {
            network = SingleCardNetwork(client)
        } else if settings.isPreProvisioning {
            network = PreProvisioningNetwork(client: client)
        } else {
            network = client
        }
        self.init(
            network: network, srcClientId: client.clientId.value, serviceId: client.serviceId.value, settings: settings,
            clock: client.options.clock, timer: SystemTimer(), entropy: client.options.entropy)
    }

    /// - Parameters:
    ///   - srcClientId, serviceId: the program that the network enrolls into; part of what names a batch.
    public init(
        network: any EnrollmentNetwork, srcClientId: String, serviceId: String, settings: Settings,
        clock: any WallClock = SystemClock(), entropy: any EntropySource = SystemEntropy()
    ) {
        self.init(
            network: network, srcClientId: srcClientId, serviceId: serviceId, settings: settings, clock: clock,
            timer: SystemTimer(), entropy: entropy)
    }

    init(
        network: any EnrollmentNetwork, srcClientId: String, serviceId: String, settings: Settings,
        clock: any WallClock, timer: any EnrollmentTimer, entropy: any EntropySource
    ) {
        precondition((1...Self.cardsPerBatchLimit).contains(settings.cardsPerBatchMax), "cards per batch")
        precondition(settings.parallel > 0, "at least one thread")
        self.network = network
        self.srcClientId = srcClientId
        self.serviceId = serviceId
        self.settings = settings
        self.clock = clock
        self.timer = timer
        self.entropy = entropy
    }

    /// Checks every row and sends nothing.
    public func dryRun(onProgress: (Progress) -> Void = { _ in }) throws -> PortfolioCheck.Outcome {
        let file = try PortfolioFile(path: settings.path)
        return try check(file, onProgress: onProgress)
    }

    /// Enrolls the portfolio.
    ///
    /// - Throws: `PortfolioError` or `LedgerError` when a file cannot be used. What the network refuses is in the
    ///   report.
    public func run(
        stop: StopSignal = StopSignal(), onProgress: @escaping (Progress) -> Void = { _ in }
    ) throws -> EnrollmentReport {
        let start = timer.now
        let file = try PortfolioFile(path: settings.path)
        let paths = try EnrollmentPaths(settings, file)
        let preparation = EnrollmentPreparation(
            file: file, settings: settings, srcClientId: srcClientId, serviceId: serviceId, clock: clock)
        let prepared: EnrollmentFile
        switch try preparation.prepare(
            ledgerPath: paths.ledger, check: { onFaults in try check(file, onFaults: onFaults, onProgress: onProgress) }
        )
        {
        case .invalid(let outcome): return EnrollmentReport(invalid: outcome)
        case .ready(let ready): prepared = ready
        }
        try prepared.ledger.sync()
        let before = try prepared.ledger.countResults(prepared.run)
        let sender = try EnrollmentRun(
            file: prepared, settings: settings, network: network, poll: settings.poll ?? .network, clock: clock,
            timer: timer, entropy: entropy
        ) { counts in
            onProgress(Self.sending(before + counts.rowsSettled, of: prepared.run.rowCount))
        }
        let sendStart = timer.now
        let end = try sender.send(stop: stop)
        try prepared.ledger.sync()
        var report = try EnrollmentReport(prepared, end: end, counts: sender.counts)
        report.sendingTime = timer.now.duration(since: sendStart)
        if case .settled = end {
            try writeResults(prepared, paths, onProgress: onProgress)
            report.resultsPath = paths.results
            report.failedPath = report.failedRows > 0 ? paths.failed : nil
        }
        report.ledgerPath = paths.ledger
        report.time = timer.now.duration(since: start)
        return report
    }

    private func check(
        _ file: PortfolioFile, onFaults: ([RowFault]) throws -> Void = { _ in }, onProgress: (Progress) -> Void
    ) throws -> PortfolioCheck.Outcome {
        let check = PortfolioCheck(
            mapping: settings.mapping, now: clock.now, threads: settings.checkers, faultsShown: settings.faultsShown,
            rule: settings.identityRule)
        let outcome = try check.run(file.source(), onFaults: onFaults) { progress in
            let fraction = file.size == 0 ? 1 : Double(progress.bytes) / Double(file.size)
            onProgress(
                Progress(phase: .checking, rows: progress.rows, fraction: fraction, faults: progress.faults))
        }
        try file.checkUnchanged()
        return outcome
    }

    private func writeResults(
        _ file: EnrollmentFile, _ paths: EnrollmentPaths, onProgress: (Progress) -> Void
    ) throws {
        var writer = try ResultsWriter(
            file, resultsPath: paths.results, failedPath: paths.failed, namesBatches: !settings.isOneByOne)
        try writer.write { row in
            let fraction = file.run.rowCount == 0 ? 1 : Double(row) / Double(file.run.rowCount)
            onProgress(Progress(phase: .reporting, rows: row, fraction: fraction, faults: 0))
        }
        if writer.failedRows == 0 { paths.removeOldFailed() }
    }

    private static func sending(_ rows: Int, of count: Int) -> Progress {
        Progress(phase: .sending, rows: rows, fraction: count == 0 ? 1 : Double(rows) / Double(count), faults: 0)
    }
}
