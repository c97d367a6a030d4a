// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Directory
public import SignIn
public import Store

/// A consumer leaves Click to Pay (enrollment 13.2: "opts out").
///
/// No method may be called from a completion of the store: they wait for it.
public struct OptOut: Sendable {
    private let store: any DirectoryStore
    private let clock: any WallClock
    private let entropy: any EntropySource
    private let profiles: Profiles
    private let claims: CardClaims
    private let sessions: AccountSessions

    /// - Parameter profiles: with the notifications that issuers get.
    public init(
        store: any DirectoryStore, clock: any WallClock, entropy: any EntropySource, profiles: Profiles,
        claims: CardClaims, sessions: AccountSessions
    ) {
        self.store = store
        self.clock = clock
        self.entropy = entropy
        self.profiles = profiles
        self.claims = claims
        self.sessions = sessions
    }

    /// Deletes every profile that was found by what the consumer has proved, in all directories, with cards, tokens and
    /// remembered browsers, declines the cards that wait, and ends the session: all or nothing. Look-ups find nobody
    /// from then on.
    ///
    /// Profiles that are suspended or locked stay: their consumer may not use them, and not make them go away either.
    ///
    /// - Returns: how many stay.
    /// - Throws: `AccountRefusal.proofNeeded`.
    public func leave(_ session: AccountSession) throws -> Int {
        try session.needProof()
        let now = clock.now
        let requestor = AccountParty.requestor(entropy)
        let waiting = try claims.cards(of: session.signedIn)
        try store.write { [profiles, claims] writing in
            try claims.decline(waiting, by: requestor, at: now, in: writing)
            for row in session.signedIn.profiles where row.status == .active {
                // What the issuer has deleted a moment ago is gone.
                guard try writing.consumer(row.id) != nil else { continue }
                try profiles.delete(row.id, directory: row.directory, by: requestor, at: now, in: writing)
            }
            try writing.deleteSignIn(session.row)
        }
        profiles.kept()
        return session.signedIn.profiles.count { $0.status != .active }
    }
}
