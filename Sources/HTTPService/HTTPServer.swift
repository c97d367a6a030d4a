// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import Synchronization

/// An HTTP/1.1 server on libmicrohttpd, with TLS and mutual TLS.
///
/// It listens from the moment it is made until `stop`. Requests are read, checked and bounded here; what they mean is
/// the handler's business.
public final class HTTPServer: Sendable {
    /// The port it listens on: the configuration's, or the one that the system chose.
    public let port: Int
    private let core: ServerCore
    private let acceptor: Acceptor
    private let threads: [IOThread]
    private let isRunning = Atomic(true)

    /// Binds, and starts to answer. `routes` are the templates that admissions name, for the metrics.
    public init(
        configuration: HTTPConfiguration, handler: some HTTPHandler, routes: [RouteTemplate] = [], log: Log = Log(),
        metrics: Metrics = Metrics(), entropy: any EntropySource = SystemEntropy()
    ) throws(HTTPServerError) {
        try configuration.check()
        let socket = try ListenSocket(host: configuration.host, port: configuration.port)
        guard let wakeup = Wakeup() else {
            throw HTTPServerError(.resources, "the system gives no descriptors", place: "start")
        }
        // Another version may lay out its memory in another way, and brings checks of its own.
        let checksLayout = MicroHTTPD.version.hasPrefix("0.9.75")
        let core = ServerCore(
            configuration: configuration, handler: handler, log: log, metrics: HTTPMetrics(metrics, routes: routes),
            entropy: entropy, wakeup: wakeup, checksLayout: checksLayout)
        if !checksLayout { log.warning("this version of libmicrohttpd is not one of those tested") }
        var threads: [IOThread] = []
        for _ in 0..<configuration.ioThreads {
            let thread = IOThread(core: core)
            guard thread.start() else {
                for thread in threads { thread.stop() }
                throw configuration.tls == nil
                    ? HTTPServerError(.resources, "the system gives no thread", place: "start")
                    : HTTPServerError(.tls, "the certificate, key or client CA can not be used", place: "tls")
            }
            threads.append(thread)
        }
        let acceptor = Acceptor(core: core, socket: socket, threads: threads)
        guard acceptor.start() else {
            for thread in threads { thread.stop() }
            throw HTTPServerError(.resources, "the system gives no thread", place: "start")
        }
        port = socket.port
        self.core = core
        self.acceptor = acceptor
        self.threads = threads
        metrics.gauge("muster_http_requests_in_flight", "Requests that are being read, handled or answered.") {
            [weak core] in core?.requestCount ?? 0
        }
        metrics.gauge("muster_http_body_bytes_in_flight", "Buffers taken for request bodies.") {
            [weak core] in core?.bodyByteCount ?? 0
        }
        metrics.gauge("muster_http_connections", "Open connections.") {
            [weak acceptor] in acceptor?.connectionCount ?? 0
        }
    }

    deinit {
        stop(draining: .zero)
    }

    /// How many requests are being read, handled or answered.
    public var requestsInFlight: Int { core.requestCount }

    /// How many connections are open.
    public var connectionCount: Int { acceptor.connectionCount }

    /// Stops: nobody new is let in, requests in flight are waited for up to `draining`, then what is not answered is
    /// answered 503 and all connections are closed. Returns when that is done; a second call returns at once.
    public func stop(draining: Duration) {
        guard isRunning.exchange(false, ordering: .sequentiallyConsistent) else { return }
        core.isDraining.store(true, ordering: .sequentiallyConsistent)
        acceptor.stopAccepting()
        let isQuiet = core.waitUntilAnswered(draining)
        core.isStopping.store(true, ordering: .sequentiallyConsistent)
        for connection in core.table.all { connection.abandon() }
        // The last answers are on their way; a client that does not read them is not waited for.
        if !isQuiet { _ = core.waitUntilAnswered(.seconds(1)) }
        acceptor.stop()
        for thread in threads { thread.stop() }
    }
}

extension Acceptor {
    var connectionCount: Int { threads.reduce(0) { $0 + $1.connectionCount } }
}

extension HTTPConfiguration {
    /// Refuses settings out of their range.
    func check() throws(HTTPServerError) {
        func require(_ holds: Bool, _ message: String, _ place: String) throws(HTTPServerError) {
            if !holds { throw HTTPServerError(.invalidConfiguration, message, place: place) }
        }
        try require((1...4).contains(ioThreads), "1 to 4 threads", "ioThreads")
        try require((1...100_000).contains(connectionsMax), "1 to 100000 connections", "connectionsMax")
        try require(connectionsPerAddressMax >= 0, "not below 0", "connectionsPerAddressMax")
        try require(
            connectionTimeout >= .milliseconds(10) && connectionTimeout <= .seconds(86_400), "10 ms to one day",
            "connectionTimeout")
        try require((4096...(1 << 20)).contains(headerBytesMax), "4 KiB to 1 MiB", "headerBytesMax")
        try require((0...(1 << 40)).contains(bodyBytesMax), "0 to 1 TiB", "bodyBytesMax")
        try require((0...(1 << 40)).contains(bodyBytesInFlightMax), "0 to 1 TiB", "bodyBytesInFlightMax")
        try require((1...(1 << 30)).contains(bytesPerSecondMin), "1 B/s to 1 GiB/s", "bytesPerSecondMin")
        try require(
            !requestIDHeader.isEmpty && requestIDHeader.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3A },
            "a header name", "requestIDHeader")
    }
}
