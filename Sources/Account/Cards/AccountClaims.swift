// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import Enrollment
public import SignIn

/// A consumer claims cards that wait, one after the other (checkout 5.6).
public struct AccountClaims: Sendable {
    /// Cards of one form at most.
    public static let cardsMax = 20

    private let claims: CardClaims
    private let entropy: any EntropySource
    private let later: @Sendable (@escaping @Sendable () -> Void) -> Void

    /// - Parameter later: runs a job on a thread that may wait for the store.
    public init(
        claims: CardClaims, entropy: any EntropySource,
        later: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void
    ) {
        self.claims = claims
        self.entropy = entropy
        self.later = later
    }

    /// What became of the cards, by their ids: nothing for those that were added.
    public typealias Refusals = [String: BrowserError]

    /// Claims cards. Those that are refused stay claimable.
    ///
    /// - Parameters:
    ///   - ids: as `CardClaims.id(of:)` gives them; no more than `cardsMax` count.
    ///   - compliance: what the consumer accepts: terms and privacy notice both.
    ///   - completion: called once, from a thread that may wait for the store. The failure is a fault of the server.
    public func claim(
        _ ids: [String], of session: AccountSession, compliance: ComplianceSettings,
        completion: @escaping @Sendable (Result<Refusals, any Error>) -> Void
    ) {
        next(ids.prefix(Self.cardsMax), session, compliance, [:], completion)
    }

    private func next(
        _ ids: ArraySlice<String>, _ session: AccountSession, _ compliance: ComplianceSettings,
        _ refusals: Refusals, _ completion: @escaping @Sendable (Result<Refusals, any Error>) -> Void
    ) {
        guard let id = ids.first else { return completion(.success(refusals)) }
        claims.provision(
            id, of: session.signedIn, compliance: compliance, by: AccountParty.requestor(entropy)
        ) { result in
            later {
                var refusals = refusals
                switch result {
                case .success: break
                case .failure(let refusal as BrowserError) where refusal.status < 500: refusals[id] = refusal
                case .failure(let fault): return completion(.failure(fault))
                }
                next(ids.dropFirst(), session, compliance, refusals, completion)
            }
        }
    }
}
