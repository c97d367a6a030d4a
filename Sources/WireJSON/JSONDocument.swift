// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CSimdJSON

/// One parsed JSON text. It does not change; its values keep it alive.
///
/// A document is one JSON value in UTF-8 (RFC 8259) in which no object has one name twice.
public final class JSONDocument: @unchecked Sendable {
    // Unchecked: after the parse, which the creator does alone, the document is only read.
    let handle: OpaquePointer
    private(set) var view = csimdjson_view(tape: nil, strings: nil)

    init() throws(JSONError) {
        guard let handle = csimdjson_document_create() else { throw JSONError(.outOfMemory) }
        self.handle = handle
    }

    deinit {
        csimdjson_document_destroy(handle)
    }

    /// Parses `bytes`.
    public static func parse(
        _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSONDocument {
        let document = try JSONDocument()
        let parser = try JSONParser.borrow()
        defer { parser.giveBack() }
        try parser.parse(bytes, into: document, limits)
        return document
    }

    /// Parses `bytes`, which are not needed afterwards.
    public static func parse(
        _ bytes: UnsafeRawBufferPointer, limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSONDocument {
        let document = try JSONDocument()
        let parser = try JSONParser.borrow()
        defer { parser.giveBack() }
        try parser.parse(bytes, into: document, limits)
        return document
    }

    /// The value of the text.
    public var root: JSONValue {
        JSONValue(document: self, index: CSIMDJSON_ROOT)
    }

    /// To be called once the parser has filled the document.
    func parsed() {
        view = csimdjson_document_view(handle)
    }
}
