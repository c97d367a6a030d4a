// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import Foundation
import HTTPService
import Synchronization

/// A handler made of closures.
final class TestHandler: HTTPHandler {
    private let admission: @Sendable (HTTPRequestHead) -> HTTPAdmission
    private let handling: @Sendable (HTTPRequest, HTTPResponder) -> Void

    init(
        admit: @escaping @Sendable (HTTPRequestHead) -> HTTPAdmission = { _ in .accept() },
        handle: @escaping @Sendable (HTTPRequest, HTTPResponder) -> Void
    ) {
        admission = admit
        handling = handle
    }

    func admit(_ head: HTTPRequestHead) -> HTTPAdmission { admission(head) }

    func handle(_ request: HTTPRequest, context: HTTPContext?, _ responder: HTTPResponder) {
        handling(request, responder)
    }

    func errorResponse(_ refusal: HTTPRefusal, requestID: HTTPRequestID) -> HTTPResponse {
        .json(refusal.status, Array("{\"refused\":\"\(refusal)\",\"id\":\"\(requestID)\"}".utf8))
    }
}

/// Answers every request with its method, its target and its body.
let echo: @Sendable (HTTPRequest, HTTPResponder) -> Void = { request, responder in
    responder.answer(
        .text(200, request.method + " " + request.target + " " + String(decoding: request.body, as: UTF8.self)))
}

/// A server on a free port whose log goes nowhere.
struct Bench {
    let server: HTTPServer
    let metrics = Metrics()

    init(
        _ configuration: HTTPConfiguration = HTTPConfiguration(), routes: [RouteTemplate] = [],
        admit: @escaping @Sendable (HTTPRequestHead) -> HTTPAdmission = { _ in .accept() },
        handle: @escaping @Sendable (HTTPRequest, HTTPResponder) -> Void = echo
    ) throws {
        server = try HTTPServer(
            configuration: configuration, handler: TestHandler(admit: admit, handle: handle), routes: routes,
            log: Log(descriptor: -1), metrics: metrics)
    }

    func connect() -> RawClient { RawClient(port: server.port) }

    /// The answer to one request on a connection of its own.
    func ask(_ text: String) -> RawClient.Response? {
        withExtendedLifetime(server) {
            let client = connect()
            client.send(text)
            return client.response()
        }
    }

    var metricsText: String { String(decoding: metrics.render(), as: UTF8.self) }

    /// Waits until nothing is in flight and `connections` are open; false after twenty seconds. Meanwhile `help` may do
    /// what the server waits for.
    func settles(connections: Int? = nil, help: () -> Void = {}) -> Bool {
        let deadline = MonotonicInstant.now.nanoseconds(after: .seconds(20))
        while MonotonicInstant.now.nanoseconds < deadline {
            help()
            let isQuiet = server.requestsInFlight == 0 && metricsText.contains("muster_http_body_bytes_in_flight 0\n")
            if isQuiet && (connections == nil || server.connectionCount == connections) { return true }
            // Lets the server have the processor; nothing depends on how long this takes.
            usleep(500)
        }
        return false
    }
}

/// Responders that wait for the test to answer them.
final class Parked: Sendable {
    private let waiting = Mutex<[HTTPResponder]>([])
    private let arrived = DispatchSemaphore(value: 0)

    func park(_ responder: HTTPResponder) {
        waiting.withLock { $0.append(responder) }
        arrived.signal()
    }

    /// Waits until `count` more have come.
    func wait(_ count: Int) -> Bool {
        (0..<count).allSatisfy { _ in arrived.wait(timeout: .now() + 10) == .success }
    }

    func takeAll() -> [HTTPResponder] {
        waiting.withLock { waiting in
            let all = waiting
            waiting = []
            return all
        }
    }
}
