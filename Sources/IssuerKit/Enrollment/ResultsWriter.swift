// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Writes what became of every row, in the order of the file, and the failed rows once more with all their columns, so
/// that they can be mended and fed back.
struct ResultsWriter: ~Copyable {
    static let headings = [
        "row", "externalConsumerId", "externalCardId", "status", "srcConsumerId", "srcDigitalCardId", "batchId",
        "reason", "field", "message",
    ]
    /// What the file of failed rows says behind the original columns. Columns of these names from an earlier round are
    /// left out.
    static let reasonHeadings = ["reason", "field", "message"]

    private let file: EnrollmentFile
    private let results: OutputFile
    private let failedPath: String
    private let namesBatches: Bool
    private var failed: OutputFile?
    private var line = CSVWriter()
    private var batches: BatchCursor
    private let keptColumns: [Int]
    private(set) var failedRows = 0

    /// - Parameters:
    ///   - failedPath: written only when there are failed rows.
    ///   - namesBatches: whether what was sent together has a `batchId` of the network.
    init(_ file: EnrollmentFile, resultsPath: String, failedPath: String, namesBatches: Bool) throws {
        self.namesBatches = namesBatches
        self.file = file
        self.failedPath = failedPath
        results = try OutputFile(path: resultsPath)
        batches = BatchCursor(file)
        let mapped = Set(file.columns.columns)
        keptColumns = file.columns.headings.indices.filter { column in
            mapped.contains(column) || !Self.reasonHeadings.contains(file.columns.headings[column])
        }
    }

    /// Writes both files and puts them in their places.
    mutating func write(onRow: (Int) -> Void) throws {
        for heading in Self.headings { line.field(heading) }
        try endLine(results)
        let cursor = try file.ledger.results(file.run)
        var result = try cursor.next()
        var csv = CSVReader(file.file.source(from: file.firstRowOffset), offset: file.firstRowOffset, number: 1)
        var block = CSVBlock()
        while try csv.read(into: &block, countMax: 256) > 0 {
            for record in 0..<block.count {
                let number = block.number(ofRecord: record)
                while let known = result, known.row < number { result = try cursor.next() }
                let own = result.flatMap { $0.row == number ? $0 : nil }
                try write(block, record, own)
            }
            onRow(block.entries.last?.number ?? 0)
            block.removeAll()
        }
        try file.file.checkUnchanged()
        try results.finish()
        try failed?.finish()
    }

    private mutating func write(_ block: CSVBlock, _ record: Int, _ known: LedgerResult?) throws {
        let number = block.number(ofRecord: record)
        let isInvalid = known?.status == .invalid
        let batch = isInvalid ? nil : try batches.batch(of: number)
        let result = known ?? Self.open(number, batch)
        line.field(String(number))
        for field in [PortfolioField.externalConsumerId, .externalCardId] {
            let column = file.columns.column(of: field) ?? 0
            block.withOptionalField(column, ofRecord: record) { line.field(utf8: $0) }
        }
        line.field(result.status.word)
        line.field(result.srcConsumerId ?? "")
        line.field(result.srcDigitalCardId ?? "")
        line.field(namesBatches ? batch?.batchId ?? "" : "")
        line.field(result.reason?.reason ?? "")
        line.field(result.reason?.field ?? "")
        line.field(result.reason?.message ?? "")
        try endLine(results)
        if result.status == .failed || result.status == .invalid { try writeFailed(block, record, result) }
    }

    /// A row without a result of its own: what is known of its batch.
    private static func open(_ row: Int, _ batch: LedgerBatch?) -> LedgerResult {
        var result = LedgerResult(row: row, status: batch?.state == .refused ? .failed : .unknown)
        result.reason = batch?.refusal ?? LedgerReason(reason: "NOT_SENT")
        return result
    }

    private mutating func writeFailed(_ block: CSVBlock, _ record: Int, _ result: LedgerResult) throws {
        failedRows += 1
        let output: OutputFile
        if let failed {
            output = failed
        } else {
            output = try OutputFile(path: failedPath)
            failed = output
            for column in keptColumns { line.field(file.columns.headings[column]) }
            for heading in Self.reasonHeadings { line.field(heading) }
            try endLine(output)
        }
        for column in keptColumns {
            block.withOptionalField(column, ofRecord: record) { line.field(utf8: $0) }
        }
        line.field(result.reason?.reason ?? "")
        line.field(result.reason?.field ?? "")
        line.field(result.reason?.message ?? "")
        try endLine(output)
    }

    private mutating func endLine(_ output: OutputFile) throws {
        line.endRecord()
        try output.write(line.bytes)
        line.removeAll()
    }
}

extension CSVBlock {
    /// A field, or an empty one when the record is too short or was not understood.
    fileprivate func withOptionalField(
        _ field: Int, ofRecord record: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        if field < fieldCount(ofRecord: record) {
            withField(field, ofRecord: record, body)
        } else {
            body(UnsafeBufferPointer(start: nil, count: 0))
        }
    }
}

/// Finds the batch of one row after the other.
private struct BatchCursor {
    private let file: EnrollmentFile
    private var known: [LedgerBatch] = []
    private var position = 0

    init(_ file: EnrollmentFile) {
        self.file = file
    }

    /// The batch that a row belongs to; nil when it was never put into one. Rows must come in order.
    mutating func batch(of row: Int) throws(LedgerError) -> LedgerBatch? {
        while true {
            while position < known.count, known[position].rows.upperBound < row { position += 1 }
            if position < known.count { return known[position].rows.contains(row) ? known[position] : nil }
            let page = try file.ledger.batches(file.run, after: known.last?.number ?? 0, limit: 512)
            if page.isEmpty { return nil }
            known = page
            position = 0
        }
    }
}
