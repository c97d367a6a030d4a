// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Parses one text after another for one thread and keeps its memory between them.
///
/// A document stays good as long as somebody holds it: its memory is used again only when nobody does.
public final class JSONReader {
    private let parser: JSONParser
    private var document: JSONDocument
    private let limits: JSONLimits

    public init(limits: JSONLimits = JSONLimits()) throws(JSONError) {
        self.limits = limits
        parser = try JSONParser()
        document = try JSONDocument()
    }

    public func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONDocument {
        try renew()
        try parser.parse(bytes, into: document, limits)
        return document
    }

    public func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONDocument {
        try renew()
        try parser.parse(bytes, into: document, limits)
        return document
    }

    private func renew() throws(JSONError) {
        if !isKnownUniquelyReferenced(&document) { document = try JSONDocument() }
    }
}
