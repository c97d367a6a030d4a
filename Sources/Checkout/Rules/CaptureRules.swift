// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory

/// Data that a shop may want and that a profile may lack (checkout 6.3).
public enum CaptureField: String, Sendable, CaseIterable {
    case billingAddress
    case shippingAddress
    case consumerEmailAddress
    case consumerMobileNumber
    case consumerName

    public var isAddress: Bool { self == .billingAddress || self == .shippingAddress }
}

/// What becomes of one field of one checkout: the truth table of checkout 6.2.
public struct CaptureDecision: Sendable, Equatable {
    /// Why a field that was typed is kept or not (checkout 6.3).
    public enum Reason: String, Sendable {
        case stored = "STORED"
        case noDelegation = "NO_DELEGATION"
        case noConsent = "NO_CONSENT"
        case notCompleted = "NOT_COMPLETED"
        case alreadyPresent = "ALREADY_PRESENT"
    }

    public enum InPayload: Sendable, Equatable {
        case nothing
        /// What the directory has.
        case stored
        /// What was typed.
        case captured
    }

    /// Whether the consumer has to type it.
    public var isAsked: Bool
    public var inPayload: InPayload
    /// Whether the directory takes over what was typed.
    public var isStored: Bool
    /// Nil for a field that the shop does not want.
    public var reason: Reason?

    /// - Parameters:
    ///   - isRequested: R: the shop wants the field, or the card's address check does.
    ///   - isPresent: P: the directory has it.
    ///   - isCaptured: the consumer has typed it: because it was not there, or to have it otherwise.
    ///   - isDelegated: D: the issuer has delegated the field, as it is at completion.
    ///   - isConsented: C: the consumer agrees that it is stored with the issuer.
    ///   - isCompleted: K: the checkout ends COMPLETE.
    public init(
        isRequested: Bool, isPresent: Bool, isCaptured: Bool, isDelegated: Bool, isConsented: Bool, isCompleted: Bool
    ) {
        isAsked = isRequested && !isPresent
        isStored = false
        inPayload = .nothing
        reason = nil
        guard isRequested else { return }
        if isCompleted { inPayload = isCaptured ? .captured : isPresent ? .stored : .nothing }
        if isPresent, !isCaptured {
            reason = .alreadyPresent
        } else if !isCompleted || !isCaptured {
            reason = .notCompleted
        } else if !isDelegated {
            reason = .noDelegation
        } else if !isConsented {
            reason = .noConsent
        } else {
            reason = .stored
            isStored = true
        }
    }
}

/// What was decided about a field, for `dataCapture`.
public struct CaptureOutcome: Sendable, Equatable {
    public var field: CaptureField
    /// Whether the value was typed at this checkout; otherwise the directory has it.
    public var isFromCheckout: Bool
    public var reason: CaptureDecision.Reason

    public init(field: CaptureField, isFromCheckout: Bool, reason: CaptureDecision.Reason) {
        self.field = field
        self.isFromCheckout = isFromCheckout
        self.reason = reason
    }
}

extension TransactionOptions {
    /// The fields that the shop wants (checkout 6.3, "Which request flag asks for which field").
    var requestedFields: [CaptureField] {
        var fields: [CaptureField] = []
        if billing != .none { fields.append(.billingAddress) }
        if shipping != .none { fields.append(.shippingAddress) }
        if isEmailRequested { fields.append(.consumerEmailAddress) }
        if isPhoneRequested { fields.append(.consumerMobileNumber) }
        if isNameRequested { fields.append(.consumerName) }
        return fields
    }
}

extension CheckoutUpdates {
    /// Whether the issuer has delegated a field (checkout 6.1: two are named).
    func allows(_ field: CaptureField) -> Bool {
        switch field {
        case .billingAddress: billingAddress
        case .shippingAddress: shippingAddress
        case .consumerEmailAddress, .consumerMobileNumber, .consumerName: false
        }
    }
}
