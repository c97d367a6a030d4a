// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Writes CSV (RFC 4180) records into bytes: lines end with LF, and only fields that need quotes get them.
public struct CSVWriter: Sendable {
    /// What has been written so far.
    public private(set) var bytes: [UInt8] = []
    private var isAtRecordStart = true

    public init() {}

    /// Adds a field to the record.
    public mutating func field(_ text: String) {
        var text = text
        text.withUTF8 { field(utf8: $0) }
    }

    /// Adds a field to the record.
    public mutating func field(utf8 text: UnsafeBufferPointer<UInt8>) {
        if !isAtRecordStart { bytes.append(UInt8(ascii: ",")) }
        isAtRecordStart = false
        guard text.contains(where: Self.needsQuotes) else {
            bytes.append(contentsOf: text)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in text {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Ends the record.
    public mutating func endRecord() {
        bytes.append(UInt8(ascii: "\n"))
        isAtRecordStart = true
    }

    /// Forgets what has been written but keeps the memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r")
    }
}
