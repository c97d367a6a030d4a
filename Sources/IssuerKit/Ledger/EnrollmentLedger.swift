// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc
internal import SQLite

/// What a portfolio enrollment has done, on disk: which batches there are, which the network has accepted under which
/// id, and what became of each row. It holds ids and reasons, no card number and nothing personal.
///
/// A batch is written down before it is sent and its results in one transaction, so that a process that ends at any
/// moment leaves a ledger from which the next one goes on. A machine that loses power may lose the last moments of the
/// ledger, but not the run that they belong to: the same batches are then made again under the same ids, which the
/// network already has. One thread of one process uses a ledger at a time.
final class EnrollmentLedger {
    static let formatVersion: Int64 = 1

    let path: String
    let connection: Connection
    private let insertBatch: Statement
    private let acceptBatch: Statement
    private let setBatchState: Statement
    private let insertResult: Statement

    /// Opens the ledger at `path`, creating it for its owner alone.
    init(path: String) throws(LedgerError) {
        self.path = path
        do {
            try Self.createFile(path)
            connection = try Connection(path: path)
            try connection.execute("PRAGMA busy_timeout = 200")
            // The lock is taken by the first statement that reads and kept until the ledger is closed.
            try connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            try connection.execute("PRAGMA journal_mode = WAL")
            try connection.execute("PRAGMA synchronous = NORMAL")
            try connection.execute("BEGIN EXCLUSIVE")
            try Self.createTables(connection, path)
            try connection.execute("COMMIT")
            insertBatch = try connection.prepare(Self.insertBatchSQL)
            acceptBatch = try connection.prepare(
                "UPDATE batch SET state = 1, batch_id = ?3, accepted_at = ?4, reason = NULL, field = NULL, "
                    + "message = NULL WHERE run = ?1 AND number = ?2")
            setBatchState = try connection.prepare(
                "UPDATE batch SET state = ?3, reason = ?4, field = ?5, message = ?6 WHERE run = ?1 AND number = ?2")
            insertResult = try connection.prepare(Self.insertResultSQL)
        } catch let error as LedgerError {
            throw error
        } catch let error as SQLiteError {
            throw LedgerError(error, path: path)
        } catch {
            throw LedgerError(.unusable, "the ledger \(path) cannot be used")
        }
    }

    /// Runs `body` in one transaction: all of it is kept, or nothing.
    func transaction(_ body: () throws(LedgerError) -> Void) throws(LedgerError) {
        try execute("BEGIN IMMEDIATE")
        do throws(LedgerError) {
            try body()
            try execute("COMMIT")
        } catch {
            try? execute("ROLLBACK")
            throw error
        }
    }

