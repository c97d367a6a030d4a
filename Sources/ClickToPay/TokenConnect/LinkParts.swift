// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// An absolute URL, cut into what stands before its query, the parameters in their order, and the fragment. What is
/// not decoded stays as it was written, so that the parts give the same URL again, byte for byte.
public struct LinkParts: Sendable, Hashable {
    /// Bytes of a whole URL.
    public static let bytesMax = 8192
    public static let parametersMax = 64

    /// One `name=value` of the query.
    public struct Parameter: Sendable, Hashable {
        /// As it was written.
        public let raw: String
        public let name: String
        /// Empty when there was no `=`.
        public let value: String
    }

    /// Scheme, host and path.
    public let base: String
    public let parameters: [Parameter]
    /// Without its `#`.
    public let fragment: String?

    /// - Throws: a fatal finding for what is no absolute URL of printable ASCII, and for a name or value whose escapes
    ///   give no text.
    public init(_ url: String) throws(LinkFinding) {
        guard url.utf8.count <= Self.bytesMax else { throw .fatal(nil, "the URL is too long: at most 8192 bytes") }
        guard url.utf8.allSatisfy(\.isVisible) else {
            throw .fatal(nil, "the URL holds blanks or characters outside ASCII: percent-encode them")
        }
        let (front, fragment) = Self.cut(url[...], at: "#")
        let (base, query) = Self.cut(front, at: "?")
        guard URLScheme.of(base) != nil else { throw .fatal(nil, "the URL is not absolute: begin it with its scheme") }
        var parameters: [Parameter] = []
        for part in (query ?? "").split(separator: "&") {
            guard parameters.count < Self.parametersMax else {
                throw .fatal(nil, "the URL has more than 64 parameters")
            }
            let (name, value) = Self.cut(part, at: "=")
            guard let name = PercentText.decode(name), let value = PercentText.decode(value ?? "") else {
                throw .fatal(nil, "a parameter's escapes give no text: each % needs two digits, and UTF-8 must result")
            }
            parameters.append(Parameter(raw: String(part), name: name, value: value))
        }
        self.base = String(base)
        self.parameters = parameters
        self.fragment = fragment.map { String($0) }
    }

    /// The URL with only those parameters that meet `isKept`.
    func url(where isKept: (Parameter) -> Bool) -> String {
        let query = parameters.filter(isKept).map(\.raw).joined(separator: "&")
        return base + (query.isEmpty ? "" : "?" + query) + (fragment.map { "#" + $0 } ?? "")
    }

    /// A URL with more parameters: after `?`, or `&` when it has a query; its fragment stays at the end
    /// (token-connect 8.2, rule 3).
    static func append(_ query: String, to url: String) -> String {
        let (front, fragment) = cut(url[...], at: "#")
        let joint =
            switch cut(front, at: "?").rest {
            case nil: "?"
            case let own?: own.isEmpty || own.hasSuffix("&") ? "" : "&"
            }
        return front + joint + query + (fragment.map { "#" + $0 } ?? "")
    }

    /// A URL with more parameters, their names and values percent-encoded (token-connect 8.2, rule 4).
    public static func adding(_ parameters: [(name: String, value: String)], to url: String) -> String {
        append(
            parameters.map { PercentText.encode($0.name) + "=" + PercentText.encode($0.value) }
                .joined(separator: "&"), to: url)
    }

    private static func cut(_ text: Substring, at mark: Character) -> (front: Substring, rest: Substring?) {
        guard let place = text.firstIndex(of: mark) else { return (text, nil) }
        return (text[..<place], text[text.index(after: place)...])
    }
}
