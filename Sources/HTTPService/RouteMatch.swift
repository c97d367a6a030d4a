// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A route that a request's path fits, and where its parameters stand.
public struct RouteMatch: Sendable {
    public let template: RouteTemplate
    /// Start and end of each parameter in the path.
    let ranges: InlineArray<4, SIMD2<UInt32>>

    /// The decoded parameter of that name; nil when the template has none. `head` is the request that was matched.
    public func parameter(_ name: String, of head: HTTPRequestHead) -> String? {
        guard let index = template.parameterNames.firstIndex(of: name) else { return nil }
        let range = Int(ranges[index].x)..<Int(ranges[index].y)
        guard range.upperBound <= head.storage.pathCount else { return nil }
        return head.storage.withBytes(range) { PercentDecoding.path($0) }
    }
}

/// What a router finds.
public enum RouteOutcome<Endpoint: Sendable>: Sendable {
    case found(Endpoint, RouteMatch)
    /// No template fits the path: 404.
    case notFound
    /// A template fits but not with this method: 405 with this `Allow` header.
    case methodNotAllowed(allow: String)
    /// OPTIONS for a path that a template fits: 204 with this `Allow` header.
    case options(allow: String)
    /// A parameter has a broken escape, is not UTF-8 or holds a control character: 400.
    case malformed
}
