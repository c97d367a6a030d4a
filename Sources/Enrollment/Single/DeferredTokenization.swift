// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import ClickToPay
public import Directory
public import Store
internal import Tokenization
public import Vault

/// Makes the token of a card whose batch left it to the first checkout (enrollment 13.7). A decline leaves the card as
/// it is: it has no token, and the next checkout asks again.
public struct DeferredTokenization: Sendable {
    private let directory: any DirectoryStore
    private let vault: Vault
    private let mint: TokenMint
    private let clock: any WallClock
    private let isSandbox: Bool
    private let notifications: Notifications?
    private let authorization: AuthorizationCalls?
    private let programs: @Sendable (Int64) -> ProgramSettings?

    /// - Parameters:
    ///   - isSandbox: whether reserved PANs have their effects (enrollment 18.2).
    ///   - notifications: writes what issuers are told; nil: they are told nothing.
    ///   - authorization: asks the issuers that decide themselves; nil: the stand-in rule decides for all.
    ///   - programs: the settings of the program of a directory.
    public init(
        directory: any DirectoryStore, vault: Vault, clock: any WallClock, isSandbox: Bool,
        notifications: Notifications? = nil, authorization: AuthorizationCalls? = nil,
        programs: @escaping @Sendable (Int64) -> ProgramSettings?
    ) {
        self.directory = directory
        self.vault = vault
        mint = TokenMint(vault: vault)
        self.clock = clock
        self.isSandbox = isSandbox
        self.notifications = notifications
        self.authorization = authorization
        self.programs = programs
    }

    /// Makes the token of a card when it has none. `completion` is called once: from the writer's thread, from that of
    /// a question to the issuer, or from this one.
    ///
    /// The failure is a `ServiceError` for the cardholder, `DirectoryRefusal.noCard`, or a fault of the server.
    public func tokenize(card: Int64, completion: @escaping @Sendable (Result<Void, any Error>) -> Void) {
        do {
            let (row, token, issuer) = try directory.read { reading in
                (try reading.card(card), try reading.token(of: card), try reading.issuer(ofCard: card))
            }
            guard let row, row.status == .active else { throw DirectoryRefusal.noCard }
            guard token == nil else { return completion(.success(())) }
            let decider = issuer ?? row.directory
            guard let settings = programs(decider) else { throw DirectoryRefusal.noCard }
            let stored = try StoredCard(encoded: vault.open(row.sealed, as: SealedRow(.card, card)))
            let pan = try PAN(stored.clearPAN)
            let trigger = isSandbox ? SandboxTrigger.card(pan)?.decision : nil
            let decision =
                trigger
                ?? StandInDecision(ranges: settings.accountRangeTable).decide(
                    panDigits: stored.clearPAN, isMaestro: pan.scheme == .maestro)
            guard trigger == nil, decision == .approve, let authorization, authorization.point.decides(for: decider),
                let month = Int(stored.panExpirationMonth), let year = Int(stored.panExpirationYear),
                let expiry = Expiry(month: month, year: year)
            else { return settle(decision, card, decider, settings, completion) }
            authorization.ask(AuthorizationRequest(directory: decider, card: card, pan: pan, expiry: expiry)) {
                settle($0, card, decider, settings, completion)
            }
        } catch {
            completion(.failure(error))
        }
    }

    private func settle(
        _ decision: TokenizationDecision, _ card: Int64, _ decider: Int64, _ settings: ProgramSettings,
        _ completion: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) {
        let told = settings.notificationURL.isEmpty ? nil : notifications
        let pending: String?
        switch decision {
        case .refuse(let refusal): return refuse(refusal, card, decider, told, completion)
        case .approve: pending = nil
        case .approvePending(let event): pending = event
        }
        let now = clock.now
        directory.submit(
            { writing in
                guard let row = try writing.card(card), row.status == .active else { throw DirectoryRefusal.noCard }
                // Another checkout was first.
                guard try writing.token(of: card) == nil else { return }
                var data = try StoredCard(encoded: vault.open(row.sealed, as: SealedRow(.card, card)))
                let token = try mint.mint(
                    card: card, directory: row.directory, panDigits: Array(data.clearPAN.utf8),
                    state: pending == nil ? .active : .inactive, now: now)
                try writing.insert(tokens: [token])
                if let pending {
                    data.pendingEvents = [data.pendingEvents, pending].compactMap { $0 }.joined(separator: ",")
                    var new = row
                    new.sealed = vault.seal(data.encoded, as: SealedRow(.card, card))
                    try writing.replace(row, by: new)
                }
                guard let told else { return }
                let name = try writing.consumer(row.consumer)?.externalConsumerId
                try writing.insert(
                    notifications: told.enrolled(
                        row, token: token, externalConsumerId: name,
                        issuer: decider == row.directory ? nil : decider))
            },
            completion: { result in
                told?.kept()
                completion(result)
            })
    }

    /// The checkout fails once the issuer's notification is on disk, and also when it cannot be written.
    private func refuse(
        _ refusal: TokenizationDecision.Refusal, _ card: Int64, _ decider: Int64, _ told: Notifications?,
        _ completion: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) {
        let error = CallFaults.error(for: refusal)
        guard let told else { return completion(.failure(error)) }
        directory.submit(
            { writing in
                guard let row = try writing.card(card),
                    let declined = DeclinedCard(
                        refusal, id: card, directory: decider, bin: row.bin, lastFour: row.lastFour,
                        externalConsumerId: try writing.consumer(row.consumer)?.externalConsumerId,
                        externalCardId: row.externalCardId)
                else { return }
                try writing.insert(notifications: [told.declined(declined)])
            },
            completion: { _ in
                told.kept()
                completion(.failure(error))
            })
    }
}
