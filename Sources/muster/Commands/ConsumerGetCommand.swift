// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit

/// `muster consumer get`: a profile with its cards, masked.
enum ConsumerGetCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["consumer", "get"], summary: "show a consumer's profile and cards, masked",
            operands: ["ID"],
            options: OptionDeclaration.issuerOptions,
            notes: ["ID is the srcConsumerId; with --api v2 your own id of the consumer."])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let client = try invocation.issuerClient()
        let response =
            try invocation.generation == .v1
            ? client.getProfile(srcConsumerId: invocation.networkID())
            : client.getConsumer(externalConsumerId: invocation.externalID(0))
        try invocation.show(json: response.json(generation: invocation.generation)) { MaskedText.profile(response) }
        return .done
    }
}
