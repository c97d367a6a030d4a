// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// One row of a block, seen through the columns. It points into the block and must not outlive the call it was given
/// to.
struct RowView {
    let number: Int
    let line: Int
    private let bytes: UnsafeBufferPointer<UInt8>
    private let fields: UnsafeBufferPointer<CSVBlock.Field>
    private let columns: PortfolioColumns

    private init(
        entry: CSVBlock.Entry, bytes: UnsafeBufferPointer<UInt8>, fields: UnsafeBufferPointer<CSVBlock.Field>,
        columns: PortfolioColumns
    ) {
        number = entry.number
        line = entry.line
        self.bytes = bytes
        self.fields = UnsafeBufferPointer(rebasing: fields[entry.firstField..<entry.firstField + entry.fieldCount])
        self.columns = columns
    }

    /// The bytes of a field; empty when the file does not have it.
    subscript(field: PortfolioField) -> UnsafeBufferPointer<UInt8> {
        let column = columns.columns[field.index]
        return column < 0 ? UnsafeBufferPointer(start: nil, count: 0) : self[column: column]
    }

    /// The bytes of a column, counted from 0.
    subscript(column column: Int) -> UnsafeBufferPointer<UInt8> {
        let field = fields[column]
        return UnsafeBufferPointer(rebasing: bytes[Int(field.start)..<Int(field.end)])
    }

    func text(_ field: PortfolioField) -> String {
        String(decoding: self[field], as: UTF8.self)
    }

    /// Gives each record of a block that has the right number of columns, and the faults of the others.
    static func forEach<Failure: Error>(
        in block: CSVBlock, _ columns: PortfolioColumns,
        row: (RowView, CSVBlock.Entry) throws(Failure) -> Void,
        fault: (RowFault) throws(Failure) -> Void
    ) throws(Failure) {
        for entry in block.entries {
            if let formFault = entry.fault {
                try fault(RowFault(entry, formFault))
                continue
            }
            guard entry.fieldCount == columns.headings.count else {
                try fault(
                    RowFault(
                        row: entry.number, line: entry.line, column: nil, reason: "INVALID_FORMAT",
                        message: "has \(entry.fieldCount) columns, but there are \(columns.headings.count) headings"))
                continue
            }
            let result: Result<Void, Failure> = block.bytes.withUnsafeBufferPointer { bytes in
                block.fields.withUnsafeBufferPointer { fields in
                    do throws(Failure) {
                        return .success(
                            try row(RowView(entry: entry, bytes: bytes, fields: fields, columns: columns), entry))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            try result.get()
        }
    }
}
