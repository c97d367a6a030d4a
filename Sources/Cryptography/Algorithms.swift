// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// The algorithms in use, fetched once. An implicit fetch (`EVP_sha256()` and its like) takes a lock that all threads
/// share, so two threads would do no more than one.
enum Algorithms {
    nonisolated(unsafe) static let sha1 = digest("SHA1")
    nonisolated(unsafe) static let sha256 = digest("SHA2-256")
    nonisolated(unsafe) static let sha512 = digest("SHA2-512")
    nonisolated(unsafe) static let hmac = mac("HMAC")
    nonisolated(unsafe) static let aes128GCM = cipher("AES-128-GCM")
    nonisolated(unsafe) static let aes192GCM = cipher("AES-192-GCM")
    nonisolated(unsafe) static let aes256GCM = cipher("AES-256-GCM")
    nonisolated(unsafe) static let aes128CBC = cipher("AES-128-CBC")
    nonisolated(unsafe) static let aes192CBC = cipher("AES-192-CBC")
    nonisolated(unsafe) static let aes256CBC = cipher("AES-256-CBC")
    nonisolated(unsafe) static let aes128ECB = cipher("AES-128-ECB")

    /// AES-GCM for a key of so many bytes; nil for a length that AES does not have.
    static func gcm(keyCount: Int) -> OpaquePointer? {
        switch keyCount {
        case 16: aes128GCM
        case 24: aes192GCM
        case 32: aes256GCM
        default: nil
        }
    }

    /// AES-CBC for a key of so many bytes; nil for a length that AES does not have.
    static func cbc(keyCount: Int) -> OpaquePointer? {
        switch keyCount {
        case 16: aes128CBC
        case 24: aes192CBC
        case 32: aes256CBC
        default: nil
        }
    }

    private static func digest(_ name: String) -> OpaquePointer {
        found(EVP_MD_fetch(nil, name, nil), name)
    }

    private static func cipher(_ name: String) -> OpaquePointer {
        found(EVP_CIPHER_fetch(nil, name, nil), name)
    }

    private static func mac(_ name: String) -> OpaquePointer {
        found(EVP_MAC_fetch(nil, name, nil), name)
    }

    private static func found(_ algorithm: OpaquePointer?, _ name: String) -> OpaquePointer {
        guard let algorithm else { preconditionFailure("libcrypto: \(name) is not available") }
        return algorithm
    }
}
