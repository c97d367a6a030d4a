// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// How far a key may still be used.
public enum KeyState: String, Sendable, Codable {
    /// Makes new values. Each purpose that has keys has exactly one active key.
    case active
    /// Opens, decrypts or verifies what it made before, and makes nothing new.
    case decryptOnly = "decrypt-only"
    /// Its material is gone for good.
    case destroyed
}

/// Which keys belong together: a key ring is made for one environment and refused by the other.
public enum KeyEnvironment: String, Sendable, Codable {
    case sandbox
    case production
}

/// What may be told about a key. It holds no key material.
public struct KeyDescription: Sendable, Hashable {
    /// `<UTC yyyyMMddHHmmss>-<environment>-<purpose label>`, unique in the key ring.
    public let id: String
    public let purpose: KeyPurpose
    public let created: Timestamp
    public let state: KeyState
    /// The number that sealed blobs carry in bytes 1 and 2; only keys for `KeyPurpose.seal` have one.
    public let number: UInt16?
}
