// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Cuts a portfolio into batches, in the order of the file and always in the same places.
///
/// A batch has at most `cardsPerBatchMax` cards. Rows of one consumer that follow each other stay together, unless they
/// alone are more than that.
struct BatchBuilder: ~Copyable {
    private let cardsPerBatchMax: Int
    private var stream: RowStream
    private var pending: [RowStream.Place] = []
    private var nextNumber: Int

    /// - Parameter last: the last batch that was cut before; nil to begin with the first row.
    init(_ file: EnrollmentFile, cardsPerBatchMax: Int, after last: LedgerBatch?) {
        self.cardsPerBatchMax = cardsPerBatchMax
        nextNumber = (last?.number ?? 0) + 1
        stream = RowStream(
            file, from: last?.bytes.upperBound ?? file.firstRowOffset, firstRow: (last?.rows.upperBound ?? 0) + 1)
    }

    /// The next batch; nil at the end of the file.
    mutating func next() throws -> BatchDraft? {
        while pending.count <= cardsPerBatchMax, let place = try stream.next() { pending.append(place) }
        guard let first = pending.first else { return nil }
        let count = cut()
        let last = pending[count - 1]
        let batch = LedgerBatch(
            number: nextNumber, rows: first.entry.row...last.entry.row, cardCount: count,
            bytes: first.bytes.lowerBound..<last.bytes.upperBound)
        nextNumber += 1
        let manifest = BatchManifest(entries: pending[..<count].map(\.entry))
        pending.removeFirst(count)
        return BatchDraft(batch: batch, manifest: manifest)
    }

    /// How many of the pending rows make a batch.
    private func cut() -> Int {
        guard pending.count > cardsPerBatchMax else { return pending.count }
        let consumer = pending[cardsPerBatchMax].entry.externalConsumerId
        let before = pending.prefix(cardsPerBatchMax).lastIndex { $0.entry.externalConsumerId != consumer }
        return before.map { $0 + 1 } ?? cardsPerBatchMax
    }

    /// Reads again which cards are in a batch that was cut before.
    static func reload(_ batch: LedgerBatch, of file: EnrollmentFile) throws -> BatchDraft {
        var stream = RowStream(
            file, from: batch.bytes.lowerBound, to: batch.bytes.upperBound, firstRow: batch.rows.lowerBound)
        var manifest = BatchManifest()
        while let place = try stream.next() { manifest.entries.append(place.entry) }
        guard manifest.entries.count == batch.cardCount, manifest.entries.last?.row == batch.rows.upperBound else {
            throw PortfolioError(.changed, "batch \(batch.number) of the ledger does not fit \(file.file.path)")
        }
        return BatchDraft(batch: batch, manifest: manifest)
    }
}
