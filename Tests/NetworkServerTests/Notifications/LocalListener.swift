// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import HTTPService
import Synchronization

/// A server on a free port of this machine, for the ends that an issuer would have.
final class LocalListener: Sendable {
    private let server = Mutex<HTTPServer?>(nil)

    /// Answers where it listens.
    func start(_ handler: any HTTPHandler) throws -> String {
        let server = try HTTPServer(configuration: HTTPConfiguration(), handler: handler)
        let port = server.port
        self.server.withLock { $0 = server }
        return "http://127.0.0.1:\(port)"
    }

    func stop() {
        let server = server.withLock { server in
            defer { server = nil }
            return server
        }
        server?.stop(draining: .seconds(1))
    }
}
