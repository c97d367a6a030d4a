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
        let column = columns.columns[field.rawValue]
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

    /// A record of a block: a row with the right number of columns, or what is wrong with it.
    enum Record {
        case row(RowView, CSVBlock.Entry)
        case fault(RowFault)
    }

    /// Gives each record of a block in order.
    static func forEach<Failure: Error>(
        in block: CSVBlock, _ columns: PortfolioColumns, _ body: (Record) throws(Failure) -> Void
    ) throws(Failure) {
        let result: Result<Void, Failure> = block.bytes.withUnsafeBufferPointer { bytes in
            block.fields.withUnsafeBufferPointer { fields in
                do throws(Failure) {
                    for entry in block.entries {
                        if let fault = fault(of: entry, columns) {
                            try body(.fault(fault))
                        } else {
                            try body(
                                .row(RowView(entry: entry, bytes: bytes, fields: fields, columns: columns), entry))
                        }
                    }
                    return .success(())
                } catch {
                    return .failure(error)
                }
            }
        }
        try result.get()
    }

    private static func fault(of entry: CSVBlock.Entry, _ columns: PortfolioColumns) -> RowFault? {
        if let fault = entry.fault { return RowFault(entry, fault) }
        if entry.fieldCount == columns.headings.count { return nil }
        return RowFault(
            row: entry.number, line: entry.line, column: nil, reason: "INVALID_FORMAT",
            message: "has \(entry.fieldCount) columns, but there are \(columns.headings.count) headings")
    }
}
