// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// A card: read (enrollment 10.4), changed (10.5) or enrolled (6.5).
public struct CardResponse: Sendable, Hashable {
    public var srcCorrelationId: String
    public var maskedCard: MaskedCard
    /// Only in the answer to an enrollment.
    public var maskedConsumer: MaskedConsumer?
    /// JWE for the client's payload key, where that was arranged.
    public var encryptedPaymentData: String?
    /// JWE for the client's payload key, in the receipt route.
    public var encryptedPushAccountData: String?
    /// Names the key of either.
    public var keyFingerprintId: String?

    public init(
        srcCorrelationId: String, maskedCard: MaskedCard, maskedConsumer: MaskedConsumer? = nil,
        encryptedPaymentData: String? = nil, encryptedPushAccountData: String? = nil, keyFingerprintId: String? = nil
    ) {
        self.srcCorrelationId = srcCorrelationId
        self.maskedCard = maskedCard
        self.maskedConsumer = maskedConsumer
        self.encryptedPaymentData = encryptedPaymentData
        self.encryptedPushAccountData = encryptedPushAccountData
        self.keyFingerprintId = keyFingerprintId
    }

    /// The body of the answer. The second generation names its parts `credential` and `consumer`.
    public func json(generation: APIGeneration = .v1) -> [UInt8] {
        var writer = JSONWriter(capacity: 1536)
        writer.object { writer in
            writer.member("srcCorrelationId", srcCorrelationId)
            writer.key(generation == .v1 ? "maskedCard" : "credential")
            maskedCard.write(to: &writer)
            if let maskedConsumer {
                writer.key(generation == .v1 ? "maskedConsumer" : "consumer")
                maskedConsumer.write(to: &writer)
            }
            writer.member("encryptedPaymentData", encryptedPaymentData)
            writer.member("encryptedPushAccountData", encryptedPushAccountData)
            writer.member("keyFingerprintId", keyFingerprintId)
        }
        return writer.bytes
    }

    /// Reads the answer of either generation; nil when it has no card. Some servers put the consumer into the card.
    public init?(_ value: JSONValue) {
        guard let object = value["maskedCard"] ?? value["credential"], let card = MaskedCard(object) else { return nil }
        let consumer = value["maskedConsumer"] ?? value["consumer"] ?? object["maskedConsumer"]
        self.init(
            srcCorrelationId: value["srcCorrelationId"]?.string ?? "", maskedCard: card,
            maskedConsumer: consumer.flatMap(MaskedConsumer.init),
            encryptedPaymentData: value["encryptedPaymentData"]?.string,
            encryptedPushAccountData: value["encryptedPushAccountData"]?.string,
            keyFingerprintId: value["keyFingerprintId"]?.string)
    }
}
