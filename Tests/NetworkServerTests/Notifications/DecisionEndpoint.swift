// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import HTTPService
import Synchronization

/// An issuer's decision point on a free port: keeps what it was asked and answers as it is told to, or not at all.
final class DecisionEndpoint: HTTPHandler {
    struct Call {
        var path: String
        var signature: String?
        var correlationId: String?
        var body: [UInt8]
    }

    private struct State {
        var response: HTTPResponse? = .json(200, Array(#"{"decision":"APPROVED"}"#.utf8))
        var calls: [Call] = []
        var unanswered: [HTTPResponder] = []
    }

    private let state = Mutex(State())
    private let listener = LocalListener()

    func start() throws -> String { try listener.start(self) }

    func stop() {
        let waiting = state.withLock { state in
            defer { state.unanswered = [] }
            return state.unanswered
        }
        for responder in waiting { responder.answer(.empty(503)) }
        listener.stop()
    }

    /// Nil: it takes calls and does not answer.
    func answer(_ response: HTTPResponse?) {
        state.withLock { $0.response = response }
    }

    func decide(_ word: String) {
        answer(
            .json(200, Array(#"{"responseId":"r-1","services":["DIGITIZATION"],"decision":"\#(word)"}"#.utf8)))
    }

    var calls: [Call] { state.withLock { $0.calls } }

    func admit(_ head: HTTPRequestHead) -> HTTPAdmission { .accept() }

    func handle(_ request: HTTPRequest, context: HTTPContext?, _ responder: HTTPResponder) {
        let response = state.withLock { state in
            state.calls.append(
                Call(
                    path: request.target, signature: request.headers["X-Event-Signature"],
                    correlationId: request.headers["X-MC-Correlation-ID"], body: request.body))
            if state.response == nil { state.unanswered.append(responder) }
            return state.response
        }
        if let response { responder.answer(response) }
    }

    func errorResponse(_ refusal: HTTPRefusal, requestID: HTTPRequestID) -> HTTPResponse { .empty(refusal.status) }
}
