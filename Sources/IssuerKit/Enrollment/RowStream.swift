// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The valid rows of a checked portfolio, one after the other.
struct RowStream: ~Copyable {
    private let file: EnrollmentFile
    private let reader: RowReader
    private var csv: CSVReader<FileSource>
    private var skipped: SkippedRows
    private var block = CSVBlock()
    private var rows: [(row: PortfolioRow, number: Int, bytes: Range<Int>)] = []
    private var position = 0

    init(_ file: EnrollmentFile, from start: Int, to end: Int? = nil, firstRow: Int) {
        self.file = file
        reader = RowReader(columns: file.columns, today: nil)
        csv = CSVReader(file.file.source(from: start, to: end), offset: start, number: firstRow)
        skipped = SkippedRows(file, from: firstRow)
    }

    /// The next row that was not left out, with its number and its place in the file.
    mutating func next() throws -> (row: PortfolioRow, number: Int, bytes: Range<Int>)? {
        while position == rows.count {
            block.removeAll()
            rows.removeAll(keepingCapacity: true)
            position = 0
            if try csv.read(into: &block, countMax: 256) == 0 { return nil }
            try readBlock()
        }
        defer { position += 1 }
        return rows[position]
    }

    private mutating func readBlock() throws {
        try file.file.checkUnchanged()
        let left = try skipped.rows(upTo: block.entries.last?.number ?? 0)
        var faults: [RowFault] = []
        RowView.forEach(in: block, file.columns) { record in
            switch record {
            case .row(let view, let entry) where !left.contains(entry.number):
                if let row = reader.read(view, into: &faults) {
                    rows.append((row, entry.number, entry.offset..<entry.end))
                }
            case .row: break
            case .fault(let fault):
                if !left.contains(fault.row) { faults.append(fault) }
            }
        }
        // Every row was found good before; a row that is not has been changed under our hands.
        if let fault = faults.first {
            throw PortfolioError(.changed, "\(file.file.path) was changed while it was being sent: \(fault)")
        }
    }
}

/// The rows that were left out, in order.
private struct SkippedRows {
    private let file: EnrollmentFile
    private var known: [Int] = []
    private var isComplete: Bool
    private var after: Int

    init(_ file: EnrollmentFile, from firstRow: Int) {
        self.file = file
        after = firstRow - 1
        isComplete = file.run.skippedRows == 0
    }

    /// Those up to `row` that were not given before.
    mutating func rows(upTo row: Int) throws(LedgerError) -> Set<Int> {
        while !isComplete, (known.last ?? after) <= row {
            let page = try file.ledger.skippedRows(file.run, after: known.last ?? after, limit: 1000)
            known += page
            isComplete = page.isEmpty
        }
        let count = known.firstIndex { $0 > row } ?? known.count
        let given = Set(known[..<count])
        if let last = known[..<count].last { after = last }
        known.removeFirst(count)
        return given
    }
}
