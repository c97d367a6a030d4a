// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// The SHA-256 hash of a request's body, over the exact bytes on the wire (security 2.2).
public struct BodyDigest: Sendable, Hashable {
    /// 32 bytes.
    public let sha256: [UInt8]

    /// Of no body, or an empty one.
    public static let empty = BodyDigest(of: [])

    /// Hashes a body.
    public init(of body: [UInt8]) {
        sha256 = SHA256.hash(body)
    }

    /// Takes a hash that was made while the body arrived.
    ///
    /// - Parameter sha256: 32 bytes.
    public init(sha256: [UInt8]) {
        precondition(sha256.count == 32, "a SHA-256 hash has 32 bytes")
        self.sha256 = sha256
    }

    public var isEmpty: Bool { self == .empty }

    /// The form of `oauth_body_hash`: 44 characters.
    public var base64: String { String(decoding: Base64.encode(sha256), as: UTF8.self) }
}
