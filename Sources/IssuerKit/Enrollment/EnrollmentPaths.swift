// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// The files of an enrollment.
struct EnrollmentPaths {
    let ledger: String
    let results: String
    let failed: String

    /// - Throws: `PortfolioError` when a file that would be written is the portfolio itself.
    init(_ settings: PortfolioEnrollment.Settings, _ file: PortfolioFile) throws(PortfolioError) {
        let stem = Self.stem(settings.path)
        ledger = settings.ledgerPath ?? settings.path + ".ledger"
        results = settings.resultsPath ?? stem + ".results.csv"
        failed = Self.stem(results) + ".failed.csv"
        for path in [ledger, results, failed] where file.isSameFile(as: path) {
            throw PortfolioError(.file, "\(path) is the portfolio itself; choose another --results or --ledger")
        }
    }

    /// Failed rows of an earlier attempt would be taken for those of this one.
    func removeOldFailed() {
        unlink(failed)
    }

    private static func stem(_ path: String) -> String {
        path.hasSuffix(".csv") ? String(path.dropLast(4)) : path
    }
}
