// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The query of a call that reads a card (enrollment 10.4).
public struct CardQuery: Sendable, Hashable {
    public var common: CommonQuery
    /// Whether the answer shall carry `encryptedPaymentData`.
    public var tokenRequested: Bool
    public var keyFingerprintId: KeyFingerprintID?

    public static func decode(_ query: QueryItems, generation: APIGeneration = .v1) throws(ServiceError) -> CardQuery {
        var faults = FaultCollector(.query)
        let common = faults.common(query, generation)
        let tokenRequested = faults.boolean(query, "tokenRequested") ?? false
        let fingerprint: KeyFingerprintID? = faults.optional(query, "keyFingerprintId")
        try faults.throwIfAny()
        guard let common else { throw ServiceError(.invalidArgument) }
        return CardQuery(common: common, tokenRequested: tokenRequested, keyFingerprintId: fingerprint)
    }
}
