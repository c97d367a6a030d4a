// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
public import Directory
public import Enrollment
public import Store
public import Vault
public import Verification

/// Checkouts, from the shop's call to the answer (checkout 4.7, 4.8): what is to be done before one is complete, its
/// steps, and what stays of it.
public struct Checkouts: Sendable {
    /// What a consumer is asked to accept.
    public struct Documents: Sendable {
        /// At most 10 characters.
        public var version: String
        public var termsURL: String
        public var privacyURL: String
        /// Of the sentence that asks whether data may be stored with the issuer.
        public var storageVersion: String

        public init(version: String, termsURL: String, privacyURL: String, storageVersion: String) {
            self.version = version
            self.termsURL = termsURL
            self.privacyURL = privacyURL
            self.storageVersion = storageVersion
        }
    }

    /// How long a window may take, and how long credentials may be asked for afterwards (checkout 4.8, 6.3).
    public static let lifetime = Duration.seconds(900)

    let store: any DirectoryStore
    let vault: Vault
    let clock: any WallClock
    let entropy: any EntropySource
    let enrollment: CardEnrollment
    let deferred: DeferredTokenization
    let codes: OneTimeCodes
    let recognition: Recognition
    let securityCodes: SecurityCodes
    let notifications: Notifications?
    let tokens: TokenLifeCycle
    let making: PayloadMaking
    let programs: @Sendable (Int64) -> ProgramSettings?
    let general: @Sendable () -> OrderProgram?
    let issuers: @Sendable (PAN) -> OrderProgram?
    let idTokens: CheckoutIdTokens
    let later: @Sendable (@escaping @Sendable () -> Void) -> Void
    let ending: CheckoutEnd

