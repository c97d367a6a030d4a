// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay

/// Cuts a portfolio into batches, in the order of the file and always in the same places.
///
/// A batch has at most `cardsPerBatchMax` cards. Rows of one consumer that follow each other stay together, unless they
/// alone are more than that.
struct BatchBuilder: ~Copyable {
    private struct Pending {
        var row: PortfolioRow
        var number: Int
        var bytes: Range<Int>
    }

    private let cardsPerBatchMax: Int
    private var stream: RowStream
    private var pending: [Pending] = []
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
        while pending.count <= cardsPerBatchMax, let (row, number, bytes) = try stream.next() {
            pending.append(Pending(row: row, number: number, bytes: bytes))
        }
        guard let first = pending.first else { return nil }
        let count = cut()
        let taken = pending[..<count]
        let last = taken[count - 1]
        let batch = LedgerBatch(
            number: nextNumber, rows: first.number...last.number, cardCount: count,
            bytes: first.bytes.lowerBound..<last.bytes.upperBound)
        nextNumber += 1
        let draft = BatchDraft(
            batch: batch, rows: taken.map(\.row),
            manifest: BatchManifest(entries: taken.map { Self.entry($0.row, $0.number) }))
        pending.removeFirst(count)
        return draft
    }

    /// How many of the pending rows make a batch.
    private func cut() -> Int {
        guard pending.count > cardsPerBatchMax else { return pending.count }
        let consumer = pending[cardsPerBatchMax].row.externalConsumerId
        let runStart = pending.prefix(cardsPerBatchMax).lastIndex { $0.row.externalConsumerId != consumer }
        return runStart.map { $0 + 1 } ?? cardsPerBatchMax
    }

    /// Reads the rows of a batch that was cut before.
    static func reload(_ batch: LedgerBatch, of file: EnrollmentFile) throws -> BatchDraft {
        var stream = RowStream(
            file, from: batch.bytes.lowerBound, to: batch.bytes.upperBound, firstRow: batch.rows.lowerBound)
        var draft = BatchDraft(batch: batch, rows: [], manifest: BatchManifest())
        while let (row, number, _) = try stream.next() {
            draft.rows.append(row)
            draft.manifest.entries.append(entry(row, number))
        }
        guard draft.rows.count == batch.cardCount, draft.manifest.entries.last?.row == batch.rows.upperBound else {
            throw PortfolioError(.changed, "batch \(batch.number) of the ledger does not fit \(file.file.path)")
        }
        return draft
    }

    private static func entry(_ row: PortfolioRow, _ number: Int) -> BatchManifest.Entry {
        BatchManifest.Entry(
            row: number, externalConsumerId: row.externalConsumerId.value, externalCardId: row.externalCardId.value)
    }
}
