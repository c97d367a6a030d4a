// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The rows of a checked portfolio that are to be sent, one after the other: which card they hold and where they lie.
struct RowStream: ~Copyable {
    struct Place {
        var entry: BatchManifest.Entry
        /// Where the row lies in the file.
        var bytes: Range<Int>
    }

    private let file: EnrollmentFile
    private var csv: CSVReader<FileSource>
    private var skipped: SkippedRows
    private var block = CSVBlock()
    private var places: [Place] = []
    private var position = 0

    init(_ file: EnrollmentFile, from start: Int, to end: Int? = nil, firstRow: Int) {
        self.file = file
        csv = CSVReader(file.file.source(from: start, to: end), offset: start, number: firstRow)
        skipped = SkippedRows(file, from: firstRow)
    }

    /// The next row that was not left out.
    mutating func next() throws -> Place? {
        while position == places.count {
            block.removeAll()
            places.removeAll(keepingCapacity: true)
            position = 0
            if try csv.read(into: &block, countMax: 256) == 0 { return nil }
            try readBlock()
        }
        defer { position += 1 }
        return places[position]
    }

    private mutating func readBlock() throws {
        try file.file.checkUnchanged()
        let left = try skipped.rows(upTo: block.entries.last?.number ?? 0)
        try RowView.forEach(in: block, file.columns) { (record) throws(PortfolioError) in
            switch record {
            case .row(let row, let entry):
                if !left.isEmpty && left.contains(entry.number) { return }
                places.append(
                    Place(
                        entry: BatchManifest.Entry(
                            row: entry.number, externalConsumerId: row.text(.externalConsumerId),
                            externalCardId: row.text(.externalCardId)),
                        bytes: entry.offset..<entry.end))
            case .fault(let fault):
                if left.contains(fault.row) { return }
                // Every row was found good before; one that is not has been changed under our hands.
                throw PortfolioError(.changed, "\(file.file.path) was changed while it was being sent: \(fault)")
            }
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
