// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit
internal import WireJSON

/// `muster push redirect`: the link that takes a consumer to Click to Pay.
enum PushRedirectCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["push", "redirect"], summary: "build the link that takes a consumer to Click to Pay",
            options: OptionDeclaration.onlyPerCall(
                [
                    .value("response", "FILE", "the answer to a push, as JSON; - is standard input"),
                    .value("uri", "URI", "without an answer: its WEB uri"),
                    .value("receipt", "RECEIPT", "without an answer: the receipt"),
                    .value("signature", "JWS", "without an answer: its signature"),
                    .value(
                        "form", "FORM", standard: "automatic",
                        "automatic (signed when there is a signature), plain or signed"),
                    .flag("holder-data", "data of the holder was pushed with the card"),
                    .flag("no-remember", "do not offer \"Remember me\" (leaves extFlow away)"),
                ] + PushOptions.settings),
            notes: [
                "No server is asked. The signed form holds its settings; options on them are for the plain one.",
                "Open the link in the system's browser, at once: it serves once, and for 15 minutes at most.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let word = try invocation.choice("form", of: PushRedirect.FormChoice.allCases.map(\.rawValue))
        let choice = word.flatMap(PushRedirect.FormChoice.init(rawValue:)) ?? .automatic
        let settings = try PushOptions.settings(
            invocation, holderDataSupplied: try invocation.flag("holder-data"))
        let redirect = try PushRedirect(
            answer: answer(invocation), settings: settings, choice: choice,
            extFlow: !invocation.flag("no-remember"))
        if case .plain = redirect.form, settings.locale == nil {
            throw CommandFailure.usage("--locale is needed: Click to Pay takes no plain redirect without one")
        }
        let findings = PushRedirect.read(try LinkParts(redirect.url)).findings
        if !invocation.isJSON { for finding in findings { invocation.console.say("note: \(finding)") } }
        try invocation.show(json: json(redirect, findings)) { redirect.url + "\n" }
        return .done
    }

    /// The answer of a file, or one put together of the options.
    private static func answer(_ invocation: Invocation) throws -> PushAnswer {
        let parts = ["uri", "receipt", "signature"].filter { invocation.text($0) != nil }
        guard let path = invocation.text("response") else {
            guard let uri = invocation.text("uri"), parts.count > 1 else {
                throw CommandFailure.usage("--response is needed, or --uri with --receipt or --signature")
            }
            let receipt: PushReceipt? = try PushOptions.value(invocation, "receipt")
            let signature = invocation.text("signature")
            return PushAnswer(
                responseId: "", accounts: receipt.map { [.init(pushAccountId: "", receipt: $0)] } ?? [],
                availablePushMethods: [PushMethod(type: .web, uri: uri)],
                tokenRequestorSignatureSupport: signature != nil, signature: signature)
        }
        guard parts.isEmpty else {
            throw CommandFailure.usage("--response holds what --\(parts[0]) would say: give one of them")
        }
        let bytes = path == "-" ? try invocation.standardInput(bytesMax: 1 << 20) : try SmallFile.read(path)
        guard let document = try? JSONDocument.parse(bytes), let answer = PushAnswer(document.root) else {
            throw CommandFailure.invalidInput("the response is no answer to a push")
        }
        return answer
    }

    private static func json(_ redirect: PushRedirect, _ findings: [LinkFinding]) -> [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        writer.object { writer in
            writer.member("form", PushCardCommand.form(redirect))
            writer.member("redirect", redirect.url)
            writer.member("findings", findings.map(\.description))
        }
        return writer.bytes
    }
}
