// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Directory
internal import Enrollment
internal import HTTPService
internal import Processing
internal import Store
internal import Vault
internal import Verification

/// Everything that works beside the requests: batches, what falls due, the queue for costly calls.
struct ServerProcessing: Sendable {
    let opening: BatchOpening
    let preparation: BatchPreparation
    let processor: BatchProcessor
    let due: DueRunner
    let notifications: ServerNotifications
    let authorization: AuthorizationCalls
    let management: CardManagement
    let work: WorkQueue<@Sendable () -> Void>

    init(
        _ configuration: ServerConfiguration, _ storage: ServerStorage, callers: CallerDirectory, clock: any WallClock,
        signatureClock: any WallClock, messages: (any CardMessageDelivery)?, log: Log, metrics: Metrics
    ) {
        let programs: @Sendable (Int64) -> ProgramSettings? = { callers.registry.programsByDirectory[$0]?.settings }
        notifications = ServerNotifications(
            storage, callers: callers, clock: clock, signatureClock: signatureClock, log: log, metrics: metrics)
        let issuers = IssuerAuthorization(
            vault: storage.vault, callers: callers, clock: signatureClock, entropy: SystemEntropy(), log: log)
        let management = CardManagement(
            store: storage.directory, vault: storage.vault, clock: clock, entropy: SystemEntropy(),
            isSandbox: configuration.mode == .sandbox)
        self.management = management
        let point = ProcessorAuthorization(
            processor: TokenAuthorization(
                store: storage.directory, vault: storage.vault, clock: clock, management: management),
            issuers: issuers, callers: callers, log: log)
        authorization = AuthorizationCalls(point)
        opening = BatchOpening(
            vault: storage.vault, clock: clock, plaintextBytesMax: configuration.bodyBytesMax)
        preparation = BatchPreparation(
            vault: storage.vault, directory: storage.directory, opening: opening, programs: programs, clock: clock,
            isSandbox: configuration.mode == .sandbox, notifications: notifications.writer)
        processor = BatchProcessor(
            directory: storage.directory, inbox: storage.inbox, preparation: preparation, clock: clock,
            authorization: point, report: { Self.note($0, log) })
        let wishes = ReplayWishes(
            callers: callers, store: storage.directory, delivery: notifications.delivery, clock: clock, log: log)
        let notice = messages.map {
            CardholderNotice(vault: storage.vault, callers: callers, clock: clock, delivery: $0, log: log)
        }
        due = DueRunner(
            directory: storage.directory, inbox: storage.inbox, processor: processor, clock: clock,
            resultRetention: .seconds(ProgramSettings().resultDays * 86_400),
            emptyProfiles: { programs($0)?.emptyProfiles ?? .keep },
            notifications: notifications.writer, added: { notice?.tell($0) },
            housekeeping: { [vault = storage.vault] in
                Self.followKeys(vault, log)
                wishes.fulfil()
            },
            report: { _ in log.error("what fell due could not be done; it is tried again") })
        work = WorkQueue(
            name: "work", workers: configuration.workers, capacity: 1024, metrics: metrics,
            work: { jobs in for job in jobs { job() } })
        ProcessorMetrics.register(processor, in: metrics)
    }

    /// Starts with what an earlier run left unfinished.
    func start() throws {
        try processor.start()
        due.start()
        notifications.delivery.start()
    }

    /// Finishes what runs; what waits stays in the inbox.
    func stop(draining: Duration) {
        _ = work.stop(draining: draining)
        due.stop()
        processor.stop()
        notifications.delivery.stop()
    }

    /// Reads the key ring again when another process has changed it.
    static func followKeys(_ vault: Vault, _ log: Log) {
        do {
            _ = try vault.reloadIfChanged()
        } catch {
            log.error("the key ring cannot be read again; the keys stay as they were")
        }
    }

    private static func note(_ event: BatchProcessorEvent, _ log: Log) {
        switch event {
        case .batchPostponed(let batch, _):
            log.error("a batch cannot be read from the inbox; it is tried again", .int("batch", Int(batch)))
        case .transactionFailed(let batches, _):
            log.error("batches could not be stored; they are tried again", .int("batches", batches))
        }
    }
}
