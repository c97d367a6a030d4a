// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography
internal import JOSE
internal import WireJSON

/// `muster jws sign`: a payload with a signature.
enum JWSSignCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["jws", "sign"], summary: "sign standard input (RS256)",
            options: OptionDeclaration.keyOptions("private key: PEM, DER, PKCS#12 or JWK")
                + OptionDeclaration.onlyPerCall([
                    .value("kid", "ID", "name of the key (default: the JWK's, or the key's SHA-256 fingerprint)")
                ]))
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let (key, keyID) = try invocation.privateKey()
        let kid = invocation.text("kid") ?? keyID ?? KeyFingerprints(key.publicKey).keySHA256
        let payload = try invocation.standardInput(bytesMax: 700 << 10)
        let token: String
        do {
            token = try JWS.sign(payload, with: key, keyID: kid)
        } catch {
            throw CommandFailure.invalidInput("nothing can be signed: \(error.cause.description)")
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("kid", kid)
            writer.member("jws", token)
        }
        try invocation.show(json: writer.bytes) { token + "\n" }
        return .done
    }
}
