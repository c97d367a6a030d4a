// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// One digest algorithm with its pool of contexts.
struct Digest: Sendable {
    let count: Int
    private let pool: ContextPool

    static let sha1 = Digest(count: 20) { Algorithms.sha1 }
    static let sha256 = Digest(count: 32) { Algorithms.sha256 }

    private init(count: Int, algorithm: @escaping @Sendable () -> OpaquePointer) {
        self.count = count
        pool = ContextPool(make: { Self.start(algorithm()) }, free: { EVP_MD_CTX_free($0) })
    }

    /// A new context that has digested nothing.
    static func start(_ algorithm: OpaquePointer) -> OpaquePointer {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("libcrypto: no digest context") }
        require(EVP_DigestInit_ex2(context, algorithm, nil) == 1, "digest start")
        return context
    }

    func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { result, filled in
            pool.withContext { context in
                Self.update(context, bytes)
                Self.finish(context, result)
            }
            filled = count
        }
    }

    static func update(_ context: OpaquePointer, _ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        require(EVP_DigestUpdate(context, start, bytes.count) == 1, "digest update")
    }

    /// Writes the digest and makes the context ready for the next message.
    static func finish(_ context: OpaquePointer, _ result: UnsafeMutableBufferPointer<UInt8>) {
        require(EVP_DigestFinal_ex(context, result.baseAddress, nil) == 1, "digest end")
        require(EVP_DigestInit_ex2(context, nil, nil) == 1, "digest restart")
    }
}

/// SHA-256 (FIPS 180-4): 32 bytes.
public enum SHA256 {
    public static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        Digest.sha256.hash(bytes)
    }

    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { Digest.sha256.hash($0) }
    }
}

/// SHA-1, 20 bytes: for the fingerprints of old keys and for nothing else.
public enum SHA1 {
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { Digest.sha1.hash($0) }
    }
}

/// SHA-256 of a message that arrives in pieces.
public struct SHA256Hasher: ~Copyable, @unchecked Sendable {
    private let context: OpaquePointer

    public init() {
        context = Digest.start(Algorithms.sha256)
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        Digest.update(context, bytes)
    }

    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { Digest.update(context, $0) }
    }

    /// The 32 bytes of the digest. The hasher then starts anew.
    public mutating func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { result, filled in
            Digest.finish(context, result)
            filled = 32
        }
    }
}
