// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit

/// `muster card get`: a card, masked.
enum CardGetCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["card", "get"], summary: "show a card, masked", operands: ["ID", "[YOUR-CARD-ID]"],
            options: OptionDeclaration.issuerOptions,
            notes: [
                "ID is the srcDigitalCardId; with --api v2 your id of the consumer, and your id of the card behind it."
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        if try invocation.generation == .v2 {
            let response = try invocation.issuerClient()
                .getCredential(
                    externalConsumerId: invocation.externalID(0), externalCredentialId: invocation.externalID(1))
            try invocation.show(json: response.json(generation: .v2)) { MaskedText.cards(response) }
            return .done
        }
        let response = try invocation.issuerClient().getCard(srcDigitalCardId: invocation.networkID())
        try invocation.show(json: response.json()) { MaskedText.card(response.maskedCard) }
        return .done
    }
}
