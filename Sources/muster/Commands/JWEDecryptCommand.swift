// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography
internal import JOSE
internal import WireJSON

/// `muster jwe decrypt`: what a payload holds, or why it cannot be had.
enum JWEDecryptCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["jwe", "decrypt"], summary: "decrypt a JWE from standard input",
            options: OptionDeclaration.keyOptions("private key: PEM, DER, PKCS#12 or JWK"),
            notes: ["Exits with 1 and the reason when the token is refused. The kid need not name the key."])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let (key, keyID) = try invocation.privateKey()
        let token = try invocation.standardInputToken()
        var plaintext: [UInt8]
        let header: JWEHeader
        do {
            header = try Array(token.utf8).withUnsafeBytes { bytes throws(JWEError) in try JWE.header(of: bytes) }
            // Whoever names a key means it, whatever the token calls it.
            let keys = try DecryptionKeySet([DecryptionKey(key, keyID: header.keyID ?? keyID)])
            plaintext = try JWE.decrypt(token, keys: keys)
        } catch let error as JWEError {
            throw CommandFailure.refusedMessage(
                "\(error): \(error.cause.description)", details: hints(token, KeyFingerprints(key.publicKey)))
        }
        defer { wipe(&plaintext) }
        guard invocation.isJSON else {
            try invocation.console.write(plaintext)
            return .done
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("kid", header.keyID)
            writer.member("enc", header.encryption.rawValue)
            writer.member("cty", header.contentType)
            PayloadMember.write(plaintext, to: &writer)
        }
        try invocation.console.write(writer.bytes + [UInt8(ascii: "\n")])
        return .done
    }

    /// What helps to find a wrong key: the name in the token beside the names of the key.
    private static func hints(_ token: String, _ fingerprints: KeyFingerprints) -> [String] {
        let header = try? Array(token.utf8).withUnsafeBytes { bytes throws(JWEError) in try JWE.header(of: bytes) }
        guard let header else { return [] }
        let fits = header.keyID.map { fingerprints.contain($0) } ?? false
        return [
            "kid of the token: \(header.keyID ?? "none")" + (fits ? ", a fingerprint of this key" : ""),
            "SHA-256 fingerprint of this key: \(fingerprints.keySHA256)",
        ]
    }
}

/// A payload as a member of a JSON result: as JSON when it is JSON, else as text, else as base64.
enum PayloadMember {
    static func write(_ bytes: [UInt8], to writer: inout JSONWriter) {
        if (try? JSONDocument.parse(bytes)) != nil {
            writer.key("payload")
            writer.raw(bytes)
        } else if let text = String(validating: bytes, as: UTF8.self) {
            writer.member("payloadText", text)
        } else {
            writer.member("payloadBase64", Base64.encode(bytes))
        }
    }
}
