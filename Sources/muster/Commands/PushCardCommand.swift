// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Cryptography
internal import IssuerKit
internal import WireJSON

/// `muster push card`: a receipt for one card, and the link to send its holder to.
enum PushCardCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["push", "card"], summary: "push one card to Click to Pay and give the link to redirect to",
            options: OptionDeclaration.issuerOptions
                + OptionDeclaration.onlyPerCall(
                    [
                        .value(
                            "body", "FILE",
                            "the account as JSON, like an element of the plaintext in the contract; - is standard "
                                + "input (default - without --card-contract)"),
                        .value(
                            "card-contract", "ID",
                            "for a card whose number you may not see: its cardContractId; --body then holds "
                                + "accountHolderData, if anything"),
                        .value(
                            "key", "FILE",
                            "the network's certificate or key (default: the profile's, or the published one)"),
                        .value("hash", "HASH", standard: "SHA256", "of the key wrapping: SHA256 or SHA512"),
                        .value("fingerprint", "HEX", "publicKeyFingerprint (default: SHA-256 of the certificate)"),
                        .value("label", "TEXT", "pushAccountId when the account has none (default: a new one)"),
                        .value("validity", "MINUTES", "how long the receipt lives, 5 to 15"),
                        PushOptions.tokenRequestor,
                    ] + PushOptions.settings),
            notes: [
                "The account: {\"fundingAccountData\":{\"cardAccountData\":{\"accountNumber\":…,",
                "\"expiryMonth\":\"12\",\"expiryYear\":\"29\"},\"accountHolderData\":{…}}}.",
                "It is sent encrypted and kept nowhere.",
                "The link serves once and for minutes: redirect at once. muster push redirect reads what --json gives.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        var settings = PushSettings()
        settings.tokenRequestorId = try PushOptions.tokenRequestorID(invocation)
        let given = try PushOptions.settings(invocation, holderDataSupplied: nil)
        settings.callbackURL = given.callbackURL
        settings.locale = given.locale
        settings.completeIssuerAppActivation = given.completeIssuerAppActivation ?? false
        settings.completeWebsiteActivation = given.completeWebsiteActivation ?? false
        settings.validityMinutes = try invocation.number("validity", in: PushRequest.validityMinutes)
        settings.hash = try invocation.choice("hash", of: ["SHA256", "SHA512"]) == "SHA512" ? .sha512 : .sha256
        settings.fingerprint = invocation.text("fingerprint")
        if invocation.text("key") != nil { settings.key = try invocation.publicKey(use: "enc").key }
        let pushed: PushedCard
        if let card: CardContractID = try invocation.wireText("card-contract") {
            pushed = try invocation.issuerClient().pushCard(
                contract: card, holder: try holder(invocation), settings: settings)
        } else {
            pushed = try invocation.issuerClient().pushCard(try account(invocation), settings: settings)
        }
        let redirect = try redirect(pushed)
        try invocation.show(json: json(pushed, redirect)) {
            var lines = LabelledLines()
            lines.add("receipt", pushed.receipt.value)
            lines.add("lives", "\(settings.validityMinutes ?? PushRequest.validityMinutes.upperBound) minutes")
            lines.add("form", form(redirect))
            lines.add("redirect to", redirect.url)
            return lines.text
        }
        return .done
    }

    /// The card is pushed by now: a link that cannot be built is the answer's fault.
    private static func redirect(_ pushed: PushedCard) throws(CommandFailure) -> PushRedirect {
        do throws(LinkFinding) {
            return try pushed.redirect()
        } catch {
            throw CommandFailure(.refused, code: "UNEXPECTED_ANSWER", error.description)
        }
    }

    private static func account(_ invocation: Invocation) throws -> PushAccount {
        let path = invocation.text("body") ?? "-"
        var bytes = path == "-" ? try invocation.standardInput(bytesMax: 1 << 20) : try SmallFile.read(path)
        defer { wipe(&bytes) }
        let label = invocation.text("label") ?? SystemEntropy().uuid()
        return try RequestInput.decode(bytes, "the account") { (value) throws(ServiceError) in
            try PushAccount.decode(value, id: label)
        }
    }

    private static func holder(_ invocation: Invocation) throws -> AccountHolder? {
        guard let path = invocation.text("body") else { return nil }
        let bytes = path == "-" ? try invocation.standardInput(bytesMax: 1 << 20) : try SmallFile.read(path)
        return try RequestInput.decode(bytes, "the holder's data") { (value) throws(ServiceError) in
            try AccountHolder.decode(value)
        }
    }

    static func form(_ redirect: PushRedirect) -> String {
        if case .signed = redirect.form { "signed" } else { "plain" }
    }

    private static func json(_ pushed: PushedCard, _ redirect: PushRedirect) -> [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.object { writer in
            pushed.answer.write(to: &writer)
            writer.member("form", form(redirect))
            writer.member("redirect", redirect.url)
        }
        return writer.bytes
    }
}
