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

    /// A card that the issuer declined, and wants to be told of.
    private struct Declined: Error {
        var error: ServiceError
        var notification: NotificationDraft
    }

    /// - Parameters:
    ///   - isSandbox: whether reserved PANs and identities have their effects (enrollment 18.2).
    ///   - notifications: writes what issuers are told; nil: they are told nothing.
    public init(
        directory: any DirectoryStore, vault: Vault, clock: any WallClock, isSandbox: Bool,
        notifications: Notifications? = nil
    ) {
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
        let commit: CardCommit
        do {
            commit = try prepare(order)
        } catch let declined as Declined {
            return refuse(declined, completion: completion)
        } catch {
            return completion(.failure(error))
        }
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

    /// Everything that needs no write: the rows, and the issuer's decision when the card is new.
    private func prepare(_ order: CardOrder) throws -> CardCommit {
        let now = clock.now
        let trigger = isSandbox ? SandboxTrigger.card(order.card.pan) : nil
        if isSandbox, let fault = sandboxFault(of: order) { throw fault }
        let consumer = row(order, now: now)
        let pan = vault.panIndex(order.card.pan, directory: order.directory)
        let cardID = directory.reserveCardIDs(1).lowerBound
        let placement = try directory.read { reading in
            try CardPlacement.find(
                consumer, pan: pan, externalCardId: order.externalCardId?.value,
                cardsMax: order.settings.cardsPerProfileMax, generation: order.generation, in: reading)
        }
        var stored = StoredCard(order.card, holder: order.consumer, pendingEvents: nil)
        var token: TokenRow?
        var isNew = false
        switch placement {
        case .refused(let error): throw error
        case .existing: break
        case .newCard, .newProfile:
            isNew = true
            stored.pendingEvents = try pendingEvents(order, trigger, cardID)
            if order.settings.deferredTokenization { break }
            token = try mint.mint(
                card: cardID, directory: order.directory, panDigits: order.card.pan.withRevealedDigits { Array($0) },
                state: .active, now: now)
        }
        let card = CardRow(
            id: cardID, directory: order.directory, consumer: 0, externalCardId: order.externalCardId?.value, pan: pan,
            bin: Int64(order.card.pan.panBin) ?? 0, lastFour: Int64(order.card.pan.panLastFour) ?? 0,
            sealed: vault.seal(stored.encoded, as: SealedRow(.card, cardID)), created: now)
        var suspendAfter: Duration?
        if case .suspendToken(let seconds) = trigger { suspendAfter = .seconds(seconds) }
        return CardCommit(
            consumer: consumer, card: card, stored: stored, token: token, isTokenized: isNew,
            suspendAfter: suspendAfter, cardsMax: order.settings.cardsPerProfileMax,
            generation: order.generation, requestor: order.requestor,
            notifications: isNew ? notifications(for: order) : nil, vault: vault, now: now)
    }

    private func row(_ order: CardOrder, now: Timestamp) -> ConsumerRow {
        let id = directory.reserveConsumerIDs(1).lowerBound
        return ConsumerRow(
            id: id, directory: order.directory, externalConsumerId: order.externalConsumerId?.value,
            email: vault.emailIndex(order.consumer.email, directory: order.directory),
            mobile: vault.mobileIndex(order.consumer.mobile, directory: order.directory),
            sealed: vault.seal(StoredConsumer(order.consumer, now: now).encoded, as: SealedRow(.consumer, id)),
            created: now)
    }

    private func sandboxFault(of order: CardOrder) -> ServiceError? {
        switch SandboxTrigger.consumer(order.consumer.email) {
        case .lockConsumer: CallFaults.error(for: ProfileResolution.Refusal.profileNotActive)
        case .ambiguousConsumer: CallFaults.error(for: ProfileResolution.Refusal.ambiguous)
        default: nil
        }
    }

    /// Asks the decision point of the account range. Throws its refusal.
    private func pendingEvents(_ order: CardOrder, _ trigger: SandboxTrigger?, _ card: Int64) throws -> String? {
        let decision =
            trigger?.decision
            ?? StandInDecision(ranges: order.settings.accountRangeTable).decide(
                panDigits: order.card.pan.revealDigits(), isMaestro: order.card.pan.scheme == .maestro)
        switch order.settings.deferredTokenization ? decision.withoutIssuer : decision {
        case .refuse(let refusal):
            let error = CallFaults.error(for: refusal)
            throw declined(order, refusal, card, error) ?? error
        case .approvePending(let event): return event
        case .approve: return nil
        }
    }

    private func notifications(for order: CardOrder) -> Notifications? {
        order.settings.notificationURL.isEmpty ? nil : notifications
    }

    private func declined(
        _ order: CardOrder, _ refusal: TokenizationDecision.Refusal, _ card: Int64, _ error: ServiceError
    ) -> Declined? {
        guard let notifications = notifications(for: order),
            let declined = DeclinedCard(
                refusal, id: card, directory: order.directory, bin: Int64(order.card.pan.panBin) ?? 0,
                lastFour: Int64(order.card.pan.panLastFour) ?? 0,
                externalConsumerId: order.externalConsumerId?.value, externalCardId: order.externalCardId?.value)
        else { return nil }
        return Declined(error: error, notification: notifications.declined(declined))
    }
}

/// Carries the outcome from the job to its completion. Both run on the writer's thread, one after the other; a job that
/// runs again assigns it anew.
private final class CardOutcomeBox: @unchecked Sendable {
    var value: CardOutcome?
}
