// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The query of a call that deletes a card or a profile (enrollment 10.3, 10.6).
public struct DeleteQuery: Sendable, Hashable {
    public static let reasons = ["SUSPECTED_FRAUD", "ACCOUNT_CLOSED", "OTHER", "DEFAULT"]
    public static let requestors = ["CARDHOLDER", "MERCHANT", "ISSUER", "WALLET"]

    public var common: CommonQuery
    public var reason: String?
    public var requestor: String?
    /// The profile to delete, when it is not in the path: `consumerId`, or its alias `srcConsumerId`.
    public var consumerId: String?

    /// - Parameter needsConsumerId: whether the call names its profile in the query. Without an id it is refused, so
    ///   that it can never mean every profile.
    public static func decode(
        _ query: QueryItems, needsConsumerId: Bool = false, generation: APIGeneration = .v1
    ) throws(ServiceError) -> DeleteQuery {
        var faults = FaultCollector(.query)
        let common = faults.common(query, generation)
        let reason = faults.word(query, "reason", reasons)
        let requestor = faults.word(query, "requestor", requestors)
        var consumer: TransactionID?
        if needsConsumerId {
            consumer =
                query.has("srcConsumerId") && !query.has("consumerId")
                ? faults.required(query, "srcConsumerId") : faults.required(query, "consumerId")
        }
        try faults.throwIfAny()
        guard let common else { throw ServiceError(.invalidArgument) }
        return DeleteQuery(common: common, reason: reason, requestor: requestor, consumerId: consumer?.value)
    }
}
