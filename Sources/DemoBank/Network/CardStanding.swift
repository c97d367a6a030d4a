// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit

/// Where a card stands with Click to Pay, as far as the bank can tell.
struct CardStanding: Sendable {
    enum State: Sendable, CaseIterable {
        /// The processor has not made it yet.
        case notMade
        case ineligible
        case notAdded
        case processing
        case active
        case suspended
        case needsAuthentication
        case declined
        /// It is in Click to Pay, and the bank knows no token of it.
        case elsewhere
    }

    var state: State
    var face: CardFace?
    var token: KnownToken?
    /// What the network just said of the token; nil when it was not asked or did not answer.
    var found: FoundToken?
    var attempt: Attempt?
    /// Who would take the card; nil: it must not be offered.
    var requestor: TokenRequestor?
    /// The network did not answer: what is shown is what was known before.
    var isStale = false

    /// Whether the bank offers to add it.
    var isOffered: Bool {
        switch state {
        case .notAdded, .processing, .declined, .elsewhere: requestor != nil && face != nil
        default: false
        }
    }
}
