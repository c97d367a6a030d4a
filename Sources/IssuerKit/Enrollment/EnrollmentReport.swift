// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What an enrollment came to.
public struct EnrollmentReport: Sendable {
    public enum End: Sendable {
        /// Every row has its result, or it is known why it has none.
        case settled
        /// Rows are not valid; nothing was sent.
        case invalid
        /// The network is not reachable or lets nothing more through. Enrolling the file again goes on.
        case stopped(IssuerClientError)
        /// It was asked to stop. Enrolling the file again goes on.
        case interrupted
    }

    /// How many rows failed for one reason.
    public struct ReasonCount: Sendable, Equatable {
        public let reason: String
        public let rows: Int
    }

    public var end: End
    public var rowCount: Int
    public var enrolledRows = 0
    /// Rows that the network refused, or that were left out because they are not valid.
    public var failedRows = 0
    /// Rows of which it is not known what became.
    public var unknownRows = 0
    /// Of the failed rows, those that were left out.
    public var skippedRows = 0
    /// The reasons of failed and unknown rows, the most frequent first.
    public var reasons: [ReasonCount] = []
    /// When rows are not valid: how many faults there are, and the first of them.
    public var faultCount = 0
    public var firstFaults: [RowFault] = []
    /// Calls made by this attempt.
    public var submissions = 0
    public var polls = 0
    /// Rows whose results came in during this attempt.
    public var rowsSettled = 0
    public var resultsPath: String?
    /// Nil when no row failed.
    public var failedPath: String?
    public var ledgerPath: String?
    public var time: Duration = .zero
    /// The part of `time` in which the network was talked to.
    public var sendingTime: Duration = .zero

    init(invalid outcome: PortfolioCheck.Outcome) {
        end = .invalid
        rowCount = outcome.rowCount
        faultCount = outcome.faultCount
        firstFaults = outcome.firstFaults
    }

    init(_ file: EnrollmentFile, end: EnrollmentRun.End, counts: EnrollmentRun.Counts) throws(LedgerError) {
        switch end {
        case .settled: self.end = .settled
        case .stopped(let error): self.end = .stopped(error)
        case .interrupted: self.end = .interrupted
        }
        rowCount = file.run.rowCount
        submissions = counts.submissions
        polls = counts.polls
        rowsSettled = counts.rowsSettled
        var rows: [String: Int] = [:]
        for (status, reason, count) in try file.ledger.tally(file.run) {
            switch status {
            case .successful: enrolledRows += count
            case .failed: failedRows += count
            case .unknown: unknownRows += count
            case .invalid:
                failedRows += count
                skippedRows += count
            }
            if status != .successful { rows[reason ?? "UNSPECIFIED", default: 0] += count }
        }
        for (state, reason, cards) in try file.ledger.openBatches(file.run) {
            if state == .refused { failedRows += cards } else { unknownRows += cards }
            if let reason { rows[reason, default: 0] += cards }
        }
        reasons = rows.map { ReasonCount(reason: $0.key, rows: $0.value) }
            .sorted { ($1.rows, $0.reason) < ($0.rows, $1.reason) }
    }
}
