// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Directory
internal import Enrollment
internal import HTTPService
internal import Processing
internal import RequestSigning
internal import SignIn
internal import TokenConnect
internal import Vault
internal import Verification
internal import WireJSON

/// Puts the routes together from storage and processing.
struct ServerRoutes {
    let configuration: ServerConfiguration
    let storage: ServerStorage
    let processing: ServerProcessing
    let verification: ServerVerification
    let callers: CallerDirectory
    let clock: any WallClock
    /// Request signatures and nonces follow the real clock, also in a sandbox whose own clock was moved.
    let signatureClock: any WallClock
    let sandbox: Sandbox?
    /// Of shops' pages and the account's together.
    let quotas: BrowserQuotas
    /// Of shops' look-ups.
    let watch: LookUpWatch
    /// The tokens of consumers who have signed in: one for all, because it remembers which ones it has checked.
    let idTokens: IdTokens
    /// Who the network is in what it signs.
    let network: NetworkName

    var jsonLimits: JSONLimits { JSONLimits(depth: 16, bytes: configuration.bodyBytesMax) }

    func services(
        isReady: ReadyFlag, entropy: any EntropySource, log: Log, metrics: Metrics
    ) throws(ConfigurationError) -> APIHandler.Services {
        APIHandler.Services(
            verifier: RequestVerifier(
                keys: callers, nonces: storage.nonces, origins: try configuration.originPolicy(),
                clock: signatureClock,
                rule: VerificationRule(named: configuration.signatureRule) ?? .s1),
            callers: callers, enroll: enroll(entropy), batches: batches, profiles: profiles, cards: cards,
            credentials: credentials, tokens: tokens, tokenConnect: try tokenConnect(entropy, log),
            processing: try processingRoutes(entropy, log), browser: try browser(entropy, log),
            transactions: transactions(entropy),
            operations: OperationsRoutes(
                vault: storage.vault, metrics: metrics, version: MusterServer.version, isReady: { isReady.value },
                apiDescription: APIDescription(version: MusterServer.version).json,
                apiPage: DescriptionPage(version: MusterServer.version).html),
            requests: RateLimiter(perSecond: configuration.requestsPerSecond, burst: configuration.requestsBurst),
            work: processing.work, clock: clock, entropy: entropy, log: log, refused: sandbox?.refused)
    }

    /// The API, in a sandbox with the switches in front of it.
    func handler(_ services: APIHandler.Services, _ router: Router<Operation>) -> any HTTPHandler {
        let api = APIHandler(router: router, services: services, bodyBytesMax: configuration.bodyBytesMax)
        guard let sandbox, let codes = verification.outbox else { return api }
        let work = SandboxWork(
            storage: storage, processing: processing, callers: callers, clock: sandbox.clock, outbox: codes,
            codes: verification.codes,
            profiles: Profiles(store: storage.directory, vault: storage.vault, clock: sandbox.clock),
            passkeys: sandbox.passkeys)
        let admin = AdminRoutes(
            sandbox: sandbox, work: work, callers: callers, origins: services.verifier.origins,
            outbox: OutboxRoutes(
                storage: storage, processing: processing, callers: callers, clock: sandbox.clock),
            codes: CodeRoutes(outbox: codes), confirmations: ConfirmationRoutes(confirmations: confirmations),
            delegation: DelegationRoutes(registry: storage.registry, callers: callers), seed: seed(services.entropy))
        return SandboxHandler(api, admin, services, configuration)
    }

    private func seed(_ entropy: any EntropySource) -> SeedRoutes {
        SeedRoutes(
            acceptance: batches.acceptance, reading: batches.reading, processor: processing.processor,
            tokens: tokens.tokens, cards: cardStore, vault: storage.vault, callers: callers, entropy: entropy,
            jsonLimits: jsonLimits)
    }

    var cardStore: Cards {
        Cards(
            store: storage.directory, vault: storage.vault, clock: clock, notifications: processing.notifications.writer
        )
    }

    var profileStore: Profiles {
        Profiles(
            store: storage.directory, vault: storage.vault, clock: clock, notifications: processing.notifications.writer
        )
    }

    private var credentials: CredentialRoutes {
        CredentialRoutes(
            profiles: profileStore, cards: cardStore, staging: Staging(store: storage.directory, clock: clock),
            views: MaskedViews(vault: storage.vault), opening: PayloadOpening(vault: storage.vault),
            jsonLimits: jsonLimits)
    }

