// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A card as it is enrolled (enrollment 5.4).
public struct EnrolledCard: Sendable, Hashable, Confidential {
    public static let nameCharactersMax = 256
    public static let paymentAccountReferenceCharactersMax = 256

    public var pan: PAN
    public var expiry: Expiry
    /// Only in a single enrollment. It must never be kept.
    public var securityCode: CardSecurityCode?
    public var cardholderFullName: String?
    public var cardholderFirstName: String?
    public var cardholderLastName: String?
    public var billingAddress: Address?
    public var paymentAccountReference: String?

    public init(
        pan: PAN, expiry: Expiry, securityCode: CardSecurityCode? = nil, cardholderFullName: String? = nil,
        cardholderFirstName: String? = nil, cardholderLastName: String? = nil, billingAddress: Address? = nil,
        paymentAccountReference: String? = nil
    ) {
        self.pan = pan
        self.expiry = expiry
        self.securityCode = securityCode
        self.cardholderFullName = cardholderFullName
        self.cardholderFirstName = cardholderFirstName
        self.cardholderLastName = cardholderLastName
        self.billingAddress = billingAddress
        self.paymentAccountReference = paymentAccountReference
    }

    public var maskedText: String { pan.panLastFour }
}
