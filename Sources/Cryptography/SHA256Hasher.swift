// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

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
