// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why a server did not start.
public struct HTTPServerError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure; more may be added.
    public enum Code: Sendable {
        /// A setting is out of its range.
        case invalidConfiguration
        /// The host name has no address.
        case hostNotFound
        /// The port is taken or may not be bound.
        case addressNotAvailable
        /// The certificate, the key or the client CA can not be used.
        case tls
        /// The system gave no socket, thread or memory.
        case resources
    }

    public let code: Code
    /// A plain sentence.
    public let message: String
    /// The setting, or `host:port`.
    public let place: String

    init(_ code: Code, _ message: String, place: String) {
        self.code = code
        self.message = message
        self.place = place
    }

    public var description: String {
        message + " (" + place + ")"
    }
}

extension HTTPServerError: Equatable {
    /// Two errors are equal when their codes are.
    public static func == (left: HTTPServerError, right: HTTPServerError) -> Bool {
        left.code == right.code
    }
}
