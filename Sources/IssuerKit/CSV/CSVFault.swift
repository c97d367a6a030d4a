// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What is wrong with the form of one record. It says nothing of the record's text.
public struct CSVFault: Error, Sendable, Equatable, CustomStringConvertible {
    public struct Code: Sendable, Hashable {
        let text: String
        /// Whether the fault leaves it open where the record ends. What follows may then be read wrongly too, and
        /// the record cannot be skipped with a clear conscience.
        public let blursRecords: Bool

        /// A quote inside a field that does not begin with one.
        public static let strayQuote = Code(
            text: "has a quote inside an unquoted field (quote the field and double its quotes)", blursRecords: true)
        /// Text between a closing quote and the next comma.
        public static let textAfterQuote = Code(
            text: "has text after a closing quote (quotes inside a field must be doubled)", blursRecords: true)
        /// The text ends inside quotes.
        public static let unclosedQuote = Code(text: "has a quote that is never closed", blursRecords: true)
        public static let fieldTooLong = Code(
            text: "has a field that is too long (is a closing quote missing?)", blursRecords: true)
        public static let recordTooLong = Code(text: "is too long", blursRecords: true)
        public static let tooManyColumns = Code(text: "has too many columns", blursRecords: false)
        /// A carriage return that no line feed follows.
        public static let loneCarriageReturn = Code(
            text: "has a carriage return that ends no line", blursRecords: false)
        public static let notUTF8 = Code(text: "is not valid UTF-8", blursRecords: false)
        public static let nul = Code(text: "holds a NUL character", blursRecords: false)
    }

    public let code: Code
    /// The column it was found in, counted from 1; nil when it concerns the whole record.
    public let column: Int?

    init(_ code: Code, column: Int? = nil) {
        self.code = code
        self.column = column
    }

    public var description: String {
        (column.map { "column \($0) " } ?? "the record ") + code.text
    }
}
