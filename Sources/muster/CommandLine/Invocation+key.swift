// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography
internal import Glibc
internal import IssuerKit
internal import JOSE

extension OptionDeclaration {
    /// For commands that work with one key.
    static func keyOptions(_ help: String, isRequired: Bool = true) -> [OptionDeclaration] {
        var key = OptionDeclaration.value("key", "FILE", isRequired: isRequired, help)
        key.environment = nil
        return [
            key,
            .value(
                "passphrase", "TEXT", environment: "MUSTER_KEY_PASSPHRASE", isSecret: true,
                "of the key file; better given in the environment"),
        ]
    }
}

extension Invocation {
    /// The private key of `--key`, and what a JWK says its name is.
    func privateKey() throws -> (key: RSAPrivateKey, keyID: String?) {
        let path = try required("key")
        var bytes = try SmallFile.read(path)
        defer { wipe(&bytes) }
        return try keyFault(path) { try KeyFile.privateKey(bytes, passphrase: text("passphrase")) }
    }

    /// The public key of `--key`, which may be a certificate, a key set or a private key too.
    func publicKey(use: String) throws -> (key: RSAPublicKey, keyID: String?) {
        let path = try required("key")
        var bytes = try SmallFile.read(path)
        defer { wipe(&bytes) }
        return try keyFault(path) { try KeyFile.publicKey(bytes, use: use, passphrase: text("passphrase")) }
    }

    private func keyFault<Key>(_ path: String, _ load: () throws -> Key) throws -> Key {
        do {
            return try load()
        } catch {
            throw CommandFailure(.usage, code: "key", "key file \(path) cannot be used: \(error)")
        }
    }

    /// All of standard input.
    func standardInput(bytesMax: Int = 64 << 20) throws -> [UInt8] {
        if case .memory(let bytes) = console.input { return bytes }
        if isatty(STDIN_FILENO) == 1 { console.say("reading from the terminal; end with Ctrl-D") }
        return try SmallFile.read("-", bytesMax: bytesMax)
    }

    /// Standard input as one word: a token with white space around it.
    func standardInputToken() throws -> String {
        let bytes = try standardInput()
        let word = bytes.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard word.count == 1, let token = word.first else {
            throw CommandFailure.invalidInput("standard input must hold one token")
        }
        return String(decoding: token, as: UTF8.self)
    }
}

extension CommandFailure {
    /// A message that cannot be decrypted or verified: an answer, and not the one that was hoped for.
    static func refusedMessage(_ reason: String, details: [String] = []) -> CommandFailure {
        CommandFailure(.failedRecords, code: "refused", reason, details: details)
    }
}
