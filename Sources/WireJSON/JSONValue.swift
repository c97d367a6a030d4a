// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CSimdJSON

/// One value of a document, and the document it is in.
public struct JSONValue: Sendable {
    public enum Kind: Sendable, Hashable {
        case object, array, string, number, boolean, null
    }

    @usableFromInline let document: JSONDocument
    @usableFromInline let index: UInt32

    @usableFromInline
    init(document: JSONDocument, index: UInt32) {
        self.document = document
        self.index = index
    }

    private var type: UInt8 { csimdjson_type(document.view, index) }

    public var kind: Kind {
        switch type {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
        default: .null
        }
    }

    public var isNull: Bool { type == UInt8(ascii: "n") }

    /// The text of a string, nil for every other kind.
    public var string: String? {
        withUTF8 { String(decoding: $0, as: UTF8.self) }
    }

    /// Gives the unescaped UTF-8 of a string where it lies, without copying; nil for every other kind.
    /// The bytes must not be kept beyond `body`.
    @inlinable
    public func withUTF8<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard let bytes = utf8 else { return nil }
        defer { withExtendedLifetime(self) {} }
        return try body(bytes)
    }

    /// The bytes of a string, good only while the document is.
    @usableFromInline
    var utf8: UnsafeBufferPointer<UInt8>? {
        guard type == UInt8(ascii: "\"") else { return nil }
        var length = 0
        let bytes = csimdjson_string(document.view, index, &length)
        return UnsafeBufferPointer(start: bytes, count: length)
    }

    /// A number that was written as an integer (no fraction, no exponent) and fits.
    public var int64: Int64? {
        type == UInt8(ascii: "l") ? csimdjson_int64(document.view, index) : nil
    }

    /// A number that was written as an integer (no fraction, no exponent), is not negative and fits.
    public var uint64: UInt64? {
        switch type {
        case UInt8(ascii: "u"): csimdjson_uint64(document.view, index)
        case UInt8(ascii: "l"): UInt64(exactly: csimdjson_int64(document.view, index))
        default: nil
        }
    }

    /// Any number, rounded to the nearest double.
    public var double: Double? {
        switch type {
        case UInt8(ascii: "d"): csimdjson_double(document.view, index)
        case UInt8(ascii: "l"): Double(csimdjson_int64(document.view, index))
        case UInt8(ascii: "u"): Double(csimdjson_uint64(document.view, index))
        default: nil
        }
    }

    public var boolean: Bool? {
        switch type {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    /// Elements of an array or members of an object; 0 for every other kind.
    public var count: Int {
        switch type {
        case UInt8(ascii: "{"), UInt8(ascii: "["): csimdjson_count(document.view, index)
        default: 0
        }
    }
}
