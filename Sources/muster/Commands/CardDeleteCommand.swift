// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit

/// `muster card delete`: one card, and the profile with it when it was the last.
enum CardDeleteCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["card", "delete"], summary: "delete a card", operands: ["SRC-DIGITAL-CARD-ID"],
            options: OptionDeclaration.issuerOptions + DeletionAnswer.options
                + OptionDeclaration.onlyPerCall([
                    .value("consumer", "SRC-CONSUMER-ID", "delete this profile too if no card is left in it")
                ]),
            notes: [
                "That there is no such card any more is no failure.",
                "No profile must stay without a card: name the consumer when the card may be the last one.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let reason = try invocation.choice("reason", of: DeleteQuery.reasons)
        let requestor = try invocation.choice("requestor", of: DeleteQuery.requestors)
        let id = invocation.operands[0]
        let client = try invocation.issuerClient()
        let wasThere = try client.deleteCard(srcDigitalCardId: id, reason: reason, requestor: requestor)
        var profileDeleted = false
        if let consumer = invocation.text("consumer") {
            profileDeleted = try client.deleteProfileIfEmpty(srcConsumerId: consumer)
        }
        try DeletionAnswer.show(
            invocation, what: "card", id: id, wasThere: wasThere, profileDeleted: profileDeleted)
        return .done
    }
}
