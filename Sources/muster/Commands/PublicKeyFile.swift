// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography
internal import Foundation

/// A public key that a party brings.
enum PublicKeyFile {
    /// Reads a public key or a certificate, PEM or DER.
    static func read(_ path: String) throws(CommandFailure) -> RSAPublicKey {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw .invalidInput("\(path) cannot be read")
        }
        do {
            return try RSAPublicKey.load([UInt8](bytes))
        } catch {
            throw .invalidInput("\(path): \(error)")
        }
    }
}
