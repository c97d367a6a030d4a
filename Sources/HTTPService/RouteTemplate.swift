// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A route as it is written in the source: a method and a path whose segments are fixed or parameters, such as
/// `GET /cards/batch/status/{batchId}`. It is the label of its requests in the metrics.
public final class RouteTemplate: Sendable {
    /// How many parameters a template may have.
    public static let parametersMax = 4
    /// How many segments a template may have.
    public static let segmentsMax = 16

    enum Segment: Sendable, Equatable {
        case fixed([UInt8])
        case parameter
    }

    /// `GET`
    public let method: StaticString
    /// `/cards/batch/status/{batchId}`
    public let path: StaticString
    /// In the order in which they stand in the path.
    public let parameterNames: [String]
    let segments: [Segment]
    let methodBytes: [UInt8]
    /// In the metrics: the position among the router's templates, from 1.
    let row: Int

    /// A template that can not be read is a programmer's error.
    init(method: StaticString, path: StaticString, row: Int) {
        self.method = method
        self.path = path
        self.row = row
        methodBytes = Array(method.description.utf8)
        let text = path.description
        precondition(text.hasPrefix("/"), "a path begins with a slash: \(text)")
        var names: [String] = []
        var segments: [Segment] = []
        if text != "/" {
            for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
                if part.hasPrefix("{"), part.hasSuffix("}") {
                    names.append(String(part.dropFirst().dropLast()))
                    segments.append(.parameter)
                } else {
                    precondition(!part.isEmpty && !part.contains("{"), "a segment is fixed or a parameter: \(text)")
                    segments.append(.fixed(Array(part.utf8)))
                }
            }
        }
        precondition(names.count <= RouteTemplate.parametersMax, "too many parameters: \(text)")
        precondition(Set(names).count == names.count, "a parameter name occurs twice: \(text)")
        precondition(segments.count <= RouteTemplate.segmentsMax, "too many segments: \(text)")
        parameterNames = names
        self.segments = segments
    }
}
