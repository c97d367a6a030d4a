// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit

/// `muster card get`: a card, masked.
enum CardGetCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["card", "get"], summary: "show a card, masked", operands: ["SRC-DIGITAL-CARD-ID"],
            options: OptionDeclaration.issuerOptions)
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let response = try invocation.issuerClient().getCard(srcDigitalCardId: invocation.operands[0])
        try invocation.show(json: response.json()) { MaskedText.card(response.maskedCard) }
        return .done
    }
}
