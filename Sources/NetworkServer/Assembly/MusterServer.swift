// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import ClickToPay
internal import Directory
internal import Enrollment
internal import Foundation
internal import HTTPService
internal import RequestSigning
internal import Store
internal import StoreSQLite
internal import Synchronization
internal import Tokenization
internal import Vault
internal import WireJSON

/// The network side, put together: data directory, keys, stores, processing, HTTP. It listens from the moment it is
/// made until `stop`.
public final class MusterServer: Sendable {
    /// Answered by `/healthz`, printed by `muster --version`.
    public static let version = "0.1.0"

    private let configuration: ServerConfiguration
    private let data: DataDirectory
    private let directory: any DirectoryStore
    private let inbox: any InboxStore
    private let processor: BatchProcessor
    private let due: DueRunner
    private let work: WorkQueue<@Sendable () -> Void>
    private let vault: Vault
    private let http: HTTPServer
    private let isReady: ReadyFlag
    private let log: Log

    /// The port that it listens on.
    public var port: Int { http.port }

    /// Where it listens, for a person: `http://127.0.0.1:8080`.
    public var url: String {
        let scheme = configuration.tlsCertificateFile == nil ? "http" : "https"
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        return "\(scheme)://\(host):\(port)"
    }

    /// Opens everything and starts to answer.
    ///
    /// - Throws: `ConfigurationError` for a setting that is refused; otherwise what the stores or the vault say.
    public init(
        _ configuration: ServerConfiguration, clock: any WallClock = SystemClock(),
        entropy: any EntropySource = SystemEntropy(), log: Log = Log(), metrics: Metrics = Metrics()
    ) throws {
        try configuration.validate()
        self.configuration = configuration
        self.log = log
        let tls = try configuration.tls()
        data = try DataDirectory(path: configuration.dataDirectory, mode: configuration.mode)
        vault = try Vault.open(configuration, data)
        let registry = try SQLiteRegistryStore(path: data.file("registry.db"))
        let directory = try SQLiteDirectoryStore(
            path: data.file("directory.db"), cacheBytes: configuration.pageCacheMiB << 20)
        let inbox = try SQLiteInboxStore(path: data.file("inbox.db"))
        self.directory = directory
        self.inbox = inbox
        let callers = try CallerDirectory(store: registry, log: log)
        let nonces = try NonceStore(directory: data.file("nonces"), clock: clock)
        let isReady = ReadyFlag()
        self.isReady = isReady

        let programs: @Sendable (Int64) -> ProgramSettings? = { callers.registry.programsByDirectory[$0]?.settings }
        let opening = BatchOpening(
            vault: vault, clock: clock, plaintextBytesMax: configuration.bodyBytesMax)
        let preparation = BatchPreparation(
            vault: vault, directory: directory, opening: opening, programs: programs, clock: clock,
            isSandbox: configuration.mode == .sandbox)
        processor = BatchProcessor(
            directory: directory, inbox: inbox, preparation: preparation, clock: clock,
            report: { Self.note($0, log) })
        due = DueRunner(
            directory: directory, inbox: inbox, processor: processor, clock: clock,
            resultRetention: .seconds(ProgramSettings().resultDays * 86_400),
            emptyProfiles: { programs($0)?.emptyProfiles ?? .keep },
            housekeeping: { [vault] in Self.followKeys(vault, log) },
            report: { _ in log.error("what fell due could not be done; it is tried again") })
        work = WorkQueue(
            name: "work", workers: configuration.workers, capacity: 1024, metrics: metrics,
            work: { jobs in for job in jobs { job() } })

        let router = Operation.router()
        let jsonLimits = JSONLimits(depth: 16, bytes: configuration.bodyBytesMax)
        let views = MaskedViews(vault: vault)
        let payloads = PayloadOpening(vault: vault)
        let services = APIHandler.Services(
            verifier: RequestVerifier(
                keys: callers, nonces: nonces, origins: try configuration.originPolicy(), clock: clock,
                rule: VerificationRule(named: configuration.signatureRule) ?? .s1),
            callers: callers,
            batches: BatchRoutes(
                acceptance: BatchAcceptance(
                    vault: vault, inbox: inbox, opening: opening, preparation: preparation, processor: processor,
                    clock: clock),
                reading: BatchStatusReading(vault: vault, inbox: inbox, directory: directory), vault: vault,
                inbox: inbox,
                submissions: RateLimiter(
                    perSecond: configuration.batchesPerSecond, burst: configuration.batchesPerSecond * 2),
                statusInterval: AskInterval(seconds: configuration.statusIntervalSeconds),
                cardsMax: configuration.cardsPerBatchMax, batchesInProgressMax: configuration.batchesInProgressMax,
                jsonLimits: jsonLimits, work: work),
            profiles: ProfileRoutes(
                profiles: Profiles(store: directory, vault: vault, clock: clock), views: views, vault: vault,
                opening: payloads, jsonLimits: jsonLimits),
            cards: CardRoutes(
                cards: Cards(store: directory, vault: vault, clock: clock), views: views, vault: vault,
                opening: payloads, jsonLimits: jsonLimits),
            operations: OperationsRoutes(
                vault: vault, metrics: metrics, version: Self.version, isReady: { isReady.value },
                apiDescription: APIDescription(version: Self.version).json),
            requests: RateLimiter(perSecond: configuration.requestsPerSecond, burst: configuration.requestsBurst),
            work: work, clock: clock, entropy: entropy, log: log)
        ProcessorMetrics.register(processor, in: metrics)
        // A new key ring makes its RSA keys when they are first asked for, which takes most of a second: now, beside
        // the start, and not in the first request.
        Thread.detachNewThread { [vault] in _ = try? vault.networkKeys }
        try processor.start()
        due.start()
        do {
            http = try HTTPServer(
                configuration: configuration.http(tls: tls),
                handler: APIHandler(router: router, services: services, bodyBytesMax: configuration.bodyBytesMax),
                routes: router.templates, log: log, metrics: metrics, entropy: entropy)
        } catch {
            // For example a port that is taken: the threads must not go on behind a server that nobody has.
            _ = work.stop(draining: .zero)
            due.stop()
            processor.stop()
            inbox.close()
            directory.close()
            throw error
        }
        isReady.value = true
    }

    /// Takes no new requests, finishes what is in flight, and closes the stores. Batches that were accepted and are not
    /// final go on at the next start.
    public func stop(draining: Duration = .seconds(20)) {
        isReady.value = false
        http.stop(draining: draining)
        _ = work.stop(draining: draining)
        due.stop()
        processor.stop()
        inbox.close()
        directory.close()
        data.release()
    }

    /// Reads the key ring again when another process has changed it. It is also done every second.
    public func reloadKeys() {
        Self.followKeys(vault, log)
    }

    private static func followKeys(_ vault: Vault, _ log: Log) {
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

/// Whether the server takes work.
final class ReadyFlag: Sendable {
    private let flag = Atomic(false)

    var value: Bool {
        get { flag.load(ordering: .sequentiallyConsistent) }
        set { flag.store(newValue, ordering: .sequentiallyConsistent) }
    }
}
