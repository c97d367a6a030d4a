// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Cryptography
internal import RequestSigning
internal import WireJSON

/// `muster oauth verify`: whether a signed request would be accepted.
enum OAuthVerifyCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["oauth", "verify"], summary: "verify the Authorization header of a request",
            options: OAuthRequest.options + OptionDeclaration.keyOptions("public key, certificate or private key")
                + OptionDeclaration.onlyPerCall([
                    .value("header", "H", isRequired: true, "the Authorization header"),
                    .value("consumer-key", "K", "the consumer key that must have signed (default: any)"),
                    .value("rule", "RULE", standard: "S1", "S1, G or rfc5849"),
                ]),
            notes: ["Exits with 1 and the reason when the request is refused."])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let request = try OAuthRequest(invocation)
        let name = try invocation.choice("rule", of: ["S1", "G", "rfc5849"]) ?? "S1"
        let verifier = RequestVerifier(
            keys: OneKey(key: try invocation.publicKey(use: "sig").key, consumerKey: invocation.text("consumer-key")),
            nonces: nil, origins: .configured([try request.origin()]), clock: request.clock,
            rule: VerificationRule(named: name) ?? .s1)
        let verified: VerifiedRequest
        do {
            let head = try verifier.checkHead(
                RequestHead(
                    method: request.method, url: request.url,
                    authorizationHeaders: [try OAuthRequest.header(invocation)]))
            verified = try verifier.finish(head, body: request.body)
        } catch let refusal as SigningRefusal {
            throw CommandFailure.refusedMessage(
                "refused: \(refusal)", details: [refusal.gatewayDescription, "muster oauth explain says more"])
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("status", "accepted")
            writer.member("rule", name)
            writer.member("consumerKey", verified.consumerKey)
            writer.member("form", verified.form.description)
        }
        try invocation.show(json: writer.bytes) {
            "accepted under rule \(name) as \(verified.form), signed by \(verified.consumerKey)\n"
        }
        return .done
    }

    /// The one key that was given, for whoever it is said to belong to.
    private struct OneKey: SigningKeyDirectory {
        let key: RSAPublicKey
        let consumerKey: String?

        func signingKey(consumerKey: String) -> SigningKey? {
            if let expected = self.consumerKey, expected != consumerKey { return nil }
            return SigningKey(consumerKey: consumerKey, publicKey: key)
        }
    }
}
