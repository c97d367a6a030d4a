// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import ClickToPay
public import Directory
internal import PhoneNumbers
public import Store
internal import Tokenization
public import Vault

/// Enrolls one card while the caller waits (enrollment 6.2): finds where it belongs, asks for its tokenization, and
/// makes profile, card and token in one transaction. When any of that fails nothing stays, no empty profile either
/// (6.7).
public struct CardEnrollment: Sendable {
    /// How often a card that vanishes between the look and the write is started again.
    private static let attemptsMax = 3

    private let directory: any DirectoryStore
    private let vault: Vault
    private let mint: TokenMint
    private let clock: any WallClock
    private let isSandbox: Bool
    private let notifications: Notifications?
    private let authorization: AuthorizationCalls?

    /// A card that the issuer declined, and wants to be told of.
    private struct Declined: Error {
        var error: ServiceError
        var notification: NotificationDraft
    }

    /// - Parameters:
    ///   - isSandbox: whether reserved PANs and identities have their effects (enrollment 18.2).
    ///   - notifications: writes what issuers are told; nil: they are told nothing.
    ///   - authorization: asks the issuers that decide themselves; nil: the stand-in rule decides for all.
    public init(
        directory: any DirectoryStore, vault: Vault, clock: any WallClock, isSandbox: Bool,
        notifications: Notifications? = nil, authorization: AuthorizationCalls? = nil
    ) {
        self.authorization = authorization
        self.notifications = notifications
        self.directory = directory
        self.vault = vault
        self.mint = TokenMint(vault: vault)
        self.clock = clock
        self.isSandbox = isSandbox
    }

    /// Enrolls the card. `completion` is called once, when the outcome is on disk: from the writer's thread, or from
    /// this one when the card is refused before.
    ///
    /// The failure is a `ServiceError` for the caller, or a fault of the server.
    public func enroll(_ order: CardOrder, completion: @escaping @Sendable (Result<CardOutcome, any Error>) -> Void) {
        enroll(order, attempt: 1, completion: completion)
    }

    private func enroll(
        _ order: CardOrder, attempt: Int, completion: @escaping @Sendable (Result<CardOutcome, any Error>) -> Void
    ) {
        do {
            let candidate = try look(order)
            guard let authorization, let request = candidate.request(order, authorization) else {
                return try write(commit(candidate, order, candidate.decision), order, attempt, completion)
            }
            authorization.ask(request) { decision in
                do {
                    try write(commit(candidate, order, decision), order, attempt, completion)
                } catch let declined as Declined {
                    refuse(declined, completion: completion)
                } catch {
                    completion(.failure(error))
                }
            }
        } catch let declined as Declined {
            refuse(declined, completion: completion)
        } catch {
            completion(.failure(error))
        }
    }

    private func write(
        _ commit: CardCommit, _ order: CardOrder, _ attempt: Int,
        _ completion: @escaping @Sendable (Result<CardOutcome, any Error>) -> Void
    ) {
        let outcome = CardOutcomeBox()
        let finish: @Sendable (Result<Void, any Error>) -> Void = { result in
            switch result {
            case .success:
                commit.notifications?.kept()
                completion(outcome.value.map { .success($0) } ?? .failure(ServiceError.internalFault))
            case .failure(is CardCommit.Stale) where attempt < Self.attemptsMax:
                enroll(order, attempt: attempt + 1, completion: completion)
            case .failure(is CardCommit.Stale):
                completion(.failure(ServiceError(.aborted, "The card was changed at the same time; try again.")))
            case .failure(let error as StoreError) where error.code == .full || error.code == .closed:
                completion(.failure(ServiceError(.unavailable, "The server is busy; try again.")))
            case .failure(let error): completion(.failure(error))
            }
        }
        directory.submit({ outcome.value = try commit.apply(to: $0) }, completion: finish)
    }

