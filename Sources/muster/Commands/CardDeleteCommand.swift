// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit

/// `muster card delete`: one card, and the profile with it when it was the last.
enum CardDeleteCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["card", "delete"], summary: "delete a card", operands: ["ID", "[YOUR-CARD-ID]"],
            options: OptionDeclaration.issuerOptions + DeletionAnswer.options
                + OptionDeclaration.onlyPerCall([
                    .value("consumer", "SRC-CONSUMER-ID", "delete this profile too if no card is left in it")
                ]),
            notes: [
                "ID is the srcDigitalCardId; with --api v2 your id of the consumer, and your id of the card behind it.",
                "That there is no such card any more is no failure.",
                "No profile must stay without a card: name the consumer when the card may be the last one.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        if try invocation.generation == .v2 { return try deleteCredential(invocation) }
        let reason = try invocation.choice("reason", of: DeleteQuery.reasons)
        let requestor = try invocation.choice("requestor", of: DeleteQuery.requestors)
        let id = try invocation.networkID()
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

    private static func deleteCredential(_ invocation: Invocation) throws -> ExitCode {
        for name in ["reason", "requestor", "consumer"] where invocation.text(name) != nil {
            throw CommandFailure.usage("--\(name) cannot be used together with --api v2")
        }
        let id = try invocation.externalID(1)
        let wasThere = try invocation.issuerClient()
            .deleteCredential(externalConsumerId: invocation.externalID(0), externalCredentialId: id)
        try DeletionAnswer.show(invocation, what: "card", id: id.value, wasThere: wasThere)
        return .done
    }
}
