// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import Directory
internal import Store

/// Whether a card may be used at a checkout (checkout 5.9).
public enum CardEligibility: Sendable, Equatable {
    case usable
    /// Something is to be done first: `PENDING_AVS`, `PENDING_SCA`, `PENDING_CONSUMER_IDV`.
    case pending([String])
    case suspended
    /// Its month is over.
    case expired
    /// It is never shown.
    case cancelled

    /// - Parameter today: the month that a card must not have expired before.
    public init(_ view: CardView, today: CalendarMonth) {
        let events = view.card.pendingEvents?.split(separator: ",").map(String.init) ?? []
        switch view.row.status {
        case .cancelled: self = .cancelled
        case .suspended: self = .suspended
        case .active where Self.isOver(view.card, today): self = .expired
        case .active: self = events.isEmpty ? .usable : .pending(events)
        }
    }

    /// Whether a checkout with it can begin.
    public var canBegin: Bool {
        switch self {
        case .usable, .pending: true
        case .suspended, .expired, .cancelled: false
        }
    }

    private static func isOver(_ card: StoredCard, _ today: CalendarMonth) -> Bool {
        guard let month = Int(card.panExpirationMonth), let year = Int(card.panExpirationYear) else { return true }
        return (year, month) < (today.year, today.month)
    }
}