    /// The call is refused once the issuer's notification is on disk, and also when it cannot be written.
    private func refuse(
        _ declined: Declined, completion: @escaping @Sendable (Result<CardOutcome, any Error>) -> Void
    ) {
        directory.submit(
            { try $0.insert(notifications: [declined.notification]) },
            completion: { [notifications] _ in
                notifications?.kept()
                completion(.failure(declined.error))
            })
    }

    /// A card before anybody has decided about its token.
    private struct Candidate {
        var now: Timestamp
        var consumer: ConsumerRow
        var id: Int64
        var pan: BlindIndex
        var isNew: Bool
        /// What the network's own rules say.
        var decision: TokenizationDecision
        var suspendAfter: Duration?
        /// A PAN of the sandbox with an effect of its own: nobody is asked about it.
        var isReserved: Bool

        /// The question to the issuer, when it is one that decides itself and there is something left to decide.
        func request(_ order: CardOrder, _ calls: AuthorizationCalls) -> AuthorizationRequest? {
            guard isNew, !isReserved, decision == .approve, !order.settings.deferredTokenization,
                calls.point.decides(for: order.decider.directory)
            else { return nil }
            return AuthorizationRequest(
                directory: order.decider.directory, card: id, pan: order.card.pan, expiry: order.card.expiry)
        }
    }

    /// Finds what the network's own rules say about the card's token, and where that is not enough, whether the card is
    /// there.
    private func look(_ order: CardOrder) throws -> Candidate {
        let now = clock.now
        let trigger = isSandbox ? SandboxTrigger.card(order.card.pan) : nil
        if isSandbox, let fault = sandboxFault(of: order) { throw fault }
        let decision =
            order.prescribed ?? trigger?.decision
            ?? StandInDecision(ranges: order.decider.settings.accountRangeTable).decide(
                panDigits: order.card.pan.revealDigits(), isMaestro: order.card.pan.scheme == .maestro)
        var candidate = Candidate(
            now: now, consumer: try owner(of: order) ?? row(order, now: now),
            id: directory.reserveCardIDs(1).lowerBound,
            pan: vault.panIndex(order.card.pan, directory: order.directory), isNew: true, decision: decision,
            isReserved: trigger != nil || order.prescribed != nil)
        if case .suspendToken(let seconds) = trigger { candidate.suspendAfter = .seconds(seconds) }
        if needsLook(candidate, order) { candidate.isNew = try isNew(candidate, order) }
        return candidate
    }

    /// The profile that the consumer owns, where that is known.
    private func owner(of order: CardOrder) throws -> ConsumerRow? {
        guard let profile = order.profile else { return nil }
        guard let row = try directory.read({ try $0.consumer(profile) }), row.directory == order.directory else {
            throw DirectoryRefusal.noProfile
        }
        return row
    }

    /// Whether it matters before the write if the card is there already: nobody is asked about such a card, and none
    /// is declined. A card that is approved anyway is looked up by the writer alone.
    private func needsLook(_ candidate: Candidate, _ order: CardOrder) -> Bool {
        if candidate.decision != .approve { return true }
        guard let authorization else { return false }
        return candidate.request(order, authorization) != nil
    }

    private func isNew(_ candidate: Candidate, _ order: CardOrder) throws -> Bool {
        let placement = try directory.read { reading in
            try CardPlacement.find(
                candidate.consumer, pan: candidate.pan, externalCardId: order.externalCardId?.value,
                cardsMax: order.settings.cardsPerProfileMax, generation: order.generation,
                isLinked: order.consumer.isLinked, attaching: order.settings.attachPartialMatches, in: reading)
        }
        switch placement {
        case .refused(let error): throw error
        case .existing: return false
        case .newCard, .newProfile: return true
        }
    }

