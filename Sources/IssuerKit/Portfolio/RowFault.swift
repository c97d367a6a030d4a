// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What is wrong with one row. It names places and what is expected there, never what was found.
public struct RowFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The row's number; 1 is the first after the headings.
    public let row: Int
    /// The line it begins on, counted from 1.
    public let line: Int
    /// The heading over the value; nil when the fault is the whole row's.
    public let column: String?
    /// A word of the network's own list (enrollment 4.5), such as `INVALID_VALUE`.
    public let reason: String
    public let message: String
    /// Whether it stays open where the row ends, so that leaving it out would be a guess.
    public let blursRows: Bool

    init(row: Int, line: Int, column: String?, reason: String, message: String, blursRows: Bool = false) {
        self.row = row
        self.line = line
        self.column = column
        self.reason = reason
        self.message = message
        self.blursRows = blursRows
    }

    init(_ entry: CSVBlock.Entry, _ fault: CSVFault) {
        self.init(
            row: entry.number, line: entry.line, column: fault.column.map { "column \($0)" },
            reason: "INVALID_FORMAT", message: fault.code.text, blursRows: fault.code.blursRecords)
    }

    /// `row 99999 (line 100000), mobileNumber: expected …`
    public var description: String {
        "row \(row) (line \(line))" + (column.map { ", \($0): " } ?? ": ") + message
    }
}
