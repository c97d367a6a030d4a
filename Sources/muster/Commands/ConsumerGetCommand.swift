// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit

/// `muster consumer get`: a profile with its cards, masked.
enum ConsumerGetCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["consumer", "get"], summary: "show a consumer's profile and cards, masked",
            operands: ["SRC-CONSUMER-ID"], options: OptionDeclaration.issuerOptions)
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let response = try invocation.issuerClient().getProfile(srcConsumerId: invocation.operands[0])
        try invocation.show(json: response.json()) { MaskedText.profile(response) }
        return .done
    }
}
