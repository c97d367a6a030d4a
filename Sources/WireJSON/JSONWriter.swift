// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Writes compact JSON straight into bytes.
///
/// The caller keeps the shape right: a key before each member of an object, and each begin with its end.
public struct JSONWriter: Sendable {
    /// What has been written so far.
    public var bytes: [UInt8]
    @usableFromInline var needsComma = false

    /// - Parameter capacity: bytes to make room for at once.
    public init(capacity: Int = 512) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    public mutating func beginObject() { open(UInt8(ascii: "{")) }
    public mutating func endObject() { close(UInt8(ascii: "}")) }
    public mutating func beginArray() { open(UInt8(ascii: "[")) }
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// The name of the member whose value comes next. It must need no escaping.
    public mutating func key(_ name: StaticString) {
        separate()
        name.withUTF8Buffer { bytes.appendQuoted($0) }
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// The name of the member whose value comes next.
    @_disfavoredOverload
    public mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// The name of the member whose value comes next, as valid UTF-8.
    public mutating func key(utf8 name: UnsafeBufferPointer<UInt8>) {
        string(utf8: name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func string(_ value: String) {
        separate()
        var value = value
        value.withUTF8 { bytes.appendEscaped($0) }
        needsComma = true
    }

    /// A string whose bytes are valid UTF-8.
    public mutating func string(utf8: UnsafeBufferPointer<UInt8>) {
        separate()
        bytes.appendEscaped(utf8)
        needsComma = true
    }

    /// A string whose bytes are valid UTF-8.
    public mutating func string(utf8: [UInt8]) {
        utf8.withUnsafeBufferPointer { string(utf8: $0) }
    }

    public mutating func int(_ value: Int64) {
        separate()
        bytes.appendDecimal(value)
        needsComma = true
    }

    public mutating func int(_ value: Int) { int(Int64(value)) }

    public mutating func int(_ value: UInt64) {
        separate()
        bytes.append(contentsOf: String(value).utf8)
        needsComma = true
    }

    /// A finite number; null for the others, which JSON cannot write.
    public mutating func double(_ value: Double) {
        guard value.isFinite else { return null() }
        separate()
        bytes.append(contentsOf: value.description.utf8)
        needsComma = true
    }

    public mutating func bool(_ value: Bool) {
        literal(value ? "true" : "false")
    }

    public mutating func null() {
        literal("null")
    }

    /// A complete JSON value that is written already.
    public mutating func raw(_ json: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    /// A complete JSON value, written piece by piece into memory that is there: for the inside of a loop that writes
    /// many objects of one shape. The caller keeps all of the shape right, quotes included.
    ///
    /// - Parameter bytesMax: more than this must not be written.
    @inlinable @inline(__always)
    public mutating func verbatim(bytesMax: Int, _ write: (inout JSONText) -> Void) {
        separate()
        bytes.append(addingCapacity: bytesMax) { (span: inout OutputSpan<UInt8>) in
            span.withUnsafeMutableBufferPointer { buffer, count in
                var text = JSONText(UnsafeMutableBufferPointer(rebasing: buffer[count...]))
                write(&text)
                count += text.count
            }
        }
        needsComma = true
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
        needsComma = true
    }

    @usableFromInline
    mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }
}
