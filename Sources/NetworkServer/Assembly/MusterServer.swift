// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import Dispatch
internal import Foundation
internal import HTTPService
internal import SignIn
internal import Synchronization
internal import Vault

/// The network side, put together: data directory, keys, stores, processing, HTTP. It listens from the moment it is
/// made until `stop`.
public final class MusterServer: Sendable {
    /// Answered by `/healthz`, printed by `muster --version`.
    public static let version = "0.1.0"

    private let configuration: ServerConfiguration
    let storage: ServerStorage
    private let processing: ServerProcessing
    let verification: ServerVerification
    private let http: HTTPServer
    private let isReady = ReadyFlag()
    private let keysAreMade = DispatchGroup()
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
    public convenience init(
        _ configuration: ServerConfiguration, clock: any WallClock = SystemClock(),
        entropy: any EntropySource = SystemEntropy(), log: Log = Log(), metrics: Metrics = Metrics()
    ) throws {
        try self.init(
            configuration, clock: clock, entropy: entropy, log: log, metrics: metrics, timer: SystemDelayTimer())
    }

    /// - Parameter timer: what the sandbox's latencies wait by.
    init(
        _ configuration: ServerConfiguration, clock: any WallClock, entropy: any EntropySource, log: Log,
        metrics: Metrics, timer: any DelayTimer
    ) throws {
        try configuration.validate()
        let sandbox =
            configuration.mode == .sandbox ? Sandbox(clock: clock, entropy: entropy, timer: timer) : nil
        let time: any WallClock = sandbox?.clock ?? clock
        let tls = try configuration.tls()
        let storage = try ServerStorage(configuration, clock: clock)
        try GeneralDirectory.make(in: storage.registry, clock: clock, entropy: entropy)
        let callers = try CallerDirectory(store: storage.registry, log: log)
        let verification = try ServerVerification(
            configuration, storage, clock: time, signatureClock: clock, entropy: entropy, log: log, metrics: metrics)
        let processing = ServerProcessing(
            configuration, storage, callers: callers, clock: time, signatureClock: clock,
            messages: verification.messages, log: log, metrics: metrics)
        self.configuration = configuration
        self.storage = storage
        self.processing = processing
        self.verification = verification
        self.log = log
        let network = try configuration.networkName()
        let routes = ServerRoutes(
            configuration: configuration, storage: storage, processing: processing, verification: verification,
            callers: callers, clock: time, signatureClock: clock, sandbox: sandbox,
            quotas: BrowserQuotas(configuration),
            watch: LookUpWatch(configuration.lookUpAlarm, log: log, metrics: metrics),
            idTokens: IdTokens(
                store: storage.directory, vault: storage.vault, clock: time, network: network,
                lifetime: .seconds(configuration.idTokenSeconds),
                directories: { callers.registry.consumerDirectories }), network: network)
        let router = Operation.router()
        let api = routes.handler(
            try routes.services(isReady: isReady, entropy: entropy, log: log, metrics: metrics), router)
        let handler = try routes.pages(api, entropy: entropy, log: log)
        // A new key ring makes its RSA keys when they are first asked for, which takes most of a second: now, beside
        // the start, and not in the first request.
        keysAreMade.enter()
        Thread.detachNewThread { [vault = storage.vault, keysAreMade] in
            _ = try? vault.networkKeys
            keysAreMade.leave()
        }
        try processing.start()
        do {
            http = try HTTPServer(
                configuration: configuration.http(tls: tls), handler: handler, routes: router.templates, log: log,
                metrics: metrics, entropy: entropy)
        } catch {
            // For example a port that is taken: the threads must not go on behind a server that nobody has.
            processing.stop(draining: .zero)
            verification.stop(draining: .zero)
            keysAreMade.wait()
            storage.close(log: log)
            throw error
        }
        isReady.value = true
    }

    /// Takes no new requests, finishes what is in flight, and closes the stores. Batches that were accepted and are not
    /// final go on at the next start.
    public func stop(draining: Duration = .seconds(20)) {
        isReady.value = false
        http.stop(draining: draining)
        processing.stop(draining: draining)
        verification.stop(draining: draining)
        // The process must not end while libcrypto works.
        keysAreMade.wait()
        storage.close(log: log)
    }

    /// Reads the key ring again when another process has changed it. It is also done every second.
    public func reloadKeys() {
        ServerProcessing.followKeys(storage.vault, log)
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
