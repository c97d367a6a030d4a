// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The query of a call that reads a batch's status (enrollment 8.2).
public struct BatchStatusQuery: Sendable, Hashable {
    public static let limitMax = 100_000

    public var common: CommonQuery
    /// Items to leave out at the beginning.
    public var offset: Int?
    /// Items to give at most.
    public var limit: Int?

    public static func decode(
        _ query: QueryItems, generation: APIGeneration = .v1
    ) throws(ServiceError) -> BatchStatusQuery {
        var faults = FaultCollector(.query)
        let common = faults.common(query, generation)
        let offset = faults.number(query, "offset", 0...999_999_999)
        let limit = faults.number(query, "limit", 1...limitMax)
        try faults.throwIfAny()
        guard let common else { throw ServiceError(.invalidArgument) }
        return BatchStatusQuery(common: common, offset: offset, limit: limit)
    }
}
