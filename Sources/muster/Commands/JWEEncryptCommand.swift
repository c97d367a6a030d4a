// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import JOSE
internal import WireJSON

/// `muster jwe encrypt`: a payload for the holder of a key.
enum JWEEncryptCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["jwe", "encrypt"], summary: "encrypt standard input (RSA-OAEP-256)",
            options: OptionDeclaration.keyOptions("recipient: public key, certificate, JWK or key set")
                + OptionDeclaration.onlyPerCall([
                    .value("kid", "ID", "name of the key (default: the JWK's, or the key's SHA-256 fingerprint)"),
                    .value(
                        "enc", "ALGORITHM", standard: "A128GCM",
                        ContentEncryption.allCases.map(\.rawValue).joined(separator: ", ")),
                    .value("cty", "TYPE", "content type in the header, such as application/json"),
                ]))
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let names = ContentEncryption.allCases.map(\.rawValue)
        let name = try invocation.choice("enc", of: names) ?? ContentEncryption.a128GCM.rawValue
        let (key, keyID) = try invocation.publicKey(use: "enc")
        let kid = invocation.text("kid") ?? keyID ?? KeyFingerprints(key).keySHA256
        let plaintext = try invocation.standardInput()
        let token: String
        do {
            token = try JWE.encryptToString(
                plaintext, to: key, keyID: kid, encryption: ContentEncryption(rawValue: name) ?? .a128GCM,
                contentType: invocation.text("cty"))
        } catch {
            throw CommandFailure.invalidInput("nothing can be encrypted: \(error.cause.description)")
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("kid", kid)
            writer.member("enc", name)
            writer.member("jwe", token)
        }
        try invocation.show(json: writer.bytes) { token + "\n" }
        return .done
    }
}
