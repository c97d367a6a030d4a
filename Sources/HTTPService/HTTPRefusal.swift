// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What the server itself refuses, before or instead of the handler.
public enum HTTPRefusal: Int, Sendable, CaseIterable {
    /// The header or the body's framing is malformed or ambiguous.
    case malformed
    /// The body is larger than the handler admits.
    case bodyTooLarge
    /// The version is neither HTTP/1.0 nor HTTP/1.1.
    case versionNotSupported
    /// Too many connections, or too many bytes of bodies in flight.
    case overloaded
    /// The server stops and waits no longer.
    case stopping
    /// The handler gave no answer, or one that can not be sent.
    case noAnswer

    public var status: Int {
        switch self {
        case .malformed: 400
        case .bodyTooLarge: 413
        case .versionNotSupported: 505
        case .overloaded, .stopping: 503
        case .noAnswer: 500
        }
    }

    var name: StaticString {
        switch self {
        case .malformed: "malformed"
        case .bodyTooLarge: "bodyTooLarge"
        case .versionNotSupported: "versionNotSupported"
        case .overloaded: "overloaded"
        case .stopping: "stopping"
        case .noAnswer: "noAnswer"
        }
    }

    /// Seconds after which a client may try again; nil when trying again does not help.
    var retryAfter: Int? {
        switch self {
        case .overloaded: 1
        case .stopping: 2
        default: nil
        }
    }

    /// Whether nothing that follows on the connection can be trusted or read.
    var closesConnection: Bool {
        self != .noAnswer
    }
}
