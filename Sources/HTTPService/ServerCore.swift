// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Synchronization

/// What all connections of a server share.
final class ServerCore: Sendable {
    let configuration: HTTPConfiguration
    let handler: any HTTPHandler
    let log: Log
    let metrics: HTTPMetrics
    let entropy: any EntropySource
    let table: ConnectionTable
    let lingering: Lingering
    let wakeup: Wakeup
    let requestIDHeader: CText
    /// Whether headers are checked for gaps (see `HeadReader`): only where the library is known to parse in place.
    let checksLayout: Bool

    /// Answers ask the client to close, and nobody new is let in.
    let isDraining = Atomic(false)
    /// Whatever is not answered yet is answered 503.
    let isStopping = Atomic(false)

    private let requestsInFlight = Atomic(0)
    private let bodyBytesInFlight = Atomic(0)
    private let allAnswered = Monitor()
    private let timeoutNanoseconds: Int64

    init(
        configuration: HTTPConfiguration, handler: any HTTPHandler, log: Log, metrics: HTTPMetrics,
        entropy: any EntropySource, wakeup: Wakeup, checksLayout: Bool
    ) {
        self.configuration = configuration
        self.handler = handler
        self.log = log
        self.metrics = metrics
        self.entropy = entropy
        self.checksLayout = checksLayout
        table = ConnectionTable(addressLimit: configuration.connectionsPerAddressMax)
        self.wakeup = wakeup
        lingering = Lingering { wakeup.signal() }
        requestIDHeader = CText(configuration.requestIDHeader)
        let timeout = configuration.connectionTimeout.components
        timeoutNanoseconds = timeout.seconds * 1_000_000_000 + timeout.attoseconds / 1_000_000_000
    }

    var requestCount: Int { requestsInFlight.load(ordering: .relaxed) }
    var bodyByteCount: Int { bodyBytesInFlight.load(ordering: .relaxed) }

    /// Our own answer to a request, in the handler's shape.
    func refusal(_ refusal: HTTPRefusal, _ requestID: HTTPRequestID) -> HTTPResponse {
        complete(handler.errorResponse(refusal, requestID: requestID), refusal)
    }

    /// The same to a request whose header is known.
    func refusal(_ refusal: HTTPRefusal, to head: HTTPRequestHead) -> HTTPResponse {
        complete(handler.errorResponse(refusal, to: head), refusal)
    }

    private func complete(_ response: HTTPResponse, _ refusal: HTTPRefusal) -> HTTPResponse {
        metrics.count(refusal)
        var response = response
        response.status = refusal.status
        if let seconds = refusal.retryAfter { response.headers.append(HTTPField("Retry-After", String(seconds))) }
        if refusal.closesConnection { response.closesConnection = true }
        return response
    }

    /// Takes room for body bytes; false when there is none.
    func reserveBody(_ count: Int) -> Bool {
        let (_, after) = bodyBytesInFlight.add(count, ordering: .relaxed)
        guard after > configuration.bodyBytesInFlightMax else { return true }
        bodyBytesInFlight.subtract(count, ordering: .relaxed)
        return false
    }

    func releaseBody(_ count: Int) {
        if count > 0 { bodyBytesInFlight.subtract(count, ordering: .relaxed) }
    }

    func requestBegan() {
        requestsInFlight.add(1, ordering: .relaxed)
    }

    func requestEnded() {
        let (_, after) = requestsInFlight.subtract(1, ordering: .acquiringAndReleasing)
        if after == 0, isDraining.load(ordering: .acquiring) { allAnswered.withLock { allAnswered.wakeAll() } }
    }

    /// Waits until no request is in flight; false when it took longer than `limit`.
    func waitUntilAnswered(_ limit: Duration) -> Bool {
        let parts = limit.components
        let deadline =
            MonotonicInstant.now.nanoseconds + parts.seconds * 1_000_000_000
            + parts.attoseconds / 1_000_000_000
        return allAnswered.withLock {
            while requestsInFlight.load(ordering: .acquiring) > 0 {
                if !allAnswered.wait(until: deadline) {
                    return requestsInFlight.load(ordering: .acquiring) == 0
                }
            }
            return true
        }
    }

    /// When a connection that waits for a request header, or moves `bytes`, is too slow.
    func deadline(bytes: Int = 0) -> Int64 {
        MonotonicInstant.coarse.nanoseconds + 2 * timeoutNanoseconds
            + Int64(bytes / max(1, configuration.bytesPerSecondMin)) * 1_000_000_000
    }
}

/// A text with a NUL at its end, at a fixed address.
final class CText: @unchecked Sendable {
    // Sendable: the bytes never change.
    let start: UnsafePointer<CChar>
    private let storage: UnsafeMutablePointer<CChar>

    init(_ text: some Collection<UInt8>) {
        storage = .allocate(capacity: text.count + 1)
        for (index, byte) in text.enumerated() { storage[index] = CChar(bitPattern: byte) }
        storage[text.count] = 0
        start = UnsafePointer(storage)
    }

    convenience init(_ text: String) {
        self.init(Array(text.utf8))
    }

    deinit {
        storage.deallocate()
    }
}
