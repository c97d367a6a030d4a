// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Directory
internal import Enrollment
internal import HTTPService
internal import RequestSigning
internal import Vault
internal import WireJSON

/// Puts the routes together from storage and processing.
struct ServerRoutes {
    let configuration: ServerConfiguration
    let storage: ServerStorage
    let processing: ServerProcessing
    let callers: CallerDirectory
    let clock: any WallClock

    private var jsonLimits: JSONLimits { JSONLimits(depth: 16, bytes: configuration.bodyBytesMax) }

    func services(
        isReady: ReadyFlag, entropy: any EntropySource, log: Log, metrics: Metrics
    ) throws(ConfigurationError) -> APIHandler.Services {
        APIHandler.Services(
            verifier: RequestVerifier(
                keys: callers, nonces: storage.nonces, origins: try configuration.originPolicy(), clock: clock,
                rule: VerificationRule(named: configuration.signatureRule) ?? .s1),
            callers: callers, enroll: enroll, batches: batches, profiles: profiles, cards: cards,
            operations: OperationsRoutes(
                vault: storage.vault, metrics: metrics, version: MusterServer.version, isReady: { isReady.value },
                apiDescription: APIDescription(version: MusterServer.version).json,
                apiPage: DescriptionPage(version: MusterServer.version).html),
            requests: RateLimiter(perSecond: configuration.requestsPerSecond, burst: configuration.requestsBurst),
            work: processing.work, clock: clock, entropy: entropy, log: log)
    }

    private var enroll: EnrollRoutes {
        EnrollRoutes(
            enrollment: CardEnrollment(
                directory: storage.directory, vault: storage.vault, clock: clock,
                isSandbox: configuration.mode == .sandbox),
            profiles: Profiles(store: storage.directory, vault: storage.vault, clock: clock),
            cards: Cards(store: storage.directory, vault: storage.vault, clock: clock),
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
            profiles: Profiles(store: storage.directory, vault: storage.vault, clock: clock),
            views: MaskedViews(vault: storage.vault), vault: storage.vault,
            opening: PayloadOpening(vault: storage.vault), jsonLimits: jsonLimits)
    }

    private var cards: CardRoutes {
        CardRoutes(
            cards: Cards(store: storage.directory, vault: storage.vault, clock: clock),
            views: MaskedViews(vault: storage.vault), vault: storage.vault,
            opening: PayloadOpening(vault: storage.vault), jsonLimits: jsonLimits)
    }
}
