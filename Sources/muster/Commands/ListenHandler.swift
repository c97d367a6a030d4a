// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Dispatch
internal import HTTPService
internal import IssuerKit
internal import Synchronization
internal import WireJSON

/// Answers the network's notifications for `muster issuer listen`.
final class ListenHandler: HTTPHandler {
    private struct State {
        var printed = 0
        var failuresLeft: Int
        var failure: CommandFailure?
    }

    /// Signalled when enough was printed, or nothing can be printed any more.
    let ended = DispatchSemaphore(value: 0)
    private let receiver: NotificationReceiver
    private let console: Console
    private let isJSON: Bool
    private let count: Int?
    private let state: Mutex<State>

    init(_ receiver: NotificationReceiver, _ console: Console, isJSON: Bool, count: Int?, failures: Int) {
        self.receiver = receiver
        self.console = console
        self.isJSON = isJSON
        self.count = count
        state = Mutex(State(failuresLeft: failures))
    }

    var failure: CommandFailure? { state.withLock { $0.failure } }

    var isDone: Bool { state.withLock { isDone($0) } }

    private func isDone(_ state: State) -> Bool {
        state.failure != nil || count.map { state.printed >= $0 } ?? false
    }

    func announce(_ url: String) throws {
        guard isJSON else { return try console.write(line: "listening on \(url)") }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("event", "ready")
            writer.member("url", url)
        }
        try console.write(line: String(decoding: writer.bytes, as: UTF8.self))
    }

    func admit(_ head: HTTPRequestHead) -> HTTPAdmission {
        head.isMethod("POST")
            ? .accept() : .refuse(.text(405, "Notifications are posted.\n").adding("Allow", "POST"))
    }

    func handle(_ request: HTTPRequest, context: HTTPContext?, _ responder: HTTPResponder) {
        let isRefused = state.withLock { state in
            if isDone(state) { return true }
            guard state.failuresLeft > 0 else { return false }
            state.failuresLeft -= 1
            return true
        }
        if isRefused { return responder.answer(.text(503, "Not now.\n")) }
        do {
            let values = request.headers.values(NotificationReceiver.signatureHeader)
            let received = try receiver.receive(signature: values.count == 1 ? values[0] : nil, body: request.body)
            if !received.isRepeated {
                try show(received.event)
                receiver.handled(received.event)
            }
            responder.answer(.empty(204))
        } catch let refusal as NotificationRefusal {
            console.say("refused: \(refusal)")
            responder.answer(.text(refusal.status, "\(refusal)\n"))
        } catch {
            responder.answer(.text(500, "The event could not be printed.\n"))
        }
    }

    func errorResponse(_ refusal: HTTPRefusal, requestID: HTTPRequestID) -> HTTPResponse {
        .empty(refusal.status)
    }

    /// One at a time, so that lines do not mix.
    private func show(_ event: TokenEvent) throws(CommandFailure) {
        let fault = state.withLock { state -> CommandFailure? in
            do throws(CommandFailure) {
                try console.write(line: isJSON ? String(decoding: event.json, as: UTF8.self) : Self.line(event))
                state.printed += 1
            } catch {
                state.failure = error
            }
            if isDone(state) { ended.signal() }
            return state.failure
        }
        if let fault { throw fault }
    }

    private static func line(_ event: TokenEvent) -> String {
        let words: [String?] = [
            event.eventDateTime, event.eventType.rawValue, event.cardContractNumber, event.decision,
            event.declineReason, event.tokenStatus, event.updateReason, event.externalCardId ?? event.srcDigitalCardId,
        ]
        return words.compactMap(\.self).joined(separator: "  ")
    }
}
