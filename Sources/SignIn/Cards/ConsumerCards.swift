// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
public import Directory
public import Enrollment
public import Store
public import Vault

/// What a consumer who has signed in is shown (checkout 4.6, 5.9).
///
/// No method may be called from a completion of the store: they wait for it.
public struct ConsumerCards: Sendable {
    /// A card that is shown.
    public struct Listed: Sendable {
        public var view: CardView
        public var eligibility: CardEligibility
        /// The directory of the program whose names and art it has.
        public var issuer: Int64

        public init(view: CardView, eligibility: CardEligibility, issuer: Int64) {
            self.view = view
            self.eligibility = eligibility
            self.issuer = issuer
        }
    }

    public struct Listing: Sendable {
        /// The first profile that may be used; nil: there is none.
        public var profile: ProfileView?
        /// The union of the cards of all directories, those that may be used first (checkout 2.4).
        public var cards: [Listed]
        /// What the consumer may claim (checkout 5.6).
        public var staged: [StagedCardView]
    }

    private let store: any DirectoryStore
    private let profiles: Profiles
    private let claims: CardClaims
    private let clock: any WallClock

    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, claims: CardClaims
    ) {
        self.store = store
        self.clock = clock
        self.claims = claims
        profiles = Profiles(store: store, vault: vault, clock: clock)
    }

    /// - Throws: ACCT_INACCESSIBLE when there are profiles and none of them may be used.
    public func listing(of signedIn: SignedIn) throws -> Listing {
        if signedIn.isInaccessible { throw BrowserError(.accountInaccessible, "The account cannot be used.") }
        let today = today
        var listing = Listing(profile: nil, cards: [], staged: try claims.cards(of: signedIn))
        for row in signedIn.profiles where row.status == .active {
            guard let profile = try read(row) else { continue }
            if listing.profile == nil { listing.profile = profile }
            listing.cards += try store.read { reading in
                try profile.cards.compactMap { view in
                    let eligibility = CardEligibility(view, today: today)
                    guard eligibility != .cancelled else { return nil }
                    return Listed(
                        view: view, eligibility: eligibility,
                        issuer: try reading.issuer(ofCard: view.row.id) ?? view.row.directory)
                }
            }
        }
        listing.cards = Self.ordered(listing.cards)
        return listing
    }

    /// The month that a card must not have expired before.
    public var today: CalendarMonth {
        let day = clock.now.day
        return CalendarMonth(year: day.year, month: day.month)
    }

    /// Nil: it was deleted a moment ago.
    private func read(_ row: ConsumerRow) throws -> ProfileView? {
        do {
            return try profiles.read(row.id, directory: row.directory)
        } catch DirectoryRefusal.noProfile {
            return nil
        }
    }

    /// Those that may be used first, and the newest of them first (checkout 2.4). A card that stands in two directories
    /// is shown once.
    static func ordered(_ cards: [Listed]) -> [Listed] {
        let sorted = cards.enumerated().sorted { left, right in
            if left.element.eligibility.canBegin != right.element.eligibility.canBegin {
                return left.element.eligibility.canBegin
            }
            let (one, other) = (left.element.view.row.created, right.element.view.row.created)
            return one == other ? left.offset < right.offset : one > other
        }
        var seen = Set<String>()
        return sorted.map(\.element).filter { seen.insert($0.view.card.clearPAN).inserted }
    }
}
