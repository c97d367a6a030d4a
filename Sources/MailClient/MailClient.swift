// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Synchronization

/// A blocking client of one mail server. Any number of threads may send at the same time; each message in flight has a
/// connection of its own, and connections stay open for later messages.
///
/// Nothing is tried twice: whoever sends decides whether a message may come twice.
public final class MailClient: Sendable {
    public let configuration: MailClientConfiguration
    private let idle = Mutex<[SMTPConnection]>([])

    public init(configuration: MailClientConfiguration) {
        self.configuration = configuration
    }

    /// Sends a message and waits until the server has it.
    public func send(_ message: MailMessage) throws(MailClientError) {
        let bytes = try message.bytes()
        guard let connection = usable() ?? SMTPConnection(configuration) else {
            throw MailClientError(
                code: .invalidConfiguration, message: "the client could not be set up", server: configuration.server)
        }
        defer {
            idle.withLock { idle in
                if idle.count < configuration.idleConnectionsMax { idle.append(connection) }
            }
        }
        try connection.send(bytes, from: message.sender, to: message.recipient)
    }

    /// The handle used last comes first: its connection is the least likely to have been closed by the server.
    private func usable() -> SMTPConnection? {
        while let connection = idle.withLock({ $0.popLast() }) {
            if connection.isUsable { return connection }
        }
        return nil
    }

    /// Closes the connections that are not in use.
    public func closeIdle() {
        let unused = idle.withLock { idle in
            defer { idle = [] }
            return idle
        }
        // Each says goodbye here, outside the lock.
        withExtendedLifetime(unused) {}
    }
}
