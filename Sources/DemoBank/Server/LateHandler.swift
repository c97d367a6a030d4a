// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import HTTPService
internal import Synchronization

/// Stands at the door until the bank is open.
final class LateHandler: HTTPHandler {
    private let bank = Mutex<BankHandler?>(nil)

    func open(_ handler: BankHandler) { bank.withLock { $0 = handler } }

    func admit(_ head: HTTPRequestHead) -> HTTPAdmission {
        bank.withLock { $0 }?.admit(head)
            ?? .refuse(.text(503, "Not open yet.\n").adding("Retry-After", "1"))
    }

    func handle(_ request: HTTPRequest, context: HTTPContext?, _ responder: HTTPResponder) {
        bank.withLock { $0 }?.handle(request, context: context, responder)
    }

    func errorResponse(_ refusal: HTTPRefusal, requestID: HTTPRequestID) -> HTTPResponse {
        .text(refusal.status, "This request cannot be answered.\n")
    }
}
