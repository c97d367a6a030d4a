// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import IssuerKit
internal import WireJSON

/// `muster card update`: a new billing address.
enum CardUpdateCommand: Command {
    private static let fields: [(option: String, member: StaticString)] = [
        ("name", "name"), ("line1", "line1"), ("line2", "line2"), ("line3", "line3"), ("city", "city"),
        ("state", "state"), ("zip", "zip"), ("country", "countryCode"),
    ]

    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["card", "update"], summary: "replace a card's billing address, or with --api v2 its expiry too",
            operands: ["ID", "[YOUR-CARD-ID]"],
            options: OptionDeclaration.issuerOptions + changes,
            notes: [
                "ID is the srcDigitalCardId; with --api v2 your id of the consumer, and your id of the card behind it.",
                "Other people on this machine can see a command line; --body keeps personal data out of it.",
            ])
    }

    private static let changes = OptionDeclaration.onlyPerCall([
        .value("name", "TEXT", "who lives there"),
        .value("line1", "TEXT", "street and number"),
        .value("line2", "TEXT", "second line"),
        .value("line3", "TEXT", "third line"),
        .value("city", "TEXT", "city"),
        .value("state", "TEXT", "state, where the country has such"),
        .value("zip", "TEXT", "postal code, where the country has such"),
        .value("country", "CC", "country (ISO 3166-1 alpha-2)"),
        .value("expiry", "MM/YYYY", "the last month in which the card is good; with --api v2"),
        .value(
            "body", "FILE", "take the address from a JSON object like that of the API; - is standard input"),
    ])

    static func run(_ invocation: Invocation) throws -> ExitCode {
        if try invocation.generation == .v2 { return try updateCredential(invocation) }
        if invocation.text("expiry") != nil {
            throw CommandFailure.usage("--expiry is for --api v2: the first generation cannot change it")
        }
        let address = try address(invocation)
        let client = try invocation.issuerClient()
        let response = try client.updateCard(srcDigitalCardId: invocation.networkID(), billingAddress: address)
        try invocation.show(json: response.json()) { MaskedText.card(response.maskedCard) }
        return .done
    }

    private static func updateCredential(_ invocation: Invocation) throws -> ExitCode {
        let expiry = try invocation.text("expiry").map(expiry)
        let hasAddress = invocation.text("body") != nil || fields.contains { invocation.text($0.option) != nil }
        let changes = CardChanges(
            billingAddress: hasAddress || expiry == nil ? try address(invocation) : nil, expiry: expiry)
        let response = try invocation.issuerClient()
            .updateCredential(
                externalConsumerId: invocation.externalID(0), externalCredentialId: invocation.externalID(1), changes)
        try invocation.show(json: response.json(generation: .v2)) { MaskedText.cards(response) }
        return .done
    }

    private static func expiry(_ text: String) throws(CommandFailure) -> Expiry {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 2, parts[1].utf8.count == 4, let month = Int(parts[0]),
            let year = Int(parts[1]), let expiry = Expiry(month: month, year: year)
        else { throw .usage("--expiry must look like 08/2031") }
        return expiry
    }

    private static func address(_ invocation: Invocation) throws -> Address {
        let named = fields.filter { invocation.text($0.option) != nil }
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("billingAddress")
        if let path = invocation.text("body") {
            guard named.isEmpty else {
                throw CommandFailure.usage("--body cannot be used together with --\(named[0].option)")
            }
            writer.raw(try SmallFile.read(path))
        } else {
            guard !named.isEmpty else { throw CommandFailure.usage("nothing to change; muster card update --help") }
            writer.object { writer in
                for field in named { writer.member(field.member, invocation.text(field.option)) }
            }
        }
        writer.endObject()
        let day = invocation.clock.now.day
        let changes = try RequestInput.decode(writer.bytes, "the address") { (root) throws(ServiceError) in
            try CardChanges.decode(root, today: CalendarMonth(year: day.year, month: day.month))
        }
        guard let address = changes.billingAddress else { throw CommandFailure.usage("an address is needed") }
        return address
    }
}