    /// - Parameters:
    ///   - programs: the settings of the program of a directory.
    ///   - general: the general directory, where new cards go.
    ///   - issuers: the program whose account range a new card is in; nil: nobody's.
    ///   - later: runs a job on a thread that may wait for the store; an enrollment is told of on the store's own.
    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, entropy: any EntropySource,
        enrollment: CardEnrollment, deferred: DeferredTokenization, codes: OneTimeCodes, recognition: Recognition,
        securityCodes: SecurityCodes, notifications: Notifications?,
        programs: @escaping @Sendable (Int64) -> ProgramSettings?,
        general: @escaping @Sendable () -> OrderProgram?, issuers: @escaping @Sendable (PAN) -> OrderProgram?,
        idTokens: CheckoutIdTokens,
        later: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void
    ) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.entropy = entropy
        self.enrollment = enrollment
        self.deferred = deferred
        self.codes = codes
        self.recognition = recognition
        self.securityCodes = securityCodes
        self.notifications = notifications
        tokens = TokenLifeCycle(store: store, vault: vault, clock: clock, notifications: notifications)
        making = PayloadMaking(vault: vault, entropy: entropy, codes: securityCodes, programs: programs)
        self.programs = programs
        self.general = general
        self.issuers = issuers
        self.idTokens = idTokens
        self.later = later
        ending = CheckoutEnd(notifications: notifications)
    }

    // MARK: Starting

    /// Begins a checkout. What is open under the same correlation gives way to it.
    ///
    /// - Parameter completion: called once, from any thread that may wait; with a `CheckoutRefusal`, or a fault of the
    ///   server.
    public func start(
        _ order: CheckoutOrder, documents: Documents,
        completion: @escaping @Sendable (Result<CheckoutView, any Error>) -> Void
    ) {
        do {
            let options = order.request.options
            if options.isAuthenticationRequested, !options.acquirer.isComplete {
                throw CheckoutRefusal(
                    .merchantDataInvalid,
                    "An authenticated payload needs acquirerMerchantId, acquirerBIN, merchantCategoryCode and "
                        + "merchantCountryCode.")
            }
            try refuseClosed(order)
            switch order.card {
            case .known(let card): try startKnown(card, order, documents, completion)
            case .new(let card): try startNew(card, order, documents, completion)
            }
        } catch {
            completion(.failure(error))
        }
    }

    /// What was cancelled for good does not begin again.
    private func refuseClosed(_ order: CheckoutOrder) throws {
        let rows = try store.read {
            try $0.checkouts(correlation: order.srcCorrelationId, client: nil, limit: 20)
        }
        if rows.contains(where: { $0.client != order.client }) {
            throw CheckoutRefusal(.invalidParameter, "The srcCorrelationId is another client's.")
        }
        if rows.contains(where: \.isClosed) {
            throw CheckoutRefusal(.invalidParameter, "The purchase of this srcCorrelationId was cancelled.")
        }
    }

    private func startKnown(
        _ card: Int64?, _ order: CheckoutOrder, _ documents: Documents,
        _ completion: @escaping @Sendable (Result<CheckoutView, any Error>) -> Void
    ) throws {
        guard let identity = order.identity else {
            throw CheckoutRefusal(.authInvalid, "The consumer has not signed in.")
        }
        guard let card, let row = try store.read({ try $0.card(card) }), identity.profiles.contains(row.consumer) else {
            throw CheckoutRefusal(.cardNotRecognized, "The consumer has no such card.")
        }
        let facts = try facts(row)
        if case .refused(let reason) = facts.eligibility(today).atCheckout {
            throw CheckoutRefusal(reason, "The card cannot be used.")
        }
        guard facts.token == nil else {
            return completion(Result { try open(order, facts, .nothing, documents) })
        }
        // The first checkout makes the token (enrollment 13.7).
        deferred.tokenize(card: card) { result in
            later {
                completion(
                    Result {
                        do {
                            try result.get()
                        } catch let error as ServiceError where error.errorClass != .unavailable {
                            throw CheckoutRefusal(.cardInvalid, "The card's issuer did not agree.", error)
                        } catch DirectoryRefusal.noCard {
                            throw CheckoutRefusal(.cardNotRecognized, "The card is gone.")
                        }
                        return try open(order, self.facts(row), .nothing, documents)
                    })
            }
        }
    }

    private func facts(_ card: CardRow) throws -> CheckoutFacts {
        guard
            let facts = try store.read({ reading in
                try facts(card: card.id, consumer: card.consumer, in: reading)
            })
        else { throw CheckoutRefusal(.cardNotRecognized, "The card is gone.") }
        return facts
    }

    var today: CalendarMonth { CalendarMonth(clock.now) }

    // MARK: New cards

    private func startNew(
        _ card: EnrolledCard, _ order: CheckoutOrder, _ documents: Documents,
        _ completion: @escaping @Sendable (Result<CheckoutView, any Error>) -> Void
    ) throws {
        guard let general = general() else { throw ServiceError(.unavailable) }
        guard order.identity != nil || order.request.options.experience == .withinCheckout || !order.newcomer.isEmpty
        else {
            throw CheckoutRefusal(
                .authInvalid,
                "The consumer has not signed in, and the shop takes no guests: consumer.emailAddress or "
                    + "consumer.mobileNumber says where a code can go.")
        }
        let profile = try order.identity?.profiles.first { row in
            try store.read { try $0.consumer(row) }?.directory == general.directory
        }
        // Nothing is kept of a consumer who has not agreed: the shop asks before it sends a new card (5.1, row 3).
        guard try order.request.compliance.isAccepted || hasAgreed(profile) else {
            throw CheckoutRefusal(.termsNotAccepted, "A new card needs terms and privacy notice accepted.")
        }
        var cardOrder = CardOrder(
            directory: general.directory, settings: general.settings,
            consumer: try NewConsumer.make(order, card, general.settings, profile: profile != nil), card: card,
            externalConsumerId: nil, externalCardId: nil, generation: .v1,
            requestor: Requestor(actor: order.client, srcCorrelationId: order.srcCorrelationId))
        cardOrder.profile = profile
        cardOrder.issuer = issuers(card.pan)
        cardOrder.isTyped = true
        enrollment.enroll(cardOrder) { result in
            later {
                completion(
                    Result {
                        let outcome = try Self.enrolled(result)
                        let made: CheckoutRow.Made =
                            outcome.isRepeated
                            ? .nothing : order.identity == nil ? .guest : outcome.isFirst ? .profile : .card
                        do {
                            return try open(order, facts(outcome.card), made, documents, card.securityCode)
                        } catch {
                            try undo(made, outcome.card)
                            throw error
                        }
                    })
            }
        }
    }

    /// A checkout that cannot be begun leaves nothing.
    private func undo(_ made: CheckoutRow.Made, _ card: CardRow) throws {
        guard made != .nothing else { return }
        try store.write { [ending] writing in
            try ending.release(made, card: card.id, consumer: card.consumer, of: nil, in: writing)
        }
    }

    private func hasAgreed(_ profile: Int64?) throws -> Bool {
        guard let profile, let row = try store.read({ try $0.consumer(profile) }) else { return false }
        let data = try StoredConsumer(encoded: vault.open(row.sealed, as: SealedRow(.consumer, profile)))
        return data.compliance?.assertsAcceptance ?? false
    }

    private static func enrolled(_ result: Result<CardOutcome, any Error>) throws -> CardOutcome {
        do {
            return try result.get()
        } catch let error as ServiceError {
            if error.errorClass == .unavailable { throw error }
            if error.errorClass == .permissionDenied {
                throw CheckoutRefusal(.accountInaccessible, "The profile cannot be used.", error)
            }
            throw CheckoutRefusal(.cardAddFailed, "The card could not be added.", error)
        } catch let refusal as DirectoryRefusal {
            throw CheckoutRefusal(
                .cardAddFailed, "The card could not be added.",
                details: refusal == .cardOfAnotherIssuer ? [ErrorDetail(.alreadyExists, .body, "encryptedCard")] : [])
        }
    }
}

extension CardOutcome {
    /// Whether the profile was made with the card.
    fileprivate var isFirst: Bool { consumer.created == card.created }
}

extension CheckoutRefusal {
    /// What was found wrong goes along.
    init(_ reason: Reason, _ message: String, _ error: ServiceError) {
        self.init(reason, message, details: error.details)
    }
}
