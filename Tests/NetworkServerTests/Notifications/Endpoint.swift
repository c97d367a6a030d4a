// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import HTTPService
import IssuerKit
import Synchronization

/// An issuer's endpoint on a free port: checks each notification with IssuerKit and answers as it is told to.
final class Endpoint: HTTPHandler {
    struct Call {
        var event: TokenEvent?
        var refusal: NotificationRefusal?
        var correlationId: String?
        var contentType: String?
        var path: String
        var status: Int
    }

    private struct State {
        var receiver: NotificationReceiver?
        var response = HTTPResponse.empty(204)
        var calls: [Call] = []
    }

    private let state = Mutex(State())
    private let listener = LocalListener()

    func start() throws -> String { try listener.start(self) }

    func stop() {
        listener.stop()
    }

    func trust(_ secret: [UInt8], _ clock: any WallClock) {
        state.withLock { $0.receiver = NotificationReceiver(secret: secret, clock: clock) }
    }

    func answer(_ response: HTTPResponse) {
        state.withLock { $0.response = response }
    }

    var calls: [Call] { state.withLock { $0.calls } }

    /// What was acknowledged.
    var events: [TokenEvent] { calls.filter { $0.status / 100 == 2 }.compactMap(\.event) }

    func admit(_ head: HTTPRequestHead) -> HTTPAdmission { .accept() }

    func handle(_ request: HTTPRequest, context: HTTPContext?, _ responder: HTTPResponder) {
        let (receiver, response) = state.withLock { ($0.receiver, $0.response) }
        var call = Call(
            correlationId: request.headers["X-MC-Correlation-ID"], contentType: request.headers["Content-Type"],
            path: request.target, status: response.status)
        do throws(NotificationRefusal) {
            call.event = try receiver?.receive(
                signature: request.headers[NotificationReceiver.signatureHeader], body: request.body
            ).event
        } catch {
            call.refusal = error
        }
        state.withLock { $0.calls.append(call) }
        responder.answer(response)
    }

    func errorResponse(_ refusal: HTTPRefusal, requestID: HTTPRequestID) -> HTTPResponse { .empty(refusal.status) }
}
