// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Synchronization

/// A blocking HTTP/1.1 client. Any number of threads may send at the same time; each request in flight has a connection
/// of its own, and connections stay open for later requests to the same host.
///
/// It follows no redirect, reads no proxy setting from the environment unless told to, verifies the server's
/// certificate always, and sends exactly the path it is given.
public final class HTTPClient: Sendable {
    public let configuration: HTTPClientConfiguration
    private let idle = Mutex<[Curl]>([])

    public init(configuration: HTTPClientConfiguration = HTTPClientConfiguration()) {
        self.configuration = configuration
    }

    /// Sends a request and waits for the whole answer, whatever its status is.
    public func send(_ request: HTTPClientRequest) throws(HTTPClientError) -> HTTPClientResponse {
        try request.check()
        // The handle used last comes first: its connection is the least likely to have been closed by the server.
        guard let curl = idle.withLock({ $0.popLast() }) ?? Curl(configuration) else {
            throw HTTPClientError(
                code: .invalidConfiguration, message: "the client could not be set up", host: request.host)
        }
        defer {
            idle.withLock { idle in
                if idle.count < configuration.idleConnectionsMax { idle.append(curl) }
            }
        }
        return try curl.perform(
            request, timeout: request.totalTimeout ?? configuration.totalTimeout,
            responseBytesMax: configuration.responseBytesMax)
    }

    /// Closes the connections that are not in use.
    public func closeIdle() {
        idle.withLock { $0.removeAll() }
    }
}
