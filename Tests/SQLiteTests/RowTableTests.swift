// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import SQLite
import Testing

@Suite("The table `rows`")
struct RowTableTests {
    private func memory() throws -> Connection {
        let connection = try Connection(path: ":memory:")
        try connection.execute("CREATE TABLE t (i INTEGER PRIMARY KEY, s TEXT, b BLOB, n INTEGER) STRICT")
        return connection
    }

    @Test("A bulk insert gives every row its own values, empty and absent ones included")
    func bulkInsert() throws {
        let connection = try memory()
        let insert = try connection.prepare("INSERT OR FAIL INTO t SELECT a, b, c, d FROM rows")
        let texts = ["", "short", "a text that is longer than fifteen bytes: Ærøskøbing", nil]
        let blobs: [[UInt8]] = [[], [0], [UInt8](0...255), [1, 2]]
        for round in 0..<3 {
            try insert.run(rows: 4) { row, column, cell in
                switch column {
                case 0: cell.set(Int64(round * 4 + row))
                case 1: cell.set(texts[row])
                case 2: cell.set(blobs[row])
                default: cell.set(row % 2 == 0 ? nil : Int64.min + Int64(row))
                }
            }
        }
        let select = try connection.prepare("SELECT i, s, b, n FROM t ORDER BY i")
        for place in 0..<12 {
            #expect(try select.step())
            #expect(select.int64(0) == Int64(place))
            #expect(select.optionalText(1) == texts[place % 4])
            #expect(!select.isNull(2) && select.bytes(2) == blobs[place % 4])
            #expect(select.optionalInt64(3) == (place % 2 == 0 ? nil : Int64.min + Int64(place % 4)))
        }
        #expect(try !select.step())
    }

    @Test("A bulk look-up answers in the order of the rows, and the table is empty outside of its call")
    func bulkLookUp() throws {
        let connection = try memory()
        try connection.execute("INSERT INTO t (i, s) VALUES (1, 'one'), (2, 'two'), (3, 'three')")
        let select = try connection.prepare("SELECT k.a, t.s FROM rows k CROSS JOIN t ON t.i = k.b")
        let keys: [Int64] = [3, 9, 1, 3]
        func found() throws -> [String] {
            defer { select.reset() }
            var found: [String] = []
            while try select.step() { found.append("\(select.int64(0)):\(select.text(1))") }
            return found
        }
        let answer = try select.withRows(keys.count) { row, column, cell in
            cell.set(column == 0 ? Int64(row) : keys[row])
        } _: {
            try found()
        }
        #expect(answer == ["0:three", "2:one", "3:three"])
        #expect(try found() == [])
        #expect(try select.withRows(0, { _, _, _ in }, { try found() }) == [])
    }

    @Test("A bulk insert that meets a taken key throws, and the next one is not disturbed")
    func conflict() throws {
        let connection = try memory()
        let insert = try connection.prepare("INSERT OR FAIL INTO t SELECT a, b, c, d FROM rows")
        func insertRows(_ ids: [Int64]) throws {
            try insert.run(rows: ids.count) { row, column, cell in
                if column == 0 { cell.set(ids[row]) } else if column == 1 { cell.set("canary-value") }
            }
        }
        try connection.execute("BEGIN")
        let error = #expect(throws: SQLiteError.self) { try insertRows([1, 2, 1, 3]) }
        #expect(error?.isConstraint == true)
        #expect(error?.description.contains("canary-value") == false)
        #expect(connection.isInTransaction)
        try connection.execute("ROLLBACK")
        #expect(!connection.isInTransaction)
        try insertRows([1, 2, 3])
        #expect(connection.changedRows == 3)
    }
}
