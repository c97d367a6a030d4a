// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import HTTPService
internal import WireJSON

/// One call of a shop's page: of a known client, for a shop of that client, from one of the shop's origins.
struct BrowserCall: Sendable {
    var request: HTTPRequest
    var operation: Operation
    var client: Caller
    var dpa: DigitalPaymentApplication
    /// The registry as it was when the call came.
    var registry: CallerRegistry
    /// The body, an object; nil for an operation without one.
    var body: JSONDocument?
    /// The caller's own, or a new one.
    var srcCorrelationId: String
    /// Where the page comes from; nil: the caller is no page.
    var origin: String?

    /// A member of the body; nil when it is missing or null.
    subscript(name: String) -> JSONValue? {
        body?.root[name].flatMap { $0.isNull ? nil : $0 }
    }

    /// A text of the body; nil when it is missing or null.
    ///
    /// - Throws: INVALID_PARAMETER for what is no text, or has more than `max` bytes.
    func text(_ name: String, max: Int) throws(BrowserError) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.string, text.utf8.count <= max else {
            throw .field(name, .invalidFormat, "must be a text of at most \(max) bytes")
        }
        return text
    }

    /// A list of texts of the body; empty when it is missing or null.
    func texts(_ name: String, max: Int, each bytes: Int) throws(BrowserError) -> [String] {
        guard let value = self[name] else { return [] }
        let fault = BrowserError.field(name, .invalidFormat, "must be a list of at most \(max) texts")
        guard value.kind == .array, value.count <= max else { throw fault }
        var texts: [String] = []
        for element in value.elements {
            guard let text = element.string, text.utf8.count <= bytes else { throw fault }
            texts.append(text)
        }
        return texts
    }

    func flag(_ name: String) throws(BrowserError) -> Bool? {
        guard let value = self[name] else { return nil }
        guard let flag = value.boolean else { throw .field(name, .invalidFormat, "must be true or false") }
        return flag
    }

    /// A parameter of the path.
    func parameter(_ name: String) -> String { request.parameter(name) ?? "" }
}
