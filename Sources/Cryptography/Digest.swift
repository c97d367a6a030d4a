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
