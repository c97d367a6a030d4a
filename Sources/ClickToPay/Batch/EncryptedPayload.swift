// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Encrypted enrollment data as it came: JWE compact text, not yet looked into.
public enum EncryptedPayload: Sendable, Hashable {
    /// One text for the whole batch.
    case one([UInt8])
    /// One text for each consumer, at least one.
    case perConsumer([[UInt8]])

    public var texts: [[UInt8]] {
        switch self {
        case .one(let text): [text]
        case .perConsumer(let texts): texts
        }
    }
}
