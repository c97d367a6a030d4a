// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite

extension EnrollmentLedger {
    /// The run of that identity, if it was begun before.
    func run(identity: [UInt8]) throws(LedgerError) -> LedgerRun? {
        let query = try prepare(
            "SELECT id, batch_prefix, row_count, skipped_rows, is_planned FROM run WHERE identity = ?1")
        query.bind(1, identity)
        defer { query.reset() }
        guard try step(query) else { return nil }
        return LedgerRun(
            id: query.int64(0), batchPrefix: query.text(1), rowCount: Int(query.int64(2)),
            skippedRows: Int(query.int64(3)), isPlanned: query.int64(4) != 0)
    }

    /// Begins a run whose content is not known yet. To be called inside a transaction, and followed by `complete`.
    func beginRun(at milliseconds: Int64) throws(LedgerError) -> LedgerRun {
        let insert = try prepare(
            "INSERT INTO run (identity, batch_prefix, row_count, skipped_rows, created_at) "
                + "VALUES (randomblob(32), '', 0, 0, ?1)")
        insert.bind(1, milliseconds)
        _ = try step(insert)
        return LedgerRun(
            id: connection.lastInsertedRow, batchPrefix: "", rowCount: 0, skippedRows: 0, isPlanned: false)
    }

    /// Writes down what a run is.
    func complete(_ run: LedgerRun, identity: [UInt8]) throws(LedgerError) {
        let update = try prepare(
            "UPDATE run SET identity = ?2, batch_prefix = ?3, row_count = ?4, skipped_rows = ?5 WHERE id = ?1")
        update.bind(1, run.id)
        update.bind(2, identity)
        update.bind(3, run.batchPrefix)
        update.bind(4, Int64(run.rowCount))
        update.bind(5, Int64(run.skippedRows))
        _ = try step(update)
    }

    /// Notes that every row now belongs to a batch.
    func setPlanned(_ run: LedgerRun) throws(LedgerError) {
        let update = try prepare("UPDATE run SET is_planned = 1 WHERE id = ?1")
        update.bind(1, run.id)
        _ = try step(update)
    }

    /// The batches of a run after the one numbered `after`, in order, at most `limit` of them.
    func batches(
        _ run: LedgerRun, after: Int = 0, unfinishedOnly: Bool = false, limit: Int
    ) throws(LedgerError) -> [LedgerBatch] {
        let query = try prepare(
            "SELECT number, first_row, last_row, card_count, byte_start, byte_end, state, batch_id, accepted_at, "
                + "reason, field, message FROM batch WHERE run = ?1 AND number > ?2 "
                + (unfinishedOnly ? "AND state <> 2 " : "") + "ORDER BY number LIMIT ?3")
        query.bind(1, run.id)
        query.bind(2, Int64(after))
        query.bind(3, Int64(limit))
        var found: [LedgerBatch] = []
        while try step(query) { found.append(Self.batch(query)) }
        return found
    }

    /// The last batch that was written down.
    func lastBatch(_ run: LedgerRun) throws(LedgerError) -> LedgerBatch? {
        let query = try prepare("SELECT max(number) FROM batch WHERE run = ?1")
        query.bind(1, run.id)
        guard try step(query), let number = query.optionalInt64(0) else { return nil }
        query.reset()
        return try batches(run, after: Int(number) - 1, limit: 1).first
    }

    private static func batch(_ query: Statement) -> LedgerBatch {
        let reason = query.optionalText(9).map {
            LedgerReason(reason: $0, field: query.optionalText(10), message: query.optionalText(11))
        }
        return LedgerBatch(
            number: Int(query.int64(0)), rows: Int(query.int64(1))...max(Int(query.int64(1)), Int(query.int64(2))),
            cardCount: Int(query.int64(3)), bytes: Int(query.int64(4))..<max(Int(query.int64(4)), Int(query.int64(5))),
            state: LedgerBatch.State(rawValue: query.int64(6)) ?? .planned, batchId: query.optionalText(7),
            acceptedAt: query.optionalInt64(8), refusal: reason)
    }

