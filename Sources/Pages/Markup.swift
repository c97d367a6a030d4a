// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// HTML that is put together: what stands in the source is markup, what is put into it is text and is escaped.
///
///     let line: Markup = "<p class=\"note\">\(whatSomebodySent)</p>"
public struct Markup: Sendable, Hashable, ExpressibleByStringInterpolation {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public init(stringLiteral markup: String) {
        bytes = Array(markup.utf8)
    }

    public init(stringInterpolation: StringInterpolation) {
        bytes = stringInterpolation.markup.bytes
    }

    /// Pieces one after the other.
    public init(_ pieces: some Sequence<Markup>) {
        for piece in pieces { bytes += piece.bytes }
    }

    /// Markup of this program; never what somebody sent.
    public mutating func raw(_ markup: String) {
        bytes.append(contentsOf: markup.utf8)
    }

    /// Text, for an element's content or a quoted attribute.
    public mutating func text(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): raw("&amp;")
            case UInt8(ascii: "<"): raw("&lt;")
            case UInt8(ascii: ">"): raw("&gt;")
            case UInt8(ascii: "\""): raw("&quot;")
            case UInt8(ascii: "'"): raw("&#39;")
            default: bytes.append(byte)
            }
        }
    }

    public static func += (markup: inout Markup, more: Markup) {
        markup.bytes += more.bytes
    }

    public static func + (markup: Markup, more: Markup) -> Markup {
        var both = markup
        both += more
        return both
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var markup = Markup()

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) { markup.raw(literal) }
        public mutating func appendInterpolation(_ text: String) { markup.text(text) }
        public mutating func appendInterpolation(_ number: Int) { markup.raw(String(number)) }
        public mutating func appendInterpolation(_ more: Markup) { markup += more }
        /// Nothing for nil.
        public mutating func appendInterpolation(_ more: Markup?) { if let more { markup += more } }
    }
}
