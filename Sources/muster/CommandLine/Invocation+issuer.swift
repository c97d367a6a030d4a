// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit

extension OptionDeclaration {
    /// For commands that act as an issuer.
    static let issuerOptions: [OptionDeclaration] = [
        .value("issuer", "PROFILE", isRequired: true, "issuer profile, as muster issuer create writes it"),
        .value(
            "passphrase", "TEXT", environment: "MUSTER_KEY_PASSPHRASE", isSecret: true,
            "of the signing key's file; better given in the environment"),
        .value(
            "api", "v1|v2", standard: "v1",
            "generation of the API: v1 goes by the network's ids, v2 by your own (Credential Directory)"),
        .value("timeout", "TIME", standard: "45s", "how long to wait for one answer"),
    ]
}

extension Invocation {
    /// The generation of the API that `--api` names.
    var generation: APIGeneration {
        get throws { try choice("api", of: ["v1", "v2"]) == "v2" ? .v2 : .v1 }
    }

    /// An operand that is one of the issuer's own ids.
    func externalID(_ operand: Int) throws(CommandFailure) -> ExternalID {
        guard operands.count > operand else {
            throw .usage(
                "with --api v2 your ids of the consumer and of the card are needed; muster \(command.name) --help")
        }
        do {
            return try ExternalID(operands[operand])
        } catch {
            throw .usage("an id of yours \(error.message)")
        }
    }

    /// The value of an option that is a value of the wire; nil when it is not given.
    func wireText<Value: WireText>(_ option: String) throws(CommandFailure) -> Value? {
        guard let text = text(option) else { return nil }
        do {
            return try Value(text)
        } catch {
            throw .usage("--\(option) \(error.message)")
        }
    }

    /// The operand that is the network's id. There is no second one.
    func networkID() throws(CommandFailure) -> String {
        guard operands.count == 1 else {
            throw .usage("unexpected second id; two are for --api v2; muster \(command.name) --help")
        }
        return operands[0]
    }

    /// The client of the issuer that `--issuer` names.
    func issuerClient() throws -> IssuerClient {
        let profile = try IssuerProfile(path: try required("issuer"))
        var options = IssuerClient.Options(clock: clock)
        options.generation = try generation
        if let timeout = try duration("timeout") { options.timeout = timeout }
        return try IssuerClient(profile: profile, passphrase: text("passphrase"), options: options)
    }
}