    /// The results of a run in the order of the rows.
    func results(_ run: LedgerRun, status: LedgerResult.Status? = nil) throws(LedgerError) -> ResultCursor {
        let query = try prepare(
            "SELECT key & 0xFFFFFFFFFF, status, external_consumer_id, external_card_id, src_consumer_id, "
                + "src_digital_card_id, reason, field, message FROM result WHERE key BETWEEN ?1 AND ?2 "
                + (status == nil ? "" : "AND status = ?3 ") + "ORDER BY key")
        query.bind(1, Self.key(run: run.id, row: 0))
        query.bind(2, Self.key(run: run.id, row: (1 << 40) - 1))
        if let status { query.bind(3, status.rawValue) }
        return ResultCursor(ledger: self, query: query)
    }

    /// The rows of a run that were left out, after the row `after`, in order, at most `limit` of them.
    func skippedRows(_ run: LedgerRun, after: Int, limit: Int) throws(LedgerError) -> [Int] {
        let query = try prepare(
            "SELECT key & 0xFFFFFFFFFF FROM result WHERE key > ?1 AND key <= ?2 AND status = 4 ORDER BY key LIMIT ?3")
        query.bind(1, Self.key(run: run.id, row: after))
        query.bind(2, Self.key(run: run.id, row: (1 << 40) - 1))
        query.bind(3, Int64(limit))
        var rows: [Int] = []
        while try step(query) { rows.append(Int(query.int64(0))) }
        return rows
    }

    /// How many rows of a run were left out.
    func countSkippedRows(_ run: LedgerRun) throws(LedgerError) -> Int {
        try countResults(run, "AND status = 4")
    }

    /// How many rows of a run have a result.
    func countResults(_ run: LedgerRun) throws(LedgerError) -> Int {
        try countResults(run, "")
    }

    private func countResults(_ run: LedgerRun, _ condition: String) throws(LedgerError) -> Int {
        let query = try prepare("SELECT count(*) FROM result WHERE key BETWEEN ?1 AND ?2 " + condition)
        query.bind(1, Self.key(run: run.id, row: 0))
        query.bind(2, Self.key(run: run.id, row: (1 << 40) - 1))
        _ = try step(query)
        return Int(query.int64(0))
    }

    /// The batches of a run that have no final result, by state and reason, with their cards.
    func openBatches(
        _ run: LedgerRun
    ) throws(LedgerError) -> [(state: LedgerBatch.State, reason: String?, cards: Int)] {
        let query = try prepare(
            "SELECT state, reason, sum(card_count) FROM batch WHERE run = ?1 AND state <> 2 GROUP BY state, reason")
        query.bind(1, run.id)
        var found: [(state: LedgerBatch.State, reason: String?, cards: Int)] = []
        while try step(query) {
            let state = LedgerBatch.State(rawValue: query.int64(0)) ?? .planned
            found.append((state, query.optionalText(1), Int(query.int64(2))))
        }
        return found
    }

    /// How many results there are of each status and reason.
    func tally(_ run: LedgerRun) throws(LedgerError) -> [(status: LedgerResult.Status, reason: String?, count: Int)] {
        let query = try prepare(
            "SELECT status, reason, count(*) FROM result WHERE key BETWEEN ?1 AND ?2 GROUP BY status, reason "
                + "ORDER BY status, count(*) DESC, reason")
        query.bind(1, Self.key(run: run.id, row: 0))
        query.bind(2, Self.key(run: run.id, row: (1 << 40) - 1))
        var found: [(status: LedgerResult.Status, reason: String?, count: Int)] = []
        while try step(query) {
            let status = LedgerResult.Status(rawValue: query.int64(0)) ?? .unknown
            found.append((status, query.optionalText(1), Int(query.int64(2))))
        }
        return found
    }
}

/// Results, one after the other.
final class ResultCursor {
    private let ledger: EnrollmentLedger
    private let query: Statement
    private var isAtEnd = false

    init(ledger: EnrollmentLedger, query: Statement) {
        self.ledger = ledger
        self.query = query
    }

    func next() throws(LedgerError) -> LedgerResult? {
        if isAtEnd { return nil }
        guard try ledger.step(query) else {
            isAtEnd = true
            return nil
        }
        var result = LedgerResult(
            row: Int(query.int64(0)), status: LedgerResult.Status(rawValue: query.int64(1)) ?? .unknown,
            externalConsumerId: query.text(2), externalCardId: query.text(3))
        result.srcConsumerId = query.optionalText(4)
        result.srcDigitalCardId = query.optionalText(5)
        if let reason = query.optionalText(6) {
            result.reason = LedgerReason(reason: reason, field: query.optionalText(7), message: query.optionalText(8))
        }
        return result
    }
}
