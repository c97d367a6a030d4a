// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Some consecutive records, unescaped, in three flat arrays: a block of hundreds costs no allocation of its own when
/// it is used again.
public struct CSVBlock: Sendable {
    /// One record's place in the file and in the block.
    struct Entry: Sendable {
        /// The record's number: 1 is the first after the headings.
        var number: Int
        /// The line it begins on, counted from 1.
        var line: Int
        /// Where it begins in the file, in bytes.
        var offset: Int
        /// Where it ends in the file, its line end included.
        var end: Int
        var firstField: Int
        var fieldCount: Int
        var fault: CSVFault?
    }

    /// Where one field lies in `bytes`.
    struct Field: Sendable {
        var start: UInt32
        var end: UInt32
    }

    var bytes: [UInt8] = []
    var fields: [Field] = []
    var entries: [Entry] = []

    public init() {}

    /// How many records it holds.
    public var count: Int { entries.count }

    /// Forgets the records but keeps the memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
    }

    /// Gives one field's bytes where they lie; they must not be kept beyond `body`.
    public func withField<Result>(
        _ field: Int, ofRecord record: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        let entry = entries[record]
        precondition(field >= 0 && field < entry.fieldCount, "a field of the record")
        let place = fields[entry.firstField + field]
        return try bytes.withUnsafeBufferPointer {
            try body(UnsafeBufferPointer(rebasing: $0[Int(place.start)..<Int(place.end)]))
        }
    }

    /// One field as text.
    public func text(_ field: Int, ofRecord record: Int) -> String {
        withField(field, ofRecord: record) { String(decoding: $0, as: UTF8.self) }
    }

    /// How many fields a record has.
    public func fieldCount(ofRecord record: Int) -> Int { entries[record].fieldCount }

    /// A record's number; 0 is the headings.
    public func number(ofRecord record: Int) -> Int { entries[record].number }

    /// The line a record begins on, counted from 1.
    public func line(ofRecord record: Int) -> Int { entries[record].line }

    /// What is wrong with a record's form; it has no fields then.
    public func fault(ofRecord record: Int) -> CSVFault? { entries[record].fault }
}
