// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import IssuerKit
internal import JOSE
internal import WireJSON

/// `muster jws verify`: what was signed, or why the signature is no good.
enum JWSVerifyCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["jws", "verify"], summary: "verify a JWS from standard input and give its payload",
            options: OptionDeclaration.keyOptions("public key, certificate, JWK, or key set that the kid selects from"),
            notes: ["Exits with 1 and the reason when the token is refused."])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let token = try invocation.standardInputToken()
        let message: JWS.Message
        do {
            message = try verify(token, invocation)
        } catch let error as JWSError {
            throw CommandFailure.refusedMessage("\(error): \(error.cause.description)")
        }
        guard invocation.isJSON else {
            try invocation.console.write(message.payload)
            return .done
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("kid", message.header.keyID)
            writer.member("iss", message.header.issuer)
            writer.member("jti", message.header.tokenID)
            writer.member("iat", message.header.issuedAt.map { Int($0) })
            PayloadMember.write(message.payload, to: &writer)
        }
        try invocation.console.write(writer.bytes + [UInt8(ascii: "\n")])
        return .done
    }

    /// A key set is asked for the key of the `kid`; a single key is the one that was meant.
    private static func verify(_ token: String, _ invocation: Invocation) throws -> JWS.Message {
        let bytes = try SmallFile.read(try invocation.required("key"))
        if let set = try? JSONWebKeySet(bytes) {
            return try JWS.verify(token, keys: try VerificationKeySet(set))
        }
        return try JWS.verify(token, key: try invocation.publicKey(use: "sig").key)
    }
}
