// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import NetworkServer
internal import WireJSON

/// `muster merchant list`: every shop.
enum MerchantListCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["merchant", "list"], summary: "list the shops that were onboarded",
            options: [
                .value("data", "DIR", standard: "./var", "the server's data directory; the server may be running")
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let merchants = try MerchantAdministration(dataDirectory: invocation.required("data")).list()
        if invocation.isJSON {
            var writer = JSONWriter()
            writer.object { writer in
                writer.array("merchants") { writer in
                    for merchant in merchants { Merchants.write(merchant, to: &writer) }
                }
            }
            try invocation.console.write(line: String(decoding: writer.bytes, as: UTF8.self))
        } else {
            for merchant in merchants { try invocation.console.write(line: "\(merchant.srcDpaId)  \(merchant.name)") }
        }
        return .done
    }
}

/// `muster merchant show`: one shop and every setting of it.
enum MerchantShowCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["merchant", "show"], summary: "show a shop: its ids, origins and all its settings",
            options: Merchants.options)
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let merchants = try MerchantAdministration(dataDirectory: invocation.required("data"))
        try Merchants.show(
            merchants.merchant(name: invocation.text("name"), srcDpaId: invocation.text("dpa-id")), invocation)
        return .done
    }
}

/// `muster merchant set`: changes settings of a shop.
enum MerchantSetCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["merchant", "set"], summary: "change settings of a shop",
            operands: ["KEY=VALUE..."], options: Merchants.options,
            notes: [
                "All values are taken, or none. muster merchant show lists the keys.",
                "A running server follows the change by itself, within a quarter of a second.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let values = try Invocation.settings(invocation.operands)
        let merchants = try MerchantAdministration(dataDirectory: invocation.required("data"))
        try Merchants.show(
            merchants.set(values, name: invocation.text("name"), srcDpaId: invocation.text("dpa-id")), invocation)
        return .done
    }
}

/// What the commands on shops share.
enum Merchants {
    static var options: [OptionDeclaration] {
        [.value("data", "DIR", standard: "./var", "the server's data directory; the server may be running")]
            + OptionDeclaration.onlyPerCall([
                .value("name", "NAME", "the shop's name; may be left out when there is one shop"),
                .value("dpa-id", "ID", "the shop's srcDpaId, when several have the name"),
            ])
    }

    static func show(_ merchant: MerchantAdministration.Merchant, _ invocation: Invocation) throws {
        if invocation.isJSON {
            var writer = JSONWriter()
            write(merchant, to: &writer)
            return try invocation.console.write(line: String(decoding: writer.bytes, as: UTF8.self))
        }
        var lines = LabelledLines()
        lines.add("name", merchant.name)
        lines.add("srcClientId", merchant.srcClientId)
        lines.add("srcDpaId", merchant.srcDpaId)
        for origin in merchant.origins { lines.add("origin", origin) }
        if merchant.isLocked { lines.add("client", "locked") }
        for setting in merchant.settings { lines.add(setting.name, setting.text) }
        try invocation.console.write(Array(lines.text.utf8))
    }

    static func write(_ merchant: MerchantAdministration.Merchant, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", merchant.name)
            writer.member("srcClientId", merchant.srcClientId)
            writer.member("srcDpaId", merchant.srcDpaId)
            writer.member("origins", merchant.origins)
            writer.member("dialect", merchant.dialect.rawValue)
            writer.member("locked", merchant.isLocked)
            merchant.settings.write(to: &writer)
        }
    }
}
