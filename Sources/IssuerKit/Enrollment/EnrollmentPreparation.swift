// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Glibc

/// Brings a portfolio to the point where it can be sent: known from an earlier attempt, or checked and written down.
struct EnrollmentPreparation {
    enum Outcome {
        case invalid(PortfolioCheck.Outcome)
        case ready(EnrollmentFile)
    }

    let file: PortfolioFile
    let settings: PortfolioEnrollment.Settings
    let srcClientId: String
    let serviceId: String
    let clock: any WallClock

    /// - Parameter check: checks every row and hands the faults to what it is given.
    func prepare(
        ledgerPath: String, check: (_ onFaults: ([RowFault]) throws -> Void) throws -> PortfolioCheck.Outcome
    ) throws -> Outcome {
        if access(ledgerPath, F_OK) == 0 {
            let ledger = try EnrollmentLedger(path: ledgerPath)
            let (columns, firstRowOffset) = try headings()
            let identity = identity(contentHash: try contentHash(), columns)
            if let run = try ledger.run(identity: identity.bytes) {
                return .ready(
                    EnrollmentFile(
                        file: file, columns: columns, firstRowOffset: firstRowOffset, run: run, ledger: ledger))
            }
            return try begin(ledger, check)
        }
        if settings.skipsInvalid { return try begin(try EnrollmentLedger(path: ledgerPath), check) }
        let outcome = try check { _ in }
        if outcome.faultCount > 0 { return .invalid(outcome) }
        return .ready(try write(outcome, skipped: 0, to: try EnrollmentLedger(path: ledgerPath)))
    }

    /// Checks and begins a run in a ledger that is open.
    private func begin(
        _ ledger: EnrollmentLedger, _ check: (_ onFaults: ([RowFault]) throws -> Void) throws -> PortfolioCheck.Outcome
    ) throws -> Outcome {
        guard settings.skipsInvalid else {
            let outcome = try check { _ in }
            if outcome.faultCount > 0 { return .invalid(outcome) }
            return .ready(try write(outcome, skipped: 0, to: ledger))
        }
        // The rows that are left out are written while they are found, and forgotten if the file as a whole is no good.
        try ledger.execute("BEGIN IMMEDIATE")
        do {
            let draft = try ledger.beginRun(at: clock.now.milliseconds)
            let outcome = try check { faults in try Self.note(faults, draft, ledger) }
            let skipped = try ledger.countSkippedRows(draft)
            if outcome.blursRows || skipped == outcome.rowCount && skipped > 0 {
                try ledger.execute("ROLLBACK")
                return .invalid(outcome)
            }
            let ready = try complete(draft, outcome, skipped: skipped, in: ledger)
            try ledger.execute("COMMIT")
            return .ready(ready)
        } catch {
            try? ledger.execute("ROLLBACK")
            throw error
        }
    }

    private func write(
        _ outcome: PortfolioCheck.Outcome, skipped: Int, to ledger: EnrollmentLedger
    ) throws -> EnrollmentFile {
        var ready: EnrollmentFile?
        try ledger.transaction { () throws(LedgerError) in
            let draft = try ledger.beginRun(at: clock.now.milliseconds)
            ready = try complete(draft, outcome, skipped: skipped, in: ledger)
        }
        guard let ready else { throw LedgerError(.unusable, "the ledger \(ledger.path) cannot be used") }
        return ready
    }

    private func complete(
        _ draft: LedgerRun, _ outcome: PortfolioCheck.Outcome, skipped: Int, in ledger: EnrollmentLedger
    ) throws(LedgerError) -> EnrollmentFile {
        let identity = identity(contentHash: outcome.contentHash, outcome.columns)
        let run = LedgerRun(
            id: draft.id, batchPrefix: try identity.batchPrefix(skippedRowsOf: draft, in: ledger),
            rowCount: outcome.rowCount, skippedRows: skipped, isPlanned: false)
        try ledger.complete(run, identity: identity.bytes)
        return EnrollmentFile(
            file: file, columns: outcome.columns, firstRowOffset: outcome.firstRowOffset, run: run, ledger: ledger)
    }

    /// A row with several faults is reported with all of them in one message.
    private static func note(_ faults: [RowFault], _ run: LedgerRun, _ ledger: EnrollmentLedger) throws(LedgerError) {
        var rest = faults[...]
        while let first = rest.first {
            let own = rest.prefix { $0.row == first.row }
            rest = rest.dropFirst(own.count)
            let message =
                own.count == 1
                ? first.message : own.map { ($0.column.map { $0 + " " } ?? "") + $0.message }.joined(separator: "; ")
            var result = LedgerResult(row: first.row, status: .invalid)
            result.reason = LedgerReason(reason: first.reason, field: first.column, message: message)
            try ledger.add(result, run: run)
        }
    }

    private func identity(contentHash: [UInt8], _ columns: PortfolioColumns) -> EnrollmentIdentity {
        EnrollmentIdentity(
            contentHash: contentHash, columns: columns, cardsPerBatchMax: settings.cardsPerBatchMax,
            srcClientId: srcClientId, serviceId: serviceId, operation: settings.operation)
    }

    private func headings() throws(PortfolioError) -> (PortfolioColumns, Int) {
        var reader = CSVReader(file.source())
        return try PortfolioCheck.columns(&reader, settings.mapping)
    }

    private func contentHash() throws(PortfolioError) -> [UInt8] {
        let tally = ContentTally()
        var source = HashingSource(file.source(), tally: tally)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        while try source.read(into: buffer) > 0 {}
        return tally.finish()
    }
}
