// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What a handler keeps between admitting a request and handling it.
public typealias HTTPContext = any AnyObject & Sendable

/// What becomes of a request whose header is complete.
public enum HTTPAdmission: Sendable {
    /// Read the body, up to `bodyBytesMax` bytes (the configuration's bound when nil), then handle the request.
    case accept(bodyBytesMax: Int? = nil, route: RouteMatch? = nil, context: HTTPContext? = nil)
    /// Answer now; the body is not read, or thrown away when it is small.
    case refuse(HTTPResponse, route: RouteMatch? = nil)
}

/// Answers requests. Both calls are made on an I/O thread, which serves many other connections: what takes longer than
/// about 20 µs goes to a `WorkQueue`.
public protocol HTTPHandler: Sendable {
    /// Called when the header of a request is complete, before its body.
    func admit(_ head: HTTPRequestHead) -> HTTPAdmission

    /// Called with the whole request. Answer through `responder` now, or later from any thread; meanwhile the
    /// connection waits without a thread.
    func handle(_ request: HTTPRequest, context: HTTPContext?, _ responder: HTTPResponder)

    /// The shape of the server's own refusals. The status must be the refusal's; the server adds `Retry-After`.
    func errorResponse(_ refusal: HTTPRefusal, requestID: HTTPRequestID) -> HTTPResponse

    /// The same where the header of the request is known: who asks, and for what, may decide the shape. Without one of
    /// its own a handler gives the other.
    func errorResponse(_ refusal: HTTPRefusal, to head: HTTPRequestHead) -> HTTPResponse
}

extension HTTPHandler {
    public func errorResponse(_ refusal: HTTPRefusal, to head: HTTPRequestHead) -> HTTPResponse {
        errorResponse(refusal, requestID: head.requestID)
    }
}
