// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Memory of a fixed size that pieces of JSON are written into, one after the other.
public struct JSONText: ~Copyable {
    /// What a byte of a string takes at most, its escape included.
    public static let escapedBytesMax = 6

    @usableFromInline let memory: UnsafeMutableBufferPointer<UInt8>
    /// Bytes written so far.
    @usableFromInline var count = 0

    @usableFromInline
    init(_ memory: UnsafeMutableBufferPointer<UInt8>) {
        self.memory = memory
    }

    /// Text that is JSON already.
    @inlinable @inline(__always)
    public mutating func append(_ text: StaticString) {
        append(utf8: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// The same from bytes.
    @inlinable @inline(__always)
    public mutating func append(utf8 text: UnsafeBufferPointer<UInt8>) {
        guard let start = text.baseAddress, let to = memory.baseAddress else { return }
        precondition(text.count <= memory.count - count, "more than the caller has made room for")
        (to + count).update(from: start, count: text.count)
        count += text.count
    }

    /// A string, its quotes and escapes included, whose bytes are valid UTF-8.
    public mutating func append(string text: UnsafeBufferPointer<UInt8>) {
        guard text.isPlain else {
            var escaped: [UInt8] = []
            escaped.appendEscaped(text)
            return escaped.withUnsafeBufferPointer { append(utf8: $0) }
        }
        append("\"")
        append(utf8: text)
        append("\"")
    }
}
