// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// Frees an `EVP_PKEY` with its last owner.
final class KeyOwner: @unchecked Sendable {
    let key: OpaquePointer

    init(_ key: OpaquePointer) {
        self.key = key
    }

    deinit {
        EVP_PKEY_free(key)
    }
}
