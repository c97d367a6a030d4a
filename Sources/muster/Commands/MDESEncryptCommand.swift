// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography
internal import JOSE
internal import WireJSON

/// `muster mdes encrypt`: an `encryptedPayload` object.
enum MDESEncryptCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["mdes", "encrypt"], summary: "encrypt standard input as an MDES encryptedPayload",
            options: OptionDeclaration.keyOptions("recipient: certificate, public key, JWK or key set")
                + OptionDeclaration.onlyPerCall([
                    .value("hash", "HASH", standard: "SHA512", "of the key wrapping: SHA256 or SHA512"),
                    .value("mode", "MODE", standard: "cbc", "of the content: cbc or gcm"),
                    .value(
                        "fingerprint", "HEX",
                        "publicKeyFingerprint (default: SHA-256 of the certificate, or of the key without one)"),
                ]))
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let hash = try invocation.choice("hash", of: ["SHA256", "SHA512"])
        let mode = try invocation.choice("mode", of: ["cbc", "gcm"])
        let (key, _) = try invocation.publicKey(use: "enc")
        let plaintext = try invocation.standardInput()
        let payload: MDESPayload
        do {
            payload = try MDESPayload.encrypt(
                plaintext, to: key, fingerprint: invocation.text("fingerprint"),
                hash: hash == "SHA256" ? .sha256 : .sha512, mode: mode == "gcm" ? .gcm : .cbc)
        } catch {
            throw CommandFailure.invalidInput("nothing can be encrypted: \(error.cause.description)")
        }
        var writer = JSONWriter()
        payload.write(to: &writer)
        try invocation.console.write(writer.bytes + [UInt8(ascii: "\n")])
        return .done
    }
}
