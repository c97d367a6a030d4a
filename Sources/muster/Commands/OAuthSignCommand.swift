// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import RequestSigning
internal import WireJSON

/// `muster oauth sign`: the Authorization header of a request.
enum OAuthSignCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["oauth", "sign"], summary: "make the Authorization header of a request",
            options: OAuthRequest.options + OptionDeclaration.keyOptions("private key: PEM, DER, PKCS#12 or JWK")
                + OptionDeclaration.onlyPerCall([
                    .value("consumer-key", "K", isRequired: true, "<clientId>!<keyId>"),
                    .value("nonce", "N", "the nonce, instead of a random one"),
                    .value("family", "A|B|C", standard: "A", "how the header's values are written"),
                    .value("signature-method", "NAME", standard: "RSA-SHA256", "RSA-SHA256 or RSA-PSS"),
                ]),
            notes: ["Send the request to the URL that --json shows: its query is in the form that was signed."])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let request = try OAuthRequest(invocation)
        let family = try invocation.choice("family", of: RequestSigner.Family.allCases.map(\.rawValue))
        let method = try invocation.choice("signature-method", of: SignatureMethod.allCases.map(\.rawValue))
        let signer = try RequestSigner(
            consumerKey: try invocation.required("consumer-key"), key: try invocation.privateKey().key,
            method: method.flatMap(SignatureMethod.init(rawValue:)) ?? .rsaSHA256,
            family: family.flatMap(RequestSigner.Family.init(rawValue:)) ?? .a, clock: request.clock)
        let body = BodyDigest(of: request.body)
        let url = try CanonicalURL(request.url)
        let signed =
            if let nonce = invocation.text("nonce") {
                try signer.sign(
                    method: request.method, url: url, body: body, nonce: nonce, timestamp: request.clock.now.seconds)
            } else {
                try signer.sign(method: request.method, url: url, body: body)
            }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("authorization", signed.authorization)
            writer.member("url", signed.url.text)
            writer.member("bodyHash", body.base64)
            writer.member("baseString", signed.baseString)
        }
        if !url.wasCanonical, !invocation.isJSON { invocation.console.say("send it to \(signed.url.text)") }
        try invocation.show(json: writer.bytes) { signed.authorization + "\n" }
        return .done
    }
}
