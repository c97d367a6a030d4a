// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Store
internal import Tokenization

/// The decision table of card management (processing 7.3), for a PAN that it has made: a function of the card and of
/// what is asked.
struct TokenRules: Sendable {
    /// Tokens of one card at most.
    static let tokensMax = 10
    /// What is pending when more authentication is wanted first.
    static let pendingEvent = "PENDING_SCA"

    var row: CardContractRow
    var cardExpiry: Expiry
    /// The expiry that came with the question.
    var askedExpiry: Expiry
    var isTokenizable: Bool
    /// Tokens that the card has, in any state but deactivated.
    var tokenCount: Int
    var now: Timestamp
    var today: CalendarMonth

    /// The first check that fails decides; a whitelist stands above none of the declines.
    var decision: TokenizationDecision {
        if classifier == .blacklist { return .refuse(.declinedFor(.blacklisted)) }
        if !isTokenizable { return .refuse(.notTokenizable) }
        guard row.statusCode == CardStatus.ok.rawValue, row.isActivated else {
            return .refuse(.declinedFor(.cardStatus))
        }
        if cardExpiry.isPast(at: today) { return .refuse(.declinedFor(.cardExpired)) }
        if askedExpiry != cardExpiry { return .refuse(.declinedFor(.otherExpiry)) }
        if tokenCount >= Self.tokensMax { return .refuse(.declinedFor(.tokenLimit)) }
        return classifier == .yellowlist ? .approvePending(event: Self.pendingEvent) : .approve
    }

    /// The classifier, on the days that it counts on.
    private var classifier: CardContractRow.Classifier {
        if let start = row.classifierStart, now < start { return .normal }
        if let end = row.classifierEnd, now >= end { return .normal }
        return row.classifier
    }
}

extension TokenizationDecision {
    /// What an authorization is answered with (processing 7.3).
    var responseCode: String {
        switch self {
        case .approve: "00"
        case .approvePending: "85"
        case .refuse(.invalidPAN): "14"
        case .refuse(.declinedFor(let reason)): reason.responseCode
        case .refuse: "05"
        }
    }
}
