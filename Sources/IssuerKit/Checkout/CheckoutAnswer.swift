// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
internal import WireJSON

/// What the network has signed about a checkout (checkout 3.1). Nothing in it is secret.
public struct CheckoutAnswer: Sendable {
    public var srcCorrelationId: String
    /// The shop's own id, which it gave to its page.
    public var srciTransactionId: String?
    public var maskedCard: MaskedCard
    /// Nil for a guest.
    public var maskedConsumer: MaskedConsumer?
    public var shippingAddressZip: String?
    public var shippingCountryCode: String?
    public var assurance: Assurance?
    /// A JWE for the shop's payload key.
    var encryptedPayload: String?

    /// How sure the network is of who pays (checkout 2.10).
    public struct Assurance: Sendable, Hashable {
        /// `01` attempted, `02` authenticated, `06` merchant risk.
        public var eci: String?
        /// `01` 3-D Secure, `04` shared secret, `07` FIDO2, `24` passive; of the first verification.
        public var method: String?
        /// `01` verified, `02` not verified, `03` not performed, `04` not required.
        public var result: String?
    }

    /// Nil for what holds no checkout.
    init?(_ value: JSONValue) {
        guard let correlation = value["srcCorrelationId"]?.string,
            let card = value["maskedCard"].flatMap(MaskedCard.init)
        else { return nil }
        srcCorrelationId = correlation
        srciTransactionId = value["srciTransactionId"]?.string
        maskedCard = card
        maskedConsumer = value["maskedConsumer"].flatMap(MaskedConsumer.init)
        shippingAddressZip = value["shippingAddressZip"]?.string
        shippingCountryCode = value["shippingCountryCode"]?.string
        encryptedPayload = value["encryptedPayload"]?.string
        guard let data = value["assuranceData"], !data.isNull else { return }
        let first = data["verificationData"].flatMap { $0.kind == .array ? $0.elements.first { _ in true } : nil }
        assurance = Assurance(
            eci: data["eci"]?.string, method: first?["verificationMethod"]?.string,
            result: first?["verificationResults"]?.string)
    }
}

/// Why what a checkout brought cannot be used. Nothing of it is told.
public enum CheckoutFinding: Error, Sendable, Equatable {
    /// The network has not signed it.
    case notAuthentic
    /// It is of another checkout.
    case foreign
    /// It is no answer to a checkout, or it is encrypted to another key.
    case unreadable
}
