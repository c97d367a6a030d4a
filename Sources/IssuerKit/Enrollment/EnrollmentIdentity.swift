// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// What makes two enrollments the same one: the content of the file, how its columns are read, how many cards go into
/// a batch, the program, and by which operation it is sent. From it come the ids of the batches, so that a batch that
/// is sent again, by whatever process, is the same batch to the network (enrollment 17).
struct EnrollmentIdentity: Sendable, Equatable {
    /// SHA-256 of everything that a run is.
    let bytes: [UInt8]

    /// - Parameter operation: empty for the batches of the first generation, as before there were others.
    init(
        contentHash: [UInt8], columns: PortfolioColumns, cardsPerBatchMax: Int, srcClientId: String,
        serviceId: String, operation: String = ""
    ) {
        let parts = [
            Array("muster enrollment 1".utf8), contentHash, Array(columns.canonicalText.utf8),
            Array(String(cardsPerBatchMax).utf8), Array(srcClientId.utf8), Array(serviceId.utf8),
        ]
        bytes = Self.hash(operation.isEmpty ? parts : parts + [Array(operation.utf8)])
    }

    /// What the ids of the run's batches begin with. Rows that were left out change the content of batches, and which
    /// rows are valid can change with the calendar, so they count too. Only letters: digits could look like a card
    /// number.
    func batchPrefix(skippedRowsOf run: LedgerRun, in ledger: EnrollmentLedger) throws(LedgerError) -> String {
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        var after = 0
        while true {
            let page = try ledger.skippedRows(run, after: after, limit: 10_000)
            guard let last = page.last else { break }
            for row in page { hasher.update(Self.littleEndian(row)) }
            after = last
        }
        let letters = hasher.finish().prefix(16).flatMap {
            [UInt8(ascii: "a") + ($0 >> 4), UInt8(ascii: "a") + ($0 & 15)]
        }
        return "muster-" + String(decoding: letters, as: UTF8.self) + "-"
    }

    private static func littleEndian(_ number: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    /// Each part is preceded by its length, so that no two lists of parts give the same bytes.
    private static func hash(_ parts: [[UInt8]]) -> [UInt8] {
        var hasher = SHA256Hasher()
        for part in parts {
            hasher.update(littleEndian(part.count))
            hasher.update(part)
        }
        return hasher.finish()
    }
}
