// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay

/// Which of an issuer's cards may be offered for Click to Pay (token-connect 3, the client's rule): those in a range
/// for which the answer lists the token requestor, and that a browser can be sent to. One that is not listed is no
/// error: the card is not offered.
public struct PushEligibility: Sendable {
    public enum Verdict: Sendable, Hashable {
        case offer(TokenRequestor)
        case withhold(Reason)
    }

    /// Why a card is not offered.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The card is in none of the issuer's ranges that were asked about.
        case outsideRanges = "the card is in none of the ranges"
        /// The answer does not list the token requestor at all.
        case notListed = "the token requestor is not listed"
        /// It is listed, and not for this range.
        case rangeNotEnabled = "the range is not enabled for the token requestor"
        /// It is listed, and no browser can be sent there.
        case noWebPush = "the token requestor takes no push by the web"
    }

    /// How long an answer is good. Ask again, too, after an unexpected `ACCOUNT_INELIGIBLE` (token-connect 14).
    public static let freshness = Duration.seconds(14 * 24 * 3600)

    public let ranges: [IssuerRange]
    public let fetchedAt: Timestamp
    private let requestor: TokenRequestor?

    /// - Parameters:
    ///   - ranges: the issuer's ranges whose starts were asked about. Where they overlap, the one that starts
    ///     last counts.
    ///   - fetchedAt: when the answer came.
    public init(
        _ answer: EligibleTokenRequestors, ranges: [IssuerRange], fetchedAt: Timestamp,
        tokenRequestorId: TokenRequestorID = .clickToPay
    ) {
        self.ranges = ranges.sorted { $0.start > $1.start }
        self.fetchedAt = fetchedAt
        requestor = answer.tokenRequestors.first { $0.tokenRequestorId == tokenRequestorId }
    }

    public func isStale(at now: Timestamp) -> Bool {
        now >= fetchedAt.advanced(by: Self.freshness)
    }

    public func verdict(for pan: PAN) -> Verdict {
        guard let range = ranges.first(where: { $0.holds(pan) }) else { return .withhold(.outsideRanges) }
        return verdict(for: range.start)
    }

    /// The verdict on all cards of the range that starts there.
    public func verdict(for start: AccountRangeStart) -> Verdict {
        guard let requestor else { return .withhold(.notListed) }
        guard requestor.enabledAccountRanges.contains(start) else { return .withhold(.rangeNotEnabled) }
        return requestor.takesWebPush ? .offer(requestor) : .withhold(.noWebPush)
    }
}