    /// Brings all that was written to the disk itself.
    func sync() throws(LedgerError) {
        try execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    func execute(_ sql: String) throws(LedgerError) {
        do throws(SQLiteError) {
            try connection.execute(sql)
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    func prepare(_ sql: String) throws(LedgerError) -> Statement {
        do throws(SQLiteError) {
            return try connection.prepare(sql)
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    func step(_ statement: Statement) throws(LedgerError) -> Bool {
        do throws(SQLiteError) {
            return try statement.step()
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    private func run(_ statement: Statement) throws(LedgerError) {
        do throws(SQLiteError) {
            try statement.run()
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    // MARK: Writing

    /// Writes a batch down, before it is sent for the first time.
    func add(_ batch: LedgerBatch, run: LedgerRun) throws(LedgerError) {
        insertBatch.bind(1, run.id)
        insertBatch.bind(2, Int64(batch.number))
        insertBatch.bind(3, Int64(batch.rows.lowerBound))
        insertBatch.bind(4, Int64(batch.rows.upperBound))
        insertBatch.bind(5, Int64(batch.cardCount))
        insertBatch.bind(6, Int64(batch.bytes.lowerBound))
        insertBatch.bind(7, Int64(batch.bytes.upperBound))
        try self.run(insertBatch)
    }

    /// Notes that the network has a batch.
    func accept(_ number: Int, run: LedgerRun, batchId: String, at milliseconds: Int64) throws(LedgerError) {
        acceptBatch.bind(1, run.id)
        acceptBatch.bind(2, Int64(number))
        acceptBatch.bind(3, batchId)
        acceptBatch.bind(4, milliseconds)
        try self.run(acceptBatch)
    }

    /// Notes what has become of a batch as a whole.
    func set(
        _ number: Int, run: LedgerRun, state: LedgerBatch.State, reason: LedgerReason? = nil
    ) throws(LedgerError) {
        setBatchState.bind(1, run.id)
        setBatchState.bind(2, Int64(number))
        setBatchState.bind(3, state.rawValue)
        setBatchState.bind(4, reason?.reason)
        setBatchState.bind(5, reason?.field)
        setBatchState.bind(6, reason?.message)
        try self.run(setBatchState)
    }

    /// Notes the result of a row; one that is there already stays.
    func add(_ result: LedgerResult, run: LedgerRun) throws(LedgerError) {
        insertResult.bind(1, Self.key(run: run.id, row: result.row))
        insertResult.bind(2, result.status.rawValue)
        insertResult.bind(3, result.externalConsumerId)
        insertResult.bind(4, result.externalCardId)
        insertResult.bind(5, result.srcConsumerId)
        insertResult.bind(6, result.srcDigitalCardId)
        insertResult.bind(7, result.reason?.reason)
        insertResult.bind(8, result.reason?.field)
        insertResult.bind(9, result.reason?.message)
        try self.run(insertResult)
    }

    /// Rows are found by one number: the run above, the row below.
    static func key(run: Int64, row: Int) -> Int64 {
        run << 40 | Int64(row)
    }

    // MARK: The file

    /// SQLite would create the file with the permissions of the umask; its companions take over those of the file.
    private static func createFile(_ path: String) throws(LedgerError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw LedgerError(.unusable, "the ledger \(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        close(descriptor)
    }

    private static func createTables(_ connection: Connection, _ path: String) throws {
        let version = try connection.prepare("PRAGMA user_version")
        _ = try version.step()
        let found = version.int64(0)
        version.reset()
        if found == formatVersion { return }
        let tables = try connection.prepare("SELECT count(*) FROM sqlite_schema")
        _ = try tables.step()
        let isEmpty = tables.int64(0) == 0
        tables.reset()
        guard found == 0, isEmpty else {
            throw LedgerError(.unusable, "\(path) is not a ledger that this version can read")
        }
        try connection.execute(schema)
    }

    private static let schema = """
        CREATE TABLE run (
            id INTEGER PRIMARY KEY, identity BLOB NOT NULL UNIQUE, batch_prefix TEXT NOT NULL,
            row_count INTEGER NOT NULL, skipped_rows INTEGER NOT NULL, created_at INTEGER NOT NULL,
            is_planned INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE batch (
            run INTEGER NOT NULL, number INTEGER NOT NULL, first_row INTEGER NOT NULL, last_row INTEGER NOT NULL,
            card_count INTEGER NOT NULL, byte_start INTEGER NOT NULL, byte_end INTEGER NOT NULL,
            state INTEGER NOT NULL DEFAULT 0, batch_id TEXT, accepted_at INTEGER, reason TEXT, field TEXT, message TEXT,
            PRIMARY KEY (run, number)
        ) WITHOUT ROWID;
        CREATE TABLE result (
            key INTEGER PRIMARY KEY, status INTEGER NOT NULL, external_consumer_id TEXT NOT NULL,
            external_card_id TEXT NOT NULL, src_consumer_id TEXT, src_digital_card_id TEXT, reason TEXT, field TEXT,
            message TEXT
        );
        PRAGMA user_version = 1;
        """

    private static let insertBatchSQL =
        "INSERT INTO batch (run, number, first_row, last_row, card_count, byte_start, byte_end) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"

    private static let insertResultSQL =
        "INSERT OR IGNORE INTO result (key, status, external_consumer_id, external_card_id, src_consumer_id, "
        + "src_digital_card_id, reason, field, message) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
}
