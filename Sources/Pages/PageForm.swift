// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import HTTPService

/// The body of a form that a page of this server sent (security 8).
public struct PageForm: Sendable {
    public enum Fault: Error, Sendable {
        /// It comes from a page of another site, or from no page.
        case foreign
        /// It is no form, or has broken escapes or too many fields.
        case malformed
    }

    /// Bytes of a form at most.
    public static let bytesMax = 16 << 10
    private static let fieldsMax = 32

    private let fields: QueryString

    /// - Throws: `Fault`. A browser says of each form where it comes from; what does not say it is no browser, or one
    ///   that is older than these headers.
    public init(_ request: HTTPRequest) throws(Fault) {
        guard Self.isOwn(request) else { throw .foreign }
        let type = request.headers["Content-Type"]?.prefix { $0 != ";" }.lowercased()
        guard type == "application/x-www-form-urlencoded" else { throw .malformed }
        do {
            fields = try QueryString(request.body, countMax: Self.fieldsMax)
        } catch {
            throw .malformed
        }
    }

    /// The first value of that name, without white space around it; nil when it is missing or empty.
    public subscript(_ name: String) -> String? {
        guard let value = fields[name] else { return nil }
        let start = value.firstIndex { !$0.isWhitespace }
        guard let start, let end = value.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(value[start...end])
    }

    /// Whether a box was ticked.
    public func isTicked(_ name: String) -> Bool { fields[name] != nil }

    private static func isOwn(_ request: HTTPRequest) -> Bool {
        if let site = request.headers["Sec-Fetch-Site"] { return site == "same-origin" }
        guard let origin = request.headers["Origin"], let host = request.headers["Host"] else { return false }
        return origin == "https://" + host || origin == "http://" + host
    }
}
