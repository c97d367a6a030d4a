// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography
internal import JOSE
internal import WireJSON

/// `muster mdes decrypt`: what an `encryptedPayload` holds, or why it cannot be had.
enum MDESDecryptCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["mdes", "decrypt"], summary: "decrypt an MDES encryptedPayload from standard input",
            options: OptionDeclaration.keyOptions("private key: PEM, DER, PKCS#12 or JWK"),
            notes: [
                "The object may be given alone or as the member encryptedPayload of another one.",
                "Exits with 1 and the reason when it is refused. The fingerprint need not name the key.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let (key, _) = try invocation.privateKey()
        let root = try document(try invocation.standardInput()).root
        var plaintext: [UInt8]
        do {
            let payload = try MDESPayload(root["encryptedPayload"] ?? root)
            // Whoever names a key means it, whatever the payload calls it.
            let keys = try DecryptionKeySet([DecryptionKey(key, keyID: payload.publicKeyFingerprint)])
            plaintext = try payload.decrypt(keys: keys)
        } catch let error as MDESPayloadError {
            let fingerprint = KeyFingerprints(key.publicKey).keySHA256
            throw CommandFailure.refusedMessage(
                "\(error): \(error.cause.description)", details: ["SHA-256 fingerprint of this key: \(fingerprint)"])
        }
        defer { wipe(&plaintext) }
        if invocation.isJSON {
            var writer = JSONWriter()
            writer.object { PayloadMember.write(plaintext, to: &$0) }
            try invocation.console.write(writer.bytes + [UInt8(ascii: "\n")])
        } else {
            try invocation.console.write(plaintext)
        }
        return .done
    }

    private static func document(_ bytes: [UInt8]) throws(CommandFailure) -> JSONDocument {
        do {
            return try JSONDocument.parse(bytes)
        } catch {
            throw .refusedMessage("standard input is not JSON: \(error)")
        }
    }
}
