// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import RequestSigning
internal import WireJSON

/// `muster oauth explain`: every base string that a signed request has, which of them was signed, and what the client
/// probably did wrong.
enum OAuthExplainCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["oauth", "explain"], summary: "show every base string that is tried, the body hash, and what is wrong",
            options: OAuthRequest.options
                + OptionDeclaration.keyOptions("public key, certificate or private key to check with", isRequired: false)
                + OptionDeclaration.onlyPerCall([
                    .value("header", "H", isRequired: true, "the Authorization header"),
                    .value("rule", "RULE", standard: "S1", "the rule that decides the exit code: S1, G or rfc5849"),
                ]),
            notes: ["Exits with 0 when the request would be accepted, or when no key was given; with 1 otherwise."])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let request = try OAuthRequest(invocation)
        let rule = try invocation.choice("rule", of: ["S1", "G", "rfc5849"]) ?? "S1"
        let head = try RequestHead(
            method: request.method, url: request.url, authorizationHeaders: [try OAuthRequest.header(invocation)])
        let key = invocation.text("key") == nil ? nil : try invocation.publicKey(use: "sig").key
        let explanation = SigningExplanation(
            of: head, body: request.body, origins: .configured([try request.origin()]), key: key,
            clock: request.clock)
        try invocation.show(json: json(explanation)) { explanation.text }
        return isGood(explanation, rule) ? .done : .failedRecords
    }

    private static func isGood(_ explanation: SigningExplanation, _ rule: String) -> Bool {
        guard explanation.problem == nil else { return false }
        guard explanation.hasKey else { return true }
        let isInWindow = explanation.secondsAhead.map { abs($0) <= explanation.windowSeconds } ?? false
        return explanation.acceptingRules.contains(rule) && explanation.isBodyHashAccepted && isInWindow
    }

    private static func json(_ explanation: SigningExplanation) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("problem", explanation.problem)
            writer.member("consumerKey", explanation.parameters?.consumerKey)
            writer.member("signatureMethod", explanation.parameters?.method.rawValue)
            writer.member("baseURI", explanation.baseURI)
            writer.member("bodyHashCalculated", explanation.bodyHashCalculated)
            writer.member("bodyHashReceived", explanation.bodyHashReceived)
            writer.member("bodyHashAccepted", explanation.isBodyHashAccepted)
            writer.member("secondsAhead", explanation.secondsAhead.map { Int($0) })
            writer.array("candidates") { writer in
                for candidate in explanation.candidates {
                    writer.object { writer in
                        writer.member("forms", candidate.forms.map(\.description))
                        writer.member("rules", candidate.rules)
                        writer.member("baseString", candidate.baseString)
                        writer.member("signed", candidate.isSigned)
                    }
                }
            }
            writer.member("acceptingRules", explanation.acceptingRules)
            writer.member("hints", explanation.hints)
        }
        return writer.bytes
    }
}
