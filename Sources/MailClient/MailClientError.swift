// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why a message was not sent. It names the server, never an address, a header or what the server said: servers repeat
/// addresses.
public struct MailClientError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure; more may be added.
    public struct Code: Sendable, Hashable {
        /// A word that is safe to log.
        public let name: StaticString

        public static func == (left: Code, right: Code) -> Bool {
            left.name.description == right.name.description
        }

        public func hash(into hasher: inout Hasher) {
            hasher.combine(name.description)
        }

        /// No connection: name not found, refused, no route, or lost before the answer.
        public static let notReachable = Code(name: "notReachable")
        /// A time limit passed; whether the server took the message is unknown.
        public static let timedOut = Code(name: "timedOut")
        /// The server offers no TLS where it is needed, the handshake failed, or the certificate was not accepted.
        public static let tls = Code(name: "tls")
        /// The server did not accept user and password.
        public static let loginRefused = Code(name: "loginRefused")
        /// The server refused the sender, the recipient or the message; `status` says how.
        public static let refused = Code(name: "refused")
        /// The server's answer is not SMTP.
        public static let protocolError = Code(name: "protocolError")
        /// The message itself can not be sent. Nothing was sent.
        public static let invalidMessage = Code(name: "invalidMessage")
        /// The client can not be set up: host or name malformed, or a CA file missing or not readable.
        public static let invalidConfiguration = Code(name: "invalidConfiguration")
    }

    public let code: Code
    /// A plain sentence.
    public let message: String
    /// `host:port` of the server.
    public let server: String
    /// The server's reply code (RFC 5321, 4.2) when it refused; 0 otherwise.
    public let status: Int

    public init(code: Code, message: String, server: String = "", status: Int = 0) {
        self.code = code
        self.message = message
        self.server = server
        self.status = status
    }

    public var description: String {
        server.isEmpty ? message : message + " (" + server + ")"
    }
}

extension MailClientError: Equatable {
    /// Two errors are equal when their codes are.
    public static func == (left: MailClientError, right: MailClientError) -> Bool {
        left.code == right.code
    }
}
