// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import IssuerKit
internal import JOSE

/// `muster push explain`: what a link of push provisioning is, and what is wrong with it.
enum PushExplainCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["push", "explain"], summary: "say what a redirect or return link holds, and what is wrong with it",
            operands: ["URL"],
            options: OptionDeclaration.keyOptions(
                "the network's key, certificate, JWK or key set, to verify a signature with", isRequired: false),
            notes: [
                "- reads the link from standard input: other people on this machine can see a command line.",
                "Exits with 0 when the link would be taken, with 1 when it would not or its signature does not fit.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let operand = invocation.operands[0]
        let url = operand == "-" ? try invocation.standardInputToken() : operand
        let explanation = PushExplanation(of: url, keys: try keys(invocation))
        try invocation.show(json: explanation.json()) { explanation.text }
        return explanation.isGood ? .done : .failedRecords
    }

    /// A key set is asked for the key of the `kid`; a single key is the one that was meant.
    private static func keys(_ invocation: Invocation) throws -> PushExplanation.Keys {
        guard let path = invocation.text("key") else { return .none }
        if let set = try? JSONWebKeySet(try SmallFile.read(path)) { return .set(try VerificationKeySet(set)) }
        return .one(try invocation.publicKey(use: "sig").key)
    }
}
