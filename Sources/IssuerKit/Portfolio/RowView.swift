// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// One row of a block, seen through the columns. It points into the block and must not outlive the call it was given
/// to.
struct RowView {
    let number: Int
    let line: Int
    private let bytes: UnsafeBufferPointer<UInt8>
    private let fields: UnsafeBufferPointer<CSVBlock.Field>
    /// The column of each field. A pointer, because counting references for each look at a field would cost more than
    /// the look.
    private let columns: UnsafeBufferPointer<Int>

    private init(_ entry: CSVBlock.Entry, _ place: Place) {
        number = entry.number
        line = entry.line
        bytes = place.bytes
        fields = UnsafeBufferPointer(rebasing: place.fields[entry.firstField..<entry.firstField + entry.fieldCount])
        columns = place.columns
    }

    /// The bytes of a field; empty when the file does not have it.
    subscript(field: PortfolioField) -> UnsafeBufferPointer<UInt8> {
        let column = columns[field.rawValue]
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

    // MARK: Rows of a block

    /// What rows of a block point into.
    struct Place {
        fileprivate let bytes: UnsafeBufferPointer<UInt8>
        fileprivate let fields: UnsafeBufferPointer<CSVBlock.Field>
        fileprivate let columns: UnsafeBufferPointer<Int>

        /// A row whose form has been found right.
        func row(_ entry: CSVBlock.Entry) -> RowView {
            RowView(entry, self)
        }
    }

    /// Gives the place that rows of a block point into; neither it nor a row must be kept beyond `body`.
    static func withPlace<Value, Failure: Error>(
        of block: CSVBlock, _ columns: PortfolioColumns, _ body: (Place) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let result: Result<Value, Failure> = block.bytes.withUnsafeBufferPointer { bytes in
            block.fields.withUnsafeBufferPointer { fields in
                columns.columns.withUnsafeBufferPointer { columns in
                    Result { () throws(Failure) in
                        try body(Place(bytes: bytes, fields: fields, columns: columns))
                    }
                }
            }
        }
        return try result.get()
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
        try withPlace(of: block, columns) { (place) throws(Failure) in
            for entry in block.entries {
                if let fault = fault(of: entry, columns) {
                    try body(.fault(fault))
                } else {
                    try body(.row(place.row(entry), entry))
                }
            }
        }
    }

    private static func fault(of entry: CSVBlock.Entry, _ columns: PortfolioColumns) -> RowFault? {
        if let fault = entry.fault { return RowFault(entry, fault) }
        if entry.fieldCount == columns.headings.count { return nil }
        return RowFault(
            row: entry.number, line: entry.line, column: nil, reason: "INVALID_FORMAT",
            message: "has \(entry.fieldCount) columns, but there are \(columns.headings.count) headings")
    }
}
