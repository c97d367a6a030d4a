// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What a shop is expected to tell of a checkout (checkout 4.10).
public enum PurchaseSituation: String, Sendable, CaseIterable {
    case authorized = "AUTHORIZED"
    case declined = "DECLINED"
    /// The payload was received, and no authorization followed.
    case neverAuthorized = "NEVER_AUTHORIZED"
    case cancelled = "CANCELLED_AFTER_AUTHORIZATION"
    case refund = "REFUND"

    /// The situation that codes tell of; nil: none of the five.
    ///
    /// - Parameters:
    ///   - type: `checkoutEventType`.
    ///   - status: `checkoutEventStatus`.
    ///   - result: `confirmationStatus`.
    public init?(type: String, status: String, result: String?) {
        switch (type, status, result) {
        case ("01", "02", "01"?): self = .authorized
        case ("01", "05", "02"?): self = .declined
        case ("04", "03", "03"?): self = .neverAuthorized
        case ("04", "03", "01"?): self = .cancelled
        case ("03", "02", "01"?): self = .refund
        default: return nil
        }
    }
}
