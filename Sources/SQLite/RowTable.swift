// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CSQLite

/// The table `rows` of one connection (see `RowCell`): an eponymous virtual table.
final class RowTable {
    /// What the callbacks read: behind a pointer, because they run once for each cell.
    private struct Lent {
        var count = 0
        var source: RowSource?
    }

    private let lent: UnsafeMutablePointer<Lent>

    init() {
        lent = .allocate(capacity: 1)
        lent.initialize(to: Lent())
    }

    deinit {
        lent.deinitialize(count: 1)
        lent.deallocate()
    }

    /// Fills the table for the time of `body`.
    func lend<Result, Failure: Error>(
        _ count: Int, _ source: RowSource, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(lent.pointee.source == nil, "the table `rows` is in use already")
        let outcome = withoutActuallyEscaping(source) { source -> Swift.Result<Result, Failure> in
            lent.pointee = Lent(count: count, source: source)
            defer { lent.pointee = Lent() }
            do throws(Failure) {
                return .success(try body())
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// Makes the table known to a connection, which must be closed before this object goes.
    func register(on connection: OpaquePointer) -> Int32 {
        sqlite3_create_module_v2(connection, "rows", Self.module, lent, nil)
    }

    // MARK: The callbacks. SQLite allocates nothing for us: table and cursor are ours, with SQLite's part in front.

    private struct Table {
        var base = sqlite3_vtab()
        var lent: UnsafeMutablePointer<Lent>
    }

    private struct Cursor {
        var base = sqlite3_vtab_cursor()
        var lent: UnsafeMutablePointer<Lent>
        var row = 0
    }

    private static func table(_ base: UnsafeMutablePointer<sqlite3_vtab>?) -> UnsafeMutablePointer<Table>? {
        UnsafeMutableRawPointer(base)?.assumingMemoryBound(to: Table.self)
    }

    @inline(__always)
    private static func cursor(
        _ base: UnsafeMutablePointer<sqlite3_vtab_cursor>?
    ) -> UnsafeMutablePointer<Cursor>? {
        UnsafeMutableRawPointer(base)?.assumingMemoryBound(to: Cursor.self)
    }

    /// Lives as long as the program: SQLite keeps the pointer.
    private nonisolated(unsafe) static let module: UnsafePointer<sqlite3_module> = {
        var module = sqlite3_module()
        // No xCreate: the table exists in every connection by its name alone.
        module.xConnect = { connection, lent, _, _, answer, _ in
            guard let lent, let answer else { return SQLITE_MISUSE }
            let declared = sqlite3_declare_vtab(connection, "CREATE TABLE rows (a, b, c, d, e, f, g, h, i, j)")
            guard declared == SQLITE_OK else { return declared }
            let table = UnsafeMutablePointer<Table>.allocate(capacity: 1)
            table.initialize(to: Table(lent: lent.assumingMemoryBound(to: Lent.self)))
            answer.pointee = UnsafeMutableRawPointer(table).assumingMemoryBound(to: sqlite3_vtab.self)
            return SQLITE_OK
        }
        module.xDisconnect = { base in
            table(base)?.deallocate()
            return SQLITE_OK
        }
        module.xBestIndex = { _, plan in
            // Always read from the first row to the last. The estimate makes SQLite drive a join from here.
            plan?.pointee.estimatedCost = 1
            plan?.pointee.estimatedRows = 1
            return SQLITE_OK
        }
        module.xOpen = { base, answer in
            guard let table = table(base), let answer else { return SQLITE_MISUSE }
            let cursor = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
            cursor.initialize(to: Cursor(lent: table.pointee.lent))
            answer.pointee = UnsafeMutableRawPointer(cursor).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
            return SQLITE_OK
        }
        module.xClose = { base in
            cursor(base)?.deallocate()
            return SQLITE_OK
        }
        module.xFilter = { base, _, _, _, _ in
            cursor(base)?.pointee.row = 0
            return SQLITE_OK
        }
        module.xNext = { base in
            cursor(base)?.pointee.row += 1
            return SQLITE_OK
        }
        module.xEof = { base in
            guard let cursor = cursor(base) else { return 1 }
            return cursor.pointee.row < cursor.pointee.lent.pointee.count ? 0 : 1
        }
        module.xColumn = { base, context, column in
            guard let cursor = cursor(base), let context else { return SQLITE_MISUSE }
            cursor.pointee.lent.pointee.source?(cursor.pointee.row, Int(column), RowCell(context: context))
            return SQLITE_OK
        }
        module.xRowid = { base, row in
            row?.pointee = Int64(cursor(base)?.pointee.row ?? 0)
            return SQLITE_OK
        }
        let kept = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
        kept.initialize(to: module)
        return UnsafePointer(kept)
    }()
}
