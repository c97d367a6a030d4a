// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Synchronization

/// One TCP connection and the request that is under way on it.
///
/// The library owns it from the start notification to the close notification; responders hold it too. Everything but
/// `exchange` and the atomics is touched by the connection's I/O thread only.
final class Connection: @unchecked Sendable {
    // Sendable: see above for who may touch what.
    enum Phase {
        /// Between requests, or in the middle of a header.
        case idle
        /// The request was admitted, and its body comes in if it has one.
        case body
        /// The request was refused, and its body is thrown away if it has one.
        case discarding(HTTPResponse)
        /// The handler was called.
        case handled
        /// The answer is on its way.
        case answering
    }

    let core: ServerCore
    let thread: IOThread
    let remoteAddress: RemoteAddress
    let descriptor: Int32
    let isTLS: Bool
    /// In nanoseconds of the monotonic clock: past it, the connection is ended.
    let deadline: Atomic<Int64>
    let exchange = Mutex(Exchange())
    /// The next thing to happen is that bytes come in.
    let awaitsInput = Atomic(true)
    /// The table's own, under its lock.
    var tableIndex = -1
    var hasEnded = false

    var phase = Phase.idle
    /// The target of the request whose header comes in.
    var target: [UInt8] = []
    var head: HTTPRequestHead?
    var route: RouteMatch?
    var context: HTTPContext?
    var body = BodyBuffer()
    /// Of the answer under way.
    var status = 0
    /// The client may still be sending when the connection is closed; see `Lingering`.
    var lingers = false

    init(core: ServerCore, thread: IOThread, remoteAddress: RemoteAddress, descriptor: Int32) {
        self.core = core
        self.thread = thread
        self.remoteAddress = remoteAddress
        self.descriptor = descriptor
        isTLS = core.configuration.tls != nil
        deadline = Atomic(core.deadline())
    }

    /// The answer to request number `generation`, from any thread.
    func answer(_ response: HTTPResponse, generation: UInt64) {
        exchange.withLock { exchange in
            guard exchange.generation == generation else { return }
            switch exchange.state {
            case .open:
                exchange.state = .answered(response)
            case .suspended(let connection):
                exchange.state = .answered(response)
                // Under the lock: once it is free, the connection may be gone.
                MicroHTTPD.resume(connection)
            case .idle, .answered:
                return
            }
        }
    }

    /// Answers 503 in place of a handler that has not answered; for the end of a server.
    func abandon() {
        let (generation, requestID) = exchange.withLock { exchange in
            if case .suspended = exchange.state { (exchange.generation, exchange.requestID) } else { (0, nil) }
        }
        if let requestID { answer(core.refusal(.stopping, requestID), generation: generation) }
    }

    /// Takes the answer, or suspends the connection until there is one.
    func takeAnswerOrSuspend(_ connection: OpaquePointer) -> HTTPResponse? {
        exchange.withLock { exchange in
            switch exchange.state {
            case .answered(let response):
                exchange.state = .idle
                return response
            case .open, .idle, .suspended:
                // Whoever stops the server sets the flag and then asks every connection: one of the two sees the other.
                if core.isStopping.load(ordering: .sequentiallyConsistent), let head {
                    exchange.state = .idle
                    return core.refusal(.stopping, to: head)
                }
                deadline.store(.max, ordering: .relaxed)
                MicroHTTPD.suspend(connection)
                exchange.state = .suspended(connection)
                return nil
            }
        }
    }

    /// The request is over, answered or not: late answers are ignored from here on.
    func finish() {
        exchange.withLock { exchange in
            exchange.generation += 1
            exchange.state = .idle
        }
        if let head {
            core.metrics.count(
                route: route?.template.row ?? 0, status: status,
                nanoseconds: MonotonicInstant.now.nanoseconds - head.received.nanoseconds)
            core.requestEnded()
        }
        core.releaseBody(body.reserved)
        head = nil
        route = nil
        context = nil
        body = BodyBuffer()
        status = 0
        phase = .idle
        awaitsInput.store(true, ordering: .relaxed)
        deadline.store(core.deadline(), ordering: .relaxed)
    }
}
