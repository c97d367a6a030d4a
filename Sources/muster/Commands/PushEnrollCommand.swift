// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit
internal import WireJSON

/// `muster push enroll`: enrolls cards by the processor's numbers, or one by its receipt. No card number comes into
/// this process.
enum PushEnrollCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["push", "enroll"], summary: "enroll cards by the processor's ids, or one by its receipt",
            options: OptionDeclaration.issuerOptions
                + OptionDeclaration.onlyPerCall([
                    .value("card-contract", "ID", "one card: its cardContractId"),
                    .value("receipt", "RECEIPT", "one card that was pushed, into Click to Pay's general directory"),
                    .value(
                        "body", "FILE", standard: "-",
                        "with --card-contract or --receipt the consumer as JSON, like the consumer of the API; "
                            + "with --batch-id {\"consumers\":[…]}; - is standard input"),
                    .value(
                        "card", "FILE",
                        "with --card-contract what goes along with the card, as JSON: cardholderFullName, "
                            + "cardholderFirstName, cardholderLastName, billingAddress"),
                    .value("batch-id", "ID", "many cards, in a batch of this externalBatchId"),
                    .value("external-consumer-id", "ID", "your id of the consumer"),
                    .value("external-card-id", "ID", "your id of the card"),
                    .flag("even-if-enabled", "do not ask first whether the card has a token of Click to Pay"),
                ]),
            notes: [
                "The processor gives the card's data encrypted to the network's key; it is handed on as it came.",
                "In a batch each consumer has cards with externalCardId and cardContractId; muster batch status tells "
                    + "what became of them.",
                "The processor does not look at a card's status. With a payloadKeyFile in the profile it is asked for "
                    + "before; else a card that is blocked fails as ISSUER_DECLINED, as it does in a batch.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let card: CardContractID? = try invocation.wireText("card-contract")
        let batch: ExternalID? = try invocation.wireText("batch-id")
        let receipt: PushReceipt? = try invocation.wireText("receipt")
        switch (card, batch, receipt) {
        case (let card?, nil, nil): try one(card, invocation)
        case (nil, let batch?, nil): try many(batch, invocation)
        case (nil, nil, let receipt?): try pushed(receipt, invocation)
        default: throw CommandFailure.usage("one of --card-contract, --batch-id and --receipt is needed")
        }
        return .done
    }

    private static func pushed(_ receipt: PushReceipt, _ invocation: Invocation) throws {
        for name in ["external-consumer-id", "external-card-id", "card"] where invocation.text(name) != nil {
            throw CommandFailure.usage("--\(name) is not for a receipt: what was pushed stands behind it")
        }
        let consumer = try self.consumer(invocation)
        try show(invocation.issuerClient().enrollCard(receipt: receipt, of: consumer), invocation)
    }

    private static func consumer(_ invocation: Invocation) throws -> Consumer {
        try RequestInput.decode(try body(invocation), "the consumer") { (root) throws(ServiceError) in
            try Consumer.decode(root, rule: .flexible)
        }
    }

    private static func show(_ response: CardResponse, _ invocation: Invocation) throws {
        try invocation.show(json: response.json()) {
            let consumer = response.maskedConsumer.map { MaskedText.consumer($0) + "\n" } ?? ""
            return consumer + MaskedText.card(response.maskedCard)
        }
    }

    private static func one(_ card: CardContractID, _ invocation: Invocation) throws {
        let consumer = try self.consumer(invocation)
        let outcome = try invocation.issuerClient().enrollCard(
            contract: try self.card(card, invocation), of: consumer,
            externalConsumerId: invocation.wireText("external-consumer-id"),
            externalCardId: invocation.wireText("external-card-id"),
            evenIfEnabled: invocation.flag("even-if-enabled"))
        switch outcome {
        case .enrolled(let response): try show(response, invocation)
        case .alreadyEnabled(let token):
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("alreadyEnabled", true)
                writer.member("tokenUniqueReference", token.tokenUniqueReference)
                writer.member("tokenStatus", token.tokenStatus)
            }
            try invocation.show(json: writer.bytes) {
                var lines = LabelledLines()
                lines.add("already enabled", "yes")
                lines.add("token", token.tokenUniqueReference)
                lines.add("status", token.tokenStatus)
                return lines.text
            }
        case .notInOrder(let state):
            throw CommandFailure(
                .refused, code: "CARD_NOT_IN_ORDER",
                "the card is not in order: status \(state.statusCode)\(state.statusName.map { " (\($0))" } ?? ""), "
                    + "\(state.activated == false ? "not activated" : "expires \(expiry(state))")")
        }
    }

    /// `MM/YYYY`.
    private static func expiry(_ state: CardContractState) -> String {
        "\(state.cardExpiryDate.dropFirst(2))/20\(state.cardExpiryDate.prefix(2))"
    }

    private static func card(_ id: CardContractID, _ invocation: Invocation) throws -> ContractCard {
        guard let path = invocation.text("card") else { return ContractCard(cardContractId: id) }
        return try RequestInput.decode(try SmallFile.read(path), "the card") { (root) throws(ServiceError) in
            try ContractCard.decode(root, cardContractId: id, "card")
        }
    }

    private static func many(_ id: ExternalID, _ invocation: Invocation) throws {
        for name in ["external-consumer-id", "external-card-id", "card"] where invocation.text(name) != nil {
            throw CommandFailure.usage("--\(name) is for one card; in a batch the file has it")
        }
        let consumers = try RequestInput.decode(try body(invocation), "the batch") { (root) throws(ServiceError) in
            try ContractConsumer.decode(root)
        }
        let accepted = try invocation.issuerClient().enrollBatch(externalBatchId: id, contracts: consumers)
        try invocation.show(json: accepted.json()) {
            var lines = LabelledLines()
            lines.add("batch", accepted.batchId)
            lines.add("your id", accepted.externalBatchId)
            return lines.text
        }
    }

    private static func body(_ invocation: Invocation) throws -> [UInt8] {
        let path = try invocation.required("body")
        return path == "-" ? try invocation.standardInput(bytesMax: 4 << 20) : try SmallFile.read(path)
    }
}
