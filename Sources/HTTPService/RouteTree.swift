// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// The search of a `Router`, without its endpoints: not generic, so that the compiler sees all of it.
@usableFromInline final class RouteTree: Sendable {
    /// A fixed segment and where it leads.
    private struct Branch: Sendable {
        let segment: [UInt8]
        let node: Int
    }

    /// A point in the tree of segments.
    private struct Node: Sendable {
        var fixed: [Branch] = []
        var parameter: Int?
        /// Positions in `endpoints`.
        var routes: [Int] = []
        var allow = ""
    }

    let templates: [RouteTemplate]
    private let nodes: [Node]

    init(_ templates: [RouteTemplate]) {
        self.templates = templates
        var nodes = [Node()]
        for (index, template) in templates.enumerated() {
            let node = RouteTree.node(for: template, in: &nodes)
            precondition(
                !nodes[node].routes.contains { templates[$0].method.description == template.method.description },
                "two routes are alike: \(template.path)")
            nodes[node].routes.append(index)
        }
        for index in nodes.indices where !nodes[index].routes.isEmpty {
            nodes[index].allow = RouteTree.allow(nodes[index].routes.map { templates[$0].method.description })
        }
        self.nodes = nodes
    }

    /// The node where a template ends, made when it is missing.
    private static func node(for template: RouteTemplate, in nodes: inout [Node]) -> Int {
        var at = 0
        for segment in template.segments {
            switch segment {
            case .fixed(let bytes):
                if let next = nodes[at].fixed.first(where: { $0.segment == bytes }) {
                    at = next.node
                } else {
                    nodes.append(Node())
                    nodes[at].fixed.append(Branch(segment: bytes, node: nodes.count - 1))
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
        return at
    }

    private static func allow(_ methods: [String]) -> String {
        var methods = methods
        if methods.contains("GET"), !methods.contains("HEAD") { methods.append("HEAD") }
        if !methods.contains("OPTIONS") { methods.append("OPTIONS") }
        return methods.sorted().joined(separator: ", ")
    }

    /// Finds the position of a request's template.
    @usableFromInline func match(_ head: HTTPRequestHead) -> RouteOutcome<Int> {
        let storage = head.storage
        return storage.withBytes(storage.path) { path in
            storage.withBytes(storage.method) { method in match(method: method, path: path) }
        }
    }

    private func match(method: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer) -> RouteOutcome<Int> {
        guard path.first == UInt8(ascii: "/") else { return .notFound }
        var ranges = InlineArray<4, SIMD2<UInt32>>(repeating: SIMD2())
        // The root has no segment; any other path has one more than it has slashes before the last.
        let end = path.count == 1 ? 1 : path.count + 1
        guard let node = find(0, path, 1, end, 0, &ranges) else { return .notFound }
        let wanted = nodes[node]
        guard let route = route(wanted, method) else {
            return same(RouteTree.options, method)
                ? .options(allow: wanted.allow) : .methodNotAllowed(allow: wanted.allow)
        }
        for index in 0..<templates[route].parameterNames.count {
            let range = Int(ranges[index].x)..<Int(ranges[index].y)
            guard PercentDecoding.isPath(UnsafeRawBufferPointer(rebasing: path[range])) else { return .malformed }
        }
        return .found(route, RouteMatch(template: templates[route], ranges: ranges))
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
        for branch in nodes[node].fixed where same(branch.segment, segment) {
            if let found = find(branch.node, path, stop + 1, end, depth, &ranges) { return found }
        }
        guard let next = nodes[node].parameter, !segment.isEmpty, depth < RouteTemplate.parametersMax else {
            return nil
        }
        ranges[depth] = SIMD2(UInt32(at), UInt32(stop))
        return find(next, path, stop + 1, end, depth + 1, &ranges)
    }

    private func route(_ node: Node, _ method: UnsafeRawBufferPointer) -> Int? {
        if let exact = node.routes.first(where: { same(templates[$0].methodBytes, method) }) { return exact }
        guard same(RouteTree.head, method) else { return nil }
        return node.routes.first { templates[$0].methodBytes == RouteTree.get }
    }

    private static let get = Array("GET".utf8)
    private static let head = Array("HEAD".utf8)
    private static let options = Array("OPTIONS".utf8)
}

/// Whether both hold the same bytes.
private func same(_ left: [UInt8], _ right: UnsafeRawBufferPointer) -> Bool {
    left.withUnsafeBytes { left in
        guard left.count == right.count, let first = left.baseAddress, let second = right.baseAddress else {
            return left.isEmpty && right.isEmpty
        }
        return memcmp(first, second, left.count) == 0
    }
}
