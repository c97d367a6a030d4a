// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit

/// `muster consumer delete`: a profile with all its cards.
enum ConsumerDeleteCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["consumer", "delete"], summary: "delete a consumer's profile with all its cards",
            operands: ["ID"], options: OptionDeclaration.issuerOptions + DeletionAnswer.options,
            notes: [
                "ID is the srcConsumerId; with --api v2 your own id of the consumer.",
                "That there is no such profile any more is no failure.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let reason = try invocation.choice("reason", of: DeleteQuery.reasons)
        let requestor = try invocation.choice("requestor", of: DeleteQuery.requestors)
        let id = invocation.operands[0]
        let wasThere: Bool
        if try invocation.generation == .v2 {
            guard reason == nil, requestor == nil else {
                throw CommandFailure.usage("--reason and --requestor cannot be used together with --api v2")
            }
            wasThere = try invocation.issuerClient().deleteConsumer(externalConsumerId: invocation.externalID(0))
        } else {
            wasThere = try invocation.issuerClient()
                .deleteProfile(srcConsumerId: id, reason: reason, requestor: requestor)
        }
        try DeletionAnswer.show(invocation, what: "profile", id: id, wasThere: wasThere)
        return .done
    }
}
