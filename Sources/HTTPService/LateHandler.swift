// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Synchronization

/// Stands at the door until there is somebody to open it: for a handler that must know which port its server has got.
public final class LateHandler: HTTPHandler {
    private let inner = Mutex<(any HTTPHandler)?>(nil)

    public init() {}

    public func open(_ handler: any HTTPHandler) { inner.withLock { $0 = handler } }

    public func admit(_ head: HTTPRequestHead) -> HTTPAdmission {
        inner.withLock { $0 }?.admit(head)
            ?? .refuse(.text(503, "Not open yet.\n").adding("Retry-After", "1"))
    }

    public func handle(_ request: HTTPRequest, context: HTTPContext?, _ responder: HTTPResponder) {
        guard let inner = inner.withLock({ $0 }) else { return responder.answer(.empty(503)) }
        inner.handle(request, context: context, responder)
    }

    public func errorResponse(_ refusal: HTTPRefusal, requestID: HTTPRequestID) -> HTTPResponse {
        .text(refusal.status, "This request cannot be answered.\n")
    }
}
