// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why a request got no answer. It names the host, never the path, the query, a header or a body.
public struct HTTPClientError: Error, Sendable, CustomStringConvertible {
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
        /// A time limit passed; whether the server acted is unknown.
        public static let timedOut = Code(name: "timedOut")
        /// The TLS handshake failed, or the server's or our certificate was not accepted.
        public static let tls = Code(name: "tls")
        /// The answer is larger than the configured bound.
        public static let tooLarge = Code(name: "tooLarge")
        /// The answer is not HTTP, or broke off in the middle.
        public static let protocolError = Code(name: "protocolError")
        /// The request itself can not be sent: URL, method or header malformed. Nothing was sent.
        public static let invalidRequest = Code(name: "invalidRequest")
        /// The client can not be set up: a certificate, key or CA file is missing or not readable.
        public static let invalidConfiguration = Code(name: "invalidConfiguration")
    }

    public let code: Code
    /// A plain sentence.
    public let message: String
    /// `host` or `host:port`; empty when the URL has none.
    public let host: String

    public init(code: Code, message: String, host: String) {
        self.code = code
        self.message = message
        self.host = host
    }

    public var description: String {
        host.isEmpty ? message : message + " (" + host + ")"
    }
}

extension HTTPClientError: Equatable {
    /// Two errors are equal when their codes are.
    public static func == (left: HTTPClientError, right: HTTPClientError) -> Bool {
        left.code == right.code
    }
}