    /// The rows, with a token when the card is new. Throws the refusal that the decision is.
    private func commit(
        _ candidate: Candidate, _ order: CardOrder, _ decision: TokenizationDecision
    ) throws -> CardCommit {
        var stored = StoredCard(order.card, holder: order.consumer, pendingEvents: nil)
        var token: TokenRow?
        if candidate.isNew {
            stored.pendingEvents = try pendingEvents(order, decision, candidate.id)
            if !order.settings.deferredTokenization {
                token = try mint.mint(
                    card: candidate.id, directory: order.directory,
                    panDigits: order.card.pan.withRevealedDigits { Array($0) },
                    state: stored.pendingEvents == nil ? .active : .inactive, now: candidate.now)
            }
        }
        let card = CardRow(
            id: candidate.id, directory: order.directory, consumer: 0, externalCardId: order.externalCardId?.value,
            pan: candidate.pan, bin: Int64(order.card.pan.panBin) ?? 0,
            lastFour: Int64(order.card.pan.panLastFour) ?? 0,
            sealed: vault.seal(stored.encoded, as: SealedRow(.card, candidate.id)), created: candidate.now)
        return CardCommit(
            consumer: candidate.consumer, card: card, stored: stored, token: token, isTokenized: candidate.isNew,
            suspendAfter: candidate.suspendAfter, staged: order.staged, receipt: order.receipt,
            issuer: order.issuer?.directory, isTyped: order.isTyped, isOwner: order.profile != nil,
            consents: order.profile == nil ? nil : order.consumer.compliance,
            cardsMax: order.settings.cardsPerProfileMax,
            emptyProfiles: order.settings.emptyProfiles,
            generation: order.generation, isLinked: order.consumer.isLinked,
            attaches: order.settings.attachPartialMatches, requestor: order.requestor,
            isCardholderTold: order.decider.settings.cardholderMessages,
            notifications: candidate.isNew ? notifications(for: order) : nil, vault: vault, now: candidate.now)
    }

    private func row(_ order: CardOrder, now: Timestamp) -> ConsumerRow {
        let id = directory.reserveConsumerIDs(1).lowerBound
        let (email, mobile, more) = vault.identifiers(of: order.consumer, directory: order.directory)
        return ConsumerRow(
            id: id, directory: order.directory, externalConsumerId: order.externalConsumerId?.value, email: email,
            mobile: mobile, moreIdentifiers: more,
            sealed: vault.seal(StoredConsumer(order.consumer, now: now).encoded, as: SealedRow(.consumer, id)),
            created: now)
    }

    private func sandboxFault(of order: CardOrder) -> ServiceError? {
        switch SandboxTrigger.consumer(order.consumer) {
        case .lockConsumer: CallFaults.error(for: ProfileResolution.Refusal.profileNotActive)
        case .ambiguousConsumer: CallFaults.error(for: ProfileResolution.Refusal.ambiguous)
        default: nil
        }
    }

    /// What is pending at the issuer although it has approved. Throws the refusal that the decision is.
    private func pendingEvents(
        _ order: CardOrder, _ decision: TokenizationDecision, _ card: Int64
    ) throws -> String? {
        switch order.settings.deferredTokenization ? decision.withoutIssuer : decision {
        case .refuse(let refusal):
            let error = CallFaults.error(for: refusal)
            throw try declined(order, refusal, card, error) ?? error
        case .approvePending(let event): return event
        case .approve: return nil
        }
    }

    private func notifications(for order: CardOrder) -> Notifications? {
        order.decider.settings.notificationURL.isEmpty ? nil : notifications
    }

    private func declined(
        _ order: CardOrder, _ refusal: TokenizationDecision.Refusal, _ card: Int64, _ error: ServiceError
    ) throws -> Declined? {
        guard let notifications = notifications(for: order),
            let declined = DeclinedCard(
                refusal, id: card, directory: order.decider.directory, bin: Int64(order.card.pan.panBin) ?? 0,
                lastFour: Int64(order.card.pan.panLastFour) ?? 0,
                externalConsumerId: order.externalConsumerId?.value, externalCardId: order.externalCardId?.value)
        else { return nil }
        return Declined(error: error, notification: try notifications.declined(declined))
    }
}

/// Carries the outcome from the job to its completion. Both run on the writer's thread, one after the other; a job that
/// runs again assigns it anew.
private final class CardOutcomeBox: @unchecked Sendable {
    var value: CardOutcome?
}
