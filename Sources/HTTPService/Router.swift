// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Finds the endpoint for a method and a path. Fixed segments win over parameters; the search allocates nothing.
///
/// Paths compare byte for byte as they were sent: `%61` is not `a`, `//` is not `/`, and `..` is a name like any other.
/// Only parameters are decoded. HEAD is answered by GET where a path has no HEAD of its own.
public struct Router<Endpoint: Sendable>: Sendable {
    /// A point in the tree of segments.
    private struct Node: Sendable {
        var fixed: [(segment: [UInt8], node: Int)] = []
        var parameter: Int?
        /// Positions in `endpoints`.
        var routes: [Int] = []
        var allow = ""
    }

    /// For the metrics of the server.
    public let templates: [RouteTemplate]
    private let endpoints: [Endpoint]
    private var nodes = [Node()]

    /// Two routes with the same method and shape are a programmer's error.
    public init(_ routes: [(method: StaticString, path: StaticString, endpoint: Endpoint)]) {
        templates = routes.enumerated().map { RouteTemplate(method: $1.method, path: $1.path, row: $0 + 1) }
        endpoints = routes.map(\.endpoint)
        for (index, template) in templates.enumerated() { insert(template, index) }
        for index in nodes.indices where !nodes[index].routes.isEmpty {
            nodes[index].allow = allow(nodes[index].routes)
        }
    }

    private mutating func insert(_ template: RouteTemplate, _ route: Int) {
        var at = 0
        for segment in template.segments {
            switch segment {
            case .fixed(let bytes):
                if let next = nodes[at].fixed.first(where: { $0.segment == bytes }) {
                    at = next.node
                } else {
                    nodes.append(Node())
                    nodes[at].fixed.append((bytes, nodes.count - 1))
                    at = nodes.count - 1
                }
            case .parameter:
                if let next = nodes[at].parameter {
                    at = next
                } else {
                    nodes.append(Node())
                    nodes[at].parameter = nodes.count - 1
                    at = nodes.count - 1
                }
            }
        }
        precondition(
            !nodes[at].routes.contains { templates[$0].method.description == template.method.description },
            "two routes are alike: \(template.path)")
        nodes[at].routes.append(route)
    }

    private func allow(_ routes: [Int]) -> String {
        var methods = routes.map { templates[$0].method.description }
        if methods.contains("GET"), !methods.contains("HEAD") { methods.append("HEAD") }
        if !methods.contains("OPTIONS") { methods.append("OPTIONS") }
        return methods.sorted().joined(separator: ", ")
    }

    /// Finds the route of a request.
    public func match(_ head: HTTPRequestHead) -> RouteOutcome<Endpoint> {
        let storage = head.storage
        return storage.withBytes(storage.path) { path in
            storage.withBytes(storage.method) { method in match(method: method, path: path) }
        }
    }

    private func match(method: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer) -> RouteOutcome<Endpoint> {
        guard path.first == UInt8(ascii: "/") else { return .notFound }
        var ranges = InlineArray<4, SIMD2<UInt32>>(repeating: SIMD2())
        // The root has no segment; any other path has one more than it has slashes before the last.
        let end = path.count == 1 ? 1 : path.count + 1
        guard let node = find(0, path, 1, end, 0, &ranges) else { return .notFound }
        let wanted = nodes[node]
        guard let route = route(wanted, method) else {
            return equal(method, "OPTIONS") ? .options(allow: wanted.allow) : .methodNotAllowed(allow: wanted.allow)
        }
        for index in 0..<templates[route].parameterNames.count {
            let range = Int(ranges[index].x)..<Int(ranges[index].y)
            guard PercentDecoding.isPath(UnsafeRawBufferPointer(rebasing: path[range])) else { return .malformed }
        }
        return .found(endpoints[route], RouteMatch(template: templates[route], ranges: ranges))
    }

    /// The node for the rest of the path from `at`, a segment's start. The tree is no deeper than a template is long,
    /// and each node is reached by one way only, so the search ends soon whatever the path is.
    private func find(
        _ node: Int, _ path: UnsafeRawBufferPointer, _ at: Int, _ end: Int, _ depth: Int,
        _ ranges: inout InlineArray<4, SIMD2<UInt32>>
    ) -> Int? {
        if at >= end { return nodes[node].routes.isEmpty ? nil : node }
        var stop = at
        while stop < path.count, path[stop] != UInt8(ascii: "/") { stop += 1 }
        let segment = UnsafeRawBufferPointer(rebasing: path[at..<stop])
        for (fixed, next) in nodes[node].fixed where fixed.elementsEqual(segment) {
            if let found = find(next, path, stop + 1, end, depth, &ranges) { return found }
        }
        guard let next = nodes[node].parameter, !segment.isEmpty, depth < RouteTemplate.parametersMax else {
            return nil
        }
        ranges[depth] = SIMD2(UInt32(at), UInt32(stop))
        return find(next, path, stop + 1, end, depth + 1, &ranges)
    }

    private func route(_ node: Node, _ method: UnsafeRawBufferPointer) -> Int? {
        if let exact = node.routes.first(where: { equal(method, templates[$0].method) }) { return exact }
        guard equal(method, "HEAD") else { return nil }
        return node.routes.first { templates[$0].method.description == "GET" }
    }

    private func equal(_ bytes: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
        text.withUTF8Buffer { $0.elementsEqual(bytes) }
    }
}
