// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// A request without its body. Copying it copies a reference; every text is made anew on each call.
public struct HTTPRequestHead: Sendable {
    let storage: HeadStorage

    /// As it was sent: `GET`.
    public var method: String { storage.text(storage.method) }
    /// Exactly as it was sent: path, question mark and query.
    public var target: String { storage.text(storage.target) }
    /// The path exactly as it was sent, escapes included.
    public var path: String { storage.text(storage.path) }
    /// What follows the question mark, exactly as it was sent; empty without one.
    public var query: String { storage.text(storage.query) }
    public var headers: HTTPHeaders { HTTPHeaders(storage: storage) }
    public var remoteAddress: RemoteAddress { storage.remoteAddress }
    public var requestID: HTTPRequestID { storage.requestID }
    public var isTLS: Bool { storage.isTLS }
    /// When the header was complete.
    public var received: MonotonicInstant { storage.received }

    /// Compares without making a text of the method.
    public func isMethod(_ method: StaticString) -> Bool {
        storage.withBytes(storage.method) { bytes in
            method.withUTF8Buffer { $0.elementsEqual(bytes) }
        }
    }

    /// The query, decoded strictly.
    public func queryString(countMax: Int = QueryString.countMaxDefault) throws(QueryString.Failure) -> QueryString {
        try QueryString(query, countMax: countMax)
    }
}

/// A whole request.
public struct HTTPRequest: Sendable {
    public let head: HTTPRequestHead
    public let body: [UInt8]
    /// The route that the handler named when it admitted the request.
    public let route: RouteMatch?

    public var method: String { head.method }
    public var target: String { head.target }
    public var path: String { head.path }
    public var query: String { head.query }
    public var headers: HTTPHeaders { head.headers }
    public var remoteAddress: RemoteAddress { head.remoteAddress }
    public var requestID: HTTPRequestID { head.requestID }
    public var isTLS: Bool { head.isTLS }
    public var received: MonotonicInstant { head.received }

    public init(head: HTTPRequestHead, body: [UInt8] = [], route: RouteMatch? = nil) {
        self.head = head
        self.body = body
        self.route = route
    }

    /// The decoded parameter of that name in the route's template.
    public func parameter(_ name: String) -> String? {
        route?.parameter(name, of: head)
    }
}

extension HTTPRequestHead {
    /// Makes a request head that came over no connection, for tests of handlers.
    public init(
        method: String, target: String, headers: [(name: String, value: String)] = [],
        remoteAddress: RemoteAddress = .unknown, isTLS: Bool = false, entropy: some EntropySource = SystemEntropy()
    ) {
        var bytes = Array(target.utf8)
        bytes += method.utf8
        var slots: [HeadStorage.Slot] = []
        for (name, value) in headers {
            slots.append(
                HeadStorage.Slot(
                    start: UInt32(bytes.count), nameCount: UInt32(name.utf8.count),
                    valueCount: UInt32(value.utf8.count)))
            bytes += name.utf8
            bytes += value.utf8
        }
        storage = HeadStorage(
            bytes: bytes, slots: slots, targetCount: target.utf8.count, methodCount: method.utf8.count,
            remoteAddress: remoteAddress, requestID: HTTPRequestID(entropy), isTLS: isTLS, received: .now)
    }
}
