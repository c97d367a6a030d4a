// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What the account range's decision point says to a tokenization (enrollment 6.2; the authorization request of
/// processing 7).
public enum TokenizationDecision: Sendable, Equatable {
    /// The token may be made and is active at once.
    case approve
    /// The token may be made; something is still pending at the issuer (`PENDING_SCA` and its like).
    case approvePending(event: String)
    case refuse(Refusal)

    /// Why card management declines (processing 7.3, 7.5).
    public enum DeclineReason: Sendable, Equatable, CaseIterable {
        case blacklisted
        /// Blocked, lost, stolen or not activated.
        case cardStatus
        case cardExpired
        /// The expiry that came is not the card's.
        case otherExpiry
        case tokenLimit

        /// What the authorization is answered with.
        public var responseCode: String { self == .cardExpired ? "54" : "05" }

        /// The word that the issuer is told.
        public var word: String {
            switch self {
            case .blacklisted: "BLACKLISTED"
            case .cardStatus: "CARD_STATUS"
            case .cardExpired, .otherExpiry: "CARD_EXPIRED"
            case .tokenLimit: "TOKEN_LIMIT"
            }
        }
    }

    public enum Refusal: Sendable, Equatable {
        /// The token service does not know such a PAN.
        case invalidPAN
        /// The range or market is not eligible.
        case ineligible
        /// The range is not enabled for tokenization.
        case notTokenizable
        /// The issuer said no.
        case declined
        /// The issuer's card management said no, and why.
        case declinedFor(DeclineReason)
        /// The issuer did not answer in time. Transient: worth another try.
        case noResponse
    }
}

extension TokenizationDecision {
    /// What is left of a decision when tokenization waits for the first checkout: the card must be eligible, and the
    /// issuer is not asked (enrollment 13.7).
    public var withoutIssuer: TokenizationDecision {
        switch self {
        case .refuse(.ineligible), .refuse(.invalidPAN): self
        default: .approve
        }
    }
}

/// Decides for a program whose issuer has no decision point of its own connected: every eligible card is approved.
/// The bank itself starts an enrollment, so a decline would be a surprise ("no red path").
public struct StandInDecision: Sendable {
    private let ranges: AccountRangeTable

    public init(ranges: AccountRangeTable) {
        self.ranges = ranges
    }

    public func decide(panDigits: String, isMaestro: Bool) -> TokenizationDecision {
        let rule = ranges.rule(panDigits: panDigits, isMaestro: isMaestro)
        if !rule.isEligible { return .refuse(.ineligible) }
        return rule.isTokenizable ? .approve : .refuse(.notTokenizable)
    }
}