    private var tokens: TokenRoutes {
        TokenRoutes(
            tokens: TokenLifeCycle(store: storage.directory, vault: storage.vault, clock: clock), cards: cardStore,
            vault: storage.vault, opening: PayloadOpening(vault: storage.vault), jsonLimits: jsonLimits)
    }

    private func tokenConnect(
        _ entropy: any EntropySource, _ log: Log
    ) throws(ConfigurationError) -> TokenConnectRoutes {
        TokenConnectRoutes(
            requestors: EligibleRequestors(isSandbox: configuration.mode == .sandbox), push: cardPush(entropy),
            origins: try configuration.originPolicy(), jsonLimits: jsonLimits, log: log)
    }

    private func cardPush(_ entropy: any EntropySource) -> CardPush {
        let isSandbox = configuration.mode == .sandbox
        let keys = NetworkKeyCache(vault: storage.vault)
        return CardPush(
            receipts: receipts(entropy), vault: storage.vault, clock: clock, isSandbox: isSandbox,
            keys: { try keys.current })
    }

    private func processingRoutes(
        _ entropy: any EntropySource, _ log: Log
    ) throws(ConfigurationError) -> ProcessingRoutes {
        ProcessingRoutes(
            management: processing.management,
            tokens: CardTokens(
                store: storage.directory, vault: storage.vault, clock: clock, management: processing.management),
            search: CardDataSearch(
                store: storage.directory, vault: storage.vault, management: processing.management),
            pushData: CardPushData(management: processing.management), push: cardPush(entropy),
            origins: try configuration.originPolicy(), vault: storage.vault,
            opening: PayloadOpening(vault: storage.vault), clock: clock, jsonLimits: jsonLimits,
            isSandbox: configuration.mode == .sandbox, log: log)
    }

    var enrollment: CardEnrollment {
        CardEnrollment(
            directory: storage.directory, vault: storage.vault, clock: clock,
            isSandbox: configuration.mode == .sandbox, notifications: processing.notifications.writer,
            authorization: processing.authorization)
    }

    func receipts(_ entropy: any EntropySource) -> Receipts {
        Receipts(
            store: storage.directory, vault: storage.vault, clock: clock, entropy: entropy,
            isSandbox: configuration.mode == .sandbox)
    }

    func receiptEnrollment(_ entropy: any EntropySource) -> ReceiptEnrollment {
        ReceiptEnrollment(
            enrollment: enrollment, receipts: receipts(entropy), store: storage.directory, vault: storage.vault,
            programs: { [callers] in callers.registry.programsByDirectory[$0]?.settings },
            general: { [callers] in
                callers.registry.general.map { OrderProgram(directory: $0.directory, settings: $0.settings) }
            })
    }

    private func enroll(_ entropy: any EntropySource) -> EnrollRoutes {
        EnrollRoutes(
            enrollment: enrollment, receipts: receiptEnrollment(entropy),
            profiles: profileStore,
            cards: cardStore, paymentData: PaymentData(cards: cardStore),
            views: MaskedViews(vault: storage.vault), opening: PayloadOpening(vault: storage.vault),
            jsonLimits: jsonLimits, work: processing.work)
    }

    private var batches: BatchRoutes {
        BatchRoutes(
            acceptance: BatchAcceptance(
                vault: storage.vault, inbox: storage.inbox, opening: processing.opening,
                preparation: processing.preparation, processor: processing.processor, clock: clock),
            reading: BatchStatusReading(vault: storage.vault, inbox: storage.inbox, directory: storage.directory),
            vault: storage.vault, inbox: storage.inbox,
            submissions: RateLimiter(
                perSecond: configuration.batchesPerSecond, burst: configuration.batchesPerSecond * 2),
            statusInterval: AskInterval(seconds: configuration.statusIntervalSeconds),
            cardsMax: configuration.cardsPerBatchMax, batchesInProgressMax: configuration.batchesInProgressMax,
            jsonLimits: jsonLimits, work: processing.work)
    }

    private var profiles: ProfileRoutes {
        ProfileRoutes(
            profiles: profileStore,
            views: MaskedViews(vault: storage.vault), vault: storage.vault,
            opening: PayloadOpening(vault: storage.vault), jsonLimits: jsonLimits)
    }

    private var cards: CardRoutes {
        CardRoutes(
            cards: cardStore, paymentData: PaymentData(cards: cardStore),
            views: MaskedViews(vault: storage.vault), vault: storage.vault,
            opening: PayloadOpening(vault: storage.vault), jsonLimits: jsonLimits)
    }
}
