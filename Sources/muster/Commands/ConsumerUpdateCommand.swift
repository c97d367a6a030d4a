// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit
internal import WireJSON

/// `muster consumer update`: changes of a profile.
enum ConsumerUpdateCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["consumer", "update"], summary: "change a consumer's profile; what is not named stays",
            operands: ["ID"],
            options: OptionDeclaration.issuerOptions + changes,
            notes: [
                "ID is the srcConsumerId; with --api v2 your own id of the consumer.",
                "Other people on this machine can see a command line; --body keeps personal data out of it.",
                "With flexible identities, --email takes the place of every address and --mobile-number of every "
                    + "number; a list goes in --body, as linkedIdentities.",
            ])
    }

    private static let changes = OptionDeclaration.onlyPerCall([
        .value("email", "ADDRESS", "new email address"),
        .value("mobile-country-code", "CODE", "of the new mobile number, such as 1 or 44"),
        .value("mobile-number", "NUMBER", "new mobile number, without the country code"),
        .value("first-name", "NAME", "new first name"),
        .value("last-name", "NAME", "new last name"),
        .value("country", "CC", "new country (ISO 3166-1 alpha-2)"),
        .value("language", "LL", "new language (ISO 639-1)"),
        .value(
            "body", "FILE",
            "take the change from a JSON object like the consumer of the API; - is standard input"),
    ])

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let patch = try patch(invocation)
        let client = try invocation.issuerClient()
        let response =
            try invocation.generation == .v1
            ? client.updateProfile(srcConsumerId: invocation.networkID(), patch)
            : client.updateConsumer(externalConsumerId: invocation.externalID(0), patch)
        try invocation.show(json: response.json(generation: invocation.generation)) { MaskedText.profile(response) }
        return .done
    }

    private static func patch(_ invocation: Invocation) throws -> ConsumerPatch {
        let named = [
            "email", "mobile-country-code", "mobile-number", "first-name", "last-name", "country", "language",
        ].filter { invocation.text($0) != nil }
        var writer = JSONWriter()
        if let path = invocation.text("body") {
            guard named.isEmpty else { throw CommandFailure.usage("--body cannot be used together with --\(named[0])") }
            return try RequestInput.decode(try SmallFile.read(path), "the change") { (root) throws(ServiceError) in
                try ConsumerPatch.decode(root)
            }
        }
        guard !named.isEmpty else { throw CommandFailure.usage("nothing to change; muster consumer update --help") }
        writer.object { writer in
            writer.member("emailAddress", invocation.text("email"))
            if invocation.text("mobile-country-code") != nil || invocation.text("mobile-number") != nil {
                writer.object("mobileNumber") { writer in
                    writer.member("countryCode", invocation.text("mobile-country-code"))
                    writer.member("phoneNumber", invocation.text("mobile-number"))
                }
            }
            writer.member("firstName", invocation.text("first-name"))
            writer.member("lastName", invocation.text("last-name"))
            writer.member("countryCode", invocation.text("country"))
            writer.member("languageCode", invocation.text("language"))
        }
        return try RequestInput.decode(writer.bytes, "the change") { (root) throws(ServiceError) in
            try ConsumerPatch.decode(root)
        }
    }
}
