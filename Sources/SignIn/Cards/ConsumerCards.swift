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
        /// When a checkout with it last completed; nil: never.
        public var lastUsed: Timestamp?

        public init(view: CardView, eligibility: CardEligibility, issuer: Int64, lastUsed: Timestamp? = nil) {
            self.view = view
            self.eligibility = eligibility
            self.issuer = issuer
            self.lastUsed = lastUsed
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
    private let tokens: IdTokens
    private let clock: any WallClock

    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, claims: CardClaims, tokens: IdTokens
    ) {
        self.store = store
        self.clock = clock
        self.claims = claims
        self.tokens = tokens
        profiles = Profiles(store: store, vault: vault, clock: clock)
    }

    /// Who an ID token stands for, and what they have, all as of one moment; nil: AUTH_INVALID.
    ///
    /// - Throws: as `listing(of:)`.
    public func listing(
        ofToken token: String, client: String
    ) throws -> (signedIn: SignedIn, listing: Listing)? {
        guard let verified = try tokens.verify(token, client: client) else { return nil }
        return try store.read { reading in
            guard let signedIn = try tokens.signedIn(verified, client: client, in: reading) else { return nil }
            return (signedIn, try listing(of: signedIn, in: reading))
        }
    }

    /// - Throws: ACCT_INACCESSIBLE when there are profiles and none of them may be used.
    public func listing(of signedIn: SignedIn) throws -> Listing {
        try store.read { reading in
            // As it is now.
            var signedIn = signedIn
            signedIn.profiles = try signedIn.profiles.compactMap { try reading.consumer($0.id) }
            return try listing(of: signedIn, in: reading)
        }
    }

    private func listing(of signedIn: SignedIn, in reading: any DirectoryReading) throws -> Listing {
        if signedIn.isInaccessible { throw BrowserError(.accountInaccessible, "The account cannot be used.") }
        let today = today
        var listing = Listing(profile: nil, cards: [], staged: try claims.cards(of: signedIn, in: reading))
        for row in signedIn.profiles where row.status == .active {
            let held = try reading.heldCards(by: row.id)
            let profile = try profiles.view(row, held)
            if listing.profile == nil { listing.profile = profile }
            listing.cards += zip(profile.cards, held).compactMap { view, held in
                let eligibility = CardEligibility(view, today: today)
                guard eligibility != .cancelled else { return nil }
                return Listed(
                    view: view, eligibility: eligibility, issuer: held.issuer ?? view.row.directory,
                    lastUsed: held.lastUsed)
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

    /// Those that may be used first; of them the one that was used last, then what was never used, the newest first
    /// (checkout 2.4). A card that stands in two directories is shown once.
    static func ordered(_ cards: [Listed]) -> [Listed] {
        let sorted = cards.enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            if one.eligibility.canBegin != other.eligibility.canBegin { return one.eligibility.canBegin }
            if one.lastUsed != other.lastUsed { return isLater(one.lastUsed, other.lastUsed) }
            let (first, second) = (one.view.row.created, other.view.row.created)
            return first == second ? left.offset < right.offset : first > second
        }
        var seen = Set<String>()
        return sorted.map(\.element).filter { seen.insert($0.view.card.clearPAN).inserted }
    }

    private static func isLater(_ one: Timestamp?, _ other: Timestamp?) -> Bool {
        guard let one else { return false }
        return other.map { one > $0 } ?? true
    }
}
