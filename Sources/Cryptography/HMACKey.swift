// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// The hash inside an HMAC.
public enum HMACHash: Sendable {
    case sha256, sha384, sha512

    /// The length of the code in bytes.
    public var byteCount: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    var name: StaticString {
        switch self {
        case .sha256: "SHA2-256"
        case .sha384: "SHA2-384"
        case .sha512: "SHA2-512"
        }
    }
}

/// A key for HMAC (RFC 2104), SHA-256 unless told otherwise. Safe to share; each thread reuses its own context.
public final class HMACKey: Sendable {
    public let hash: HMACHash
    private let pool: ContextPool

    /// - Parameter key: any length; 32 random bytes are right for SHA-256.
    public init(_ key: [UInt8], hash: HMACHash = .sha256) {
        self.hash = hash
        let secret = SecretBytes(key)
        pool = ContextPool(make: { Self.context(secret, hash) }, free: { EVP_MAC_CTX_free($0) })
    }

    /// The code of `bytes`: 32 bytes for SHA-256.
    public func code(for bytes: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: hash.byteCount) { result, filled in
            code(for: bytes, into: UnsafeMutableRawBufferPointer(result))
            filled = hash.byteCount
        }
    }

    /// The code of `bytes`: 32 bytes for SHA-256.
    public func code(for bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { code(for: $0) }
    }

    /// Writes the code of `bytes` to `result`, which has at least 32 bytes for SHA-256.
    public func code(for bytes: UnsafeRawBufferPointer, into result: UnsafeMutableRawBufferPointer) {
        precondition(result.count >= hash.byteCount, "the result has room for the code")
        pool.withContext { context in
            Self.update(context, bytes)
            Self.finish(context, result)
        }
    }

    /// The code of the parts put one after the other.
    public func code(forParts parts: [UnsafeRawBufferPointer]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: hash.byteCount) { result, filled in
            pool.withContext { context in
                for part in parts { Self.update(context, part) }
                Self.finish(context, UnsafeMutableRawBufferPointer(result))
            }
            filled = hash.byteCount
        }
    }

    private static func update(_ context: OpaquePointer, _ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        require(EVP_MAC_update(context, start.assumingMemoryBound(to: UInt8.self), bytes.count) == 1, "HMAC update")
    }

    /// Writes the code and makes the context ready for the next message: no key means keep the one it has.
    private static func finish(_ context: OpaquePointer, _ result: UnsafeMutableRawBufferPointer) {
        let start = result.baseAddress?.assumingMemoryBound(to: UInt8.self)
        var written = 0
        require(EVP_MAC_final(context, start, &written, result.count) == 1, "HMAC end")
        require(EVP_MAC_init(context, nil, 0, nil) == 1, "HMAC restart")
    }

    private static func context(_ secret: SecretBytes, _ hash: HMACHash) -> OpaquePointer {
        guard let context = EVP_MAC_CTX_new(Algorithms.hmac) else { preconditionFailure("libcrypto: no HMAC context") }
        // The parameters only point to name and value, so both must be static strings: those of a call are gone when it
        // returns.
        let value = UnsafeMutablePointer(mutating: cString(hash.name))
        var parameters = [
            OSSL_PARAM_construct_utf8_string(cString("digest"), value, 0), OSSL_PARAM_construct_end(),
        ]
        require(EVP_MAC_init(context, secret.start, secret.bytes.count, &parameters) == 1, "HMAC key")
        return context
    }
}
