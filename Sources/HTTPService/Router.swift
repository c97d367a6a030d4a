// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Finds the endpoint for a method and a path. Fixed segments win over parameters; the search allocates nothing.
///
/// Paths compare byte for byte as they were sent: `%61` is not `a`, `//` is not `/`, and `..` is a name like any other.
/// Only parameters are decoded. HEAD is answered by GET where a path has no HEAD of its own.
public struct Router<Endpoint: Sendable>: Sendable {
    @usableFromInline let tree: RouteTree
    @usableFromInline let endpoints: [Endpoint]

    /// Two routes with the same method and shape are a programmer's error.
    public init(_ routes: [(method: StaticString, path: StaticString, endpoint: Endpoint)]) {
        tree = RouteTree(
            routes.enumerated().map { RouteTemplate(method: $1.method, path: $1.path, row: $0 + 1) })
        endpoints = routes.map(\.endpoint)
    }

    /// For the metrics of the server.
    public var templates: [RouteTemplate] { tree.templates }

    /// Finds the route of a request.
    @inlinable public func match(_ head: HTTPRequestHead) -> RouteOutcome<Endpoint> {
        switch tree.match(head) {
        case .found(let index, let match): .found(endpoints[index], match)
        case .notFound: .notFound
        case .methodNotAllowed(let allow): .methodNotAllowed(allow: allow)
        case .options(let allow): .options(allow: allow)
        case .malformed: .malformed
        }
    }
}
