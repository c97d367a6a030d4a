// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit
internal import WireJSON

/// `muster token get`: a token and the card behind it.
enum TokenGetCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["token", "get"], summary: "show a token and the card behind it, masked",
            operands: ["TOKEN-UNIQUE-REFERENCE"], options: OptionDeclaration.issuerOptions,
            notes: ["The reference is the tokenUniqueReference of muster card get."])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let token = try invocation.issuerClient().findToken(invocation.operands[0])
        try invocation.show(json: token.json()) {
            var lines = LabelledLines()
            lines.add("token", token.tokenUniqueReference)
            lines.add("status", TokenStatus.text(token.statusCode))
            lines.add("number", "…" + token.tokenSuffix)
            lines.add("card", "…" + token.accountPanSuffix)
            lines.add("expires", token.expirationDate)
            return lines.text
        }
        return .done
    }
}

/// `muster token activate`.
enum TokenActivateCommand: Command {
    static var declaration: CommandDeclaration {
        TokenStatus.declaration("activate", "activate a token whose authentication was outstanding")
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        try TokenStatus.change(invocation, .activate, "active")
    }
}

/// `muster token suspend`.
enum TokenSuspendCommand: Command {
    static var declaration: CommandDeclaration {
        TokenStatus.declaration(
            "suspend", "suspend a token: its card cannot be used",
            [.value("reason", "L|S|T|Z", standard: "Z", "lost, stolen, fraud or other")])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let reason = try invocation.choice("reason", of: ["L", "S", "T", "Z"]) ?? "Z"
        return try TokenStatus.change(invocation, .suspend(reason: reason), "suspended")
    }
}

/// `muster token resume`.
enum TokenResumeCommand: Command {
    static var declaration: CommandDeclaration {
        TokenStatus.declaration(
            "resume", "take the issuer's suspension of a token back",
            [.value("reason", "F|T|Z", standard: "Z", "found, no fraud or other")])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let reason = try invocation.choice("reason", of: ["F", "T", "Z"]) ?? "Z"
        return try TokenStatus.change(invocation, .unsuspend(reason: reason), "resumed")
    }
}

/// `muster token delete`.
enum TokenDeleteCommand: Command {
    static var declaration: CommandDeclaration {
        TokenStatus.declaration("delete", "delete a token for good: its card is CANCELLED")
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        try TokenStatus.change(invocation, .delete, "deleted")
    }
}

/// What the commands on tokens share.
enum TokenStatus {
    static func declaration(
        _ word: String, _ summary: String, _ options: [OptionDeclaration] = []
    ) -> CommandDeclaration {
        CommandDeclaration(
            words: ["token", word], summary: summary, operands: ["TOKEN-UNIQUE-REFERENCE"],
            options: OptionDeclaration.issuerOptions + OptionDeclaration.onlyPerCall(options),
            notes: ["What is the case already succeeds."])
    }

    static func change(
        _ invocation: Invocation, _ operation: IssuerClient.TokenOperation, _ status: String
    ) throws -> ExitCode {
        let reference = invocation.operands[0]
        try invocation.issuerClient().changeToken(reference, operation)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("status", status)
            writer.member("tokenUniqueReference", reference)
        }
        try invocation.show(json: writer.bytes) { "token \(status)\n" }
        return .done
    }

    static func text(_ code: String) -> String {
        switch code {
        case "U": "unmapped: authentication is outstanding"
        case "A": "active"
        case "S": "suspended"
        default: code
        }
    }
}
