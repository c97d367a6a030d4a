// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import Store

/// Something that is still to be done with a card (checkout 2.5).
public enum PendingEvent: String, Sendable, CaseIterable {
    /// A billing address is wanted.
    case addressCheck = "PENDING_AVS"
    case strongAuthentication = "PENDING_SCA"
    case consumerVerification = "PENDING_CONSUMER_IDV"
}

/// Who may pay with which card: the matrix of checkout 5.9, row by row.
public struct CheckoutEligibility: Sendable, Equatable {
    public var consumer: ConsumerRow.Status
    public var card: CardRow.Status
    public var isExpired: Bool
    public var pending: Set<PendingEvent>

    public init(consumer: ConsumerRow.Status, card: CardRow.Status, isExpired: Bool, pending: Set<PendingEvent>) {
        self.consumer = consumer
        self.card = card
        self.isExpired = isExpired
        self.pending = pending
    }

    /// What a card says of itself.
    ///
    /// - Parameter today: an expiry before this month is over.
    public init(
        consumer: ConsumerRow.Status, card: CardRow.Status, month: String, year: String, pendingEvents: String?,
        today: CalendarMonth
    ) {
        let expiry = Int(month).flatMap { month in Int(year).flatMap { Expiry(month: month, year: $0) } }
        self.init(
            consumer: consumer, card: card, isExpired: expiry?.isPast(at: today) ?? true,
            pending: Set(
                (pendingEvents ?? "").split(separator: ",").map { word in
                    // What is not known here is for the issuer to clear, as an authentication is.
                    PendingEvent(rawValue: String(word)) ?? .strongAuthentication
                }))
    }

    /// The column Checkout.
    public enum AtCheckout: Sendable, Equatable {
        case proceed
        case steps([CheckoutStep])
        case refused(CheckoutRefusal.Reason)
    }

    public var atCheckout: AtCheckout {
        if consumer != .active { return .refused(.accountInaccessible) }
        switch card {
        case .suspended, .cancelled: return .refused(.cardNotRecognized)
        case .active: break
        }
        if isExpired { return .refused(.cardExpiryInvalid) }
        var steps: [CheckoutStep] = []
        if pending.contains(.addressCheck) { steps.append(.dataCapture) }
        if needsAuthentication { steps.append(.authentication) }
        return steps.isEmpty ? .proceed : .steps(steps)
    }

    public var needsAuthentication: Bool {
        pending.contains(.strongAuthentication) || pending.contains(.consumerVerification)
    }

    /// The column Credentials: nil for 200.
    public var credentialsFault: ServiceError? {
        if consumer != .active { return ServiceError(.permissionDenied, "The consumer is not active.") }
        switch card {
        case .cancelled: return Self.fault(.cardNotFound, "There is no such card.")
        case .suspended: return Self.fault(.suspendedCard, "The card is suspended.")
        case .active: break
        }
        if isExpired { return Self.fault(.inactiveCard, "The card is expired.") }
        return pending.isEmpty ? nil : Self.fault(.invalidState, "Something is still to be done with the card.")
    }

    static func fault(_ reason: DetailReason, _ message: String, _ source: String = "srcDigitalCardId") -> ServiceError
    {
        ServiceError(.invalidArgument, message, details: [ErrorDetail(reason, .body, source, message)])
    }
}
