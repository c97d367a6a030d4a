// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Gives the batches of a run that are not final: first those that were begun before, then new ones up to the end of
/// the file.
struct BatchSource: ~Copyable {
    private let file: EnrollmentFile
    private let lastKnown: Int
    private var builder: BatchBuilder
    private var unfinished: [LedgerBatch] = []
    private var lastTaken = 0
    private var isResuming: Bool
    private(set) var isAtEnd = false

    init(_ file: EnrollmentFile, cardsPerBatchMax: Int) throws {
        self.file = file
        let last = try file.ledger.lastBatch(file.run)
        lastKnown = last?.number ?? 0
        isResuming = last != nil
        builder = BatchBuilder(file, cardsPerBatchMax: cardsPerBatchMax, after: last)
    }

    /// Whether a batch is not yet in the ledger.
    func isFresh(_ batch: LedgerBatch) -> Bool {
        batch.number > lastKnown
    }

    mutating func next() throws -> BatchDraft? {
        if isResuming {
            if unfinished.isEmpty {
                unfinished = try file.ledger.batches(file.run, after: lastTaken, unfinishedOnly: true, limit: 256)
                    .filter { $0.number <= lastKnown }
            }
            if !unfinished.isEmpty {
                let batch = unfinished.removeFirst()
                lastTaken = batch.number
                return try BatchBuilder.reload(batch, of: file)
            }
            isResuming = false
        }
        if isAtEnd { return nil }
        if !file.run.isPlanned, let draft = try builder.next() { return draft }
        isAtEnd = true
        return nil
    }
}
