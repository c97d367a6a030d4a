// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// What every life-cycle call carries: GET and DELETE in the query, PUT in the body or the query (enrollment 10).
public struct CommonQuery: Sendable, Hashable {
    public var srcClientId: SrcClientID
    /// Always there in the first generation; in the second the directory stands for it.
    public var serviceId: ServiceID?
    public var srcCorrelationId: CorrelationID?
    public var srciTransactionId: TransactionID?

    public init(
        srcClientId: SrcClientID, serviceId: ServiceID?, srcCorrelationId: CorrelationID? = nil,
        srciTransactionId: TransactionID? = nil
    ) {
        self.srcClientId = srcClientId
        self.serviceId = serviceId
        self.srcCorrelationId = srcCorrelationId
        self.srciTransactionId = srciTransactionId
    }

    /// Reads the query of a call without a body. Throws one error with every fault there is.
    public static func decode(_ query: QueryItems, generation: APIGeneration = .v1) throws(ServiceError) -> CommonQuery
    {
        var faults = FaultCollector(.query)
        let common = faults.common(query, generation)
        try faults.throwIfAny()
        guard let common else { throw ServiceError(.invalidArgument) }
        return common
    }
}

extension FaultCollector {
    mutating func common(_ query: QueryItems, _ generation: APIGeneration) -> CommonQuery? {
        let client: SrcClientID? = required(query, "srcClientId")
        let service: ServiceID? =
            generation == .v1 ? required(query, "serviceId") : optional(query, "serviceId")
        let correlation: CorrelationID? = optional(query, "srcCorrelationId")
        let transaction: TransactionID? = optional(query, "srciTransactionId")
        guard let client else { return nil }
        return CommonQuery(
            srcClientId: client, serviceId: service, srcCorrelationId: correlation, srciTransactionId: transaction)
    }

    /// The same out of a body, with the query for what the body does not have.
    mutating func common(_ body: JSONValue, _ query: QueryItems, _ generation: APIGeneration) -> CommonQuery? {
        let client: SrcClientID? = required(body, query, "srcClientId")
        let service: ServiceID? =
            generation == .v1 ? required(body, query, "serviceId") : optional(body, query, "serviceId")
        let correlation: CorrelationID? = optional(body, query, "srcCorrelationId")
        let transaction: TransactionID? = optional(body, query, "srciTransactionId")
        guard let client else { return nil }
        return CommonQuery(
            srcClientId: client, serviceId: service, srcCorrelationId: correlation, srciTransactionId: transaction)
    }

    private mutating func required<Value: WireText>(
        _ body: JSONValue, _ query: QueryItems, _ name: StaticString
    ) -> Value? {
        isOnlyInQuery(body, query, name) ? fromQuery(query, name) : required(body[name], name)
    }

    private mutating func optional<Value: WireText>(
        _ body: JSONValue, _ query: QueryItems, _ name: StaticString
    ) -> Value? {
        isOnlyInQuery(body, query, name) ? fromQuery(query, name) : optional(body[name], name)
    }

    private func isOnlyInQuery(_ body: JSONValue, _ query: QueryItems, _ name: StaticString) -> Bool {
        (body[name]?.isNull ?? true) && query.has(name)
    }

    private mutating func fromQuery<Value: WireText>(_ query: QueryItems, _ name: StaticString) -> Value? {
        var faults = FaultCollector(.query)
        let value: Value? = faults.optional(query, name)
        add(faults.details)
        return value
    }
}
