// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Writes the plaintext of a sealed row: a version byte, then fields in a fixed order, each with a two-byte length.
/// Short on purpose: a million of these are sealed in a portfolio.
package struct RecordWriter {
    package private(set) var bytes: [UInt8]

    /// - Parameter version: the layout; a reader refuses layouts that it does not know.
    package init(version: UInt8, capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity)
        bytes.append(version)
    }

    /// Adds a text; nil and empty are told apart. At most 65,534 bytes of UTF-8.
    package mutating func add(_ text: String?) {
        guard var text else {
            bytes.append(0xFF)
            bytes.append(0xFF)
            return
        }
        text.withUTF8 { utf8 in
            precondition(utf8.count < 0xFFFF, "fields are bounded long before they get here")
            bytes.append(UInt8(utf8.count >> 8))
            bytes.append(UInt8(utf8.count & 0xFF))
            bytes.append(contentsOf: utf8)
        }
    }

    package mutating func add(_ byte: UInt8) {
        bytes.append(byte)
    }

    package mutating func add(_ number: Int64) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}

/// A sealed row whose plaintext does not have the layout that it should: written by a newer program, or damaged before
/// it was sealed.
public struct RecordError: Error, Sendable, CustomStringConvertible {
    public var record: String

    package init(record: String) {
        self.record = record
    }

    public var description: String { "a sealed \(record) has a layout that this program does not know" }
}

/// Reads what `RecordWriter` wrote.
package struct RecordReader {
    private let bytes: [UInt8]
    private var at: Int
    private let record: String

    package init(_ bytes: [UInt8], version: UInt8, record: String) throws(RecordError) {
        guard bytes.first == version else { throw RecordError(record: record) }
        self.bytes = bytes
        self.record = record
        at = 1
    }

    package mutating func text() throws(RecordError) -> String? {
        guard at + 2 <= bytes.count else { throw RecordError(record: record) }
        let count = Int(bytes[at]) << 8 | Int(bytes[at + 1])
        at += 2
        if count == 0xFFFF { return nil }
        guard at + count <= bytes.count else { throw RecordError(record: record) }
        defer { at += count }
        return String(decoding: bytes[at..<at + count], as: UTF8.self)
    }

    /// A text that is always there.
    package mutating func required() throws(RecordError) -> String {
        guard let text = try text() else { throw RecordError(record: record) }
        return text
    }

    package mutating func byte() throws(RecordError) -> UInt8 {
        guard at < bytes.count else { throw RecordError(record: record) }
        defer { at += 1 }
        return bytes[at]
    }

    package mutating func number() throws(RecordError) -> Int64 {
        guard at + 8 <= bytes.count else { throw RecordError(record: record) }
        defer { at += 8 }
        return bytes[at..<at + 8].reduce(0) { $0 << 8 | Int64($1) }
    }
}
