// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A portfolio file that was checked: what is needed to read its rows again.
struct EnrollmentFile {
    let file: PortfolioFile
    let columns: PortfolioColumns
    /// Where the first row begins.
    let firstRowOffset: Int
    let run: LedgerRun
    let ledger: EnrollmentLedger
}
