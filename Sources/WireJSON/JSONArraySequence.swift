// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CSimdJSON

/// The elements of an array, in order. Empty for a value that is no array.
public struct JSONArraySequence: Sequence, Sendable {
    let array: JSONValue

    public struct Iterator: IteratorProtocol {
        let document: JSONDocument
        var at: UInt32
        let end: UInt32

        public mutating func next() -> JSONValue? {
            guard at < end else { return nil }
            defer { at = csimdjson_after(document.view, at) }
            return JSONValue(document: document, index: at)
        }
    }

    public func makeIterator() -> Iterator {
        let view = array.document.view
        guard csimdjson_type(view, array.index) == UInt8(ascii: "[") else {
            return Iterator(document: array.document, at: 0, end: 0)
        }
        return Iterator(
            document: array.document, at: array.index + 1, end: csimdjson_after(view, array.index) - 1)
    }

    public var underestimatedCount: Int {
        array.kind == .array ? array.count : 0
    }
}

extension JSONValue {
    /// The elements of an array; none for every other kind.
    public var elements: JSONArraySequence { JSONArraySequence(array: self) }
}
