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
        let merchants = try MerchantOnboarding.list(dataDirectory: invocation.required("data"))
        if invocation.isJSON {
            var writer = JSONWriter()
            writer.object { writer in
                writer.array("merchants") { writer in
                    for merchant in merchants { MerchantShowCommand.write(merchant, to: &writer) }
                }
            }
            try invocation.console.write(line: String(decoding: writer.bytes, as: UTF8.self))
        } else {
            for merchant in merchants { try invocation.console.write(line: "\(merchant.srcDpaId)  \(merchant.name)") }
        }
        return .done
    }
}

/// `muster merchant show`: one shop.
enum MerchantShowCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["merchant", "show"], summary: "show a shop: its ids, origins and dialect",
            options: [
                .value("data", "DIR", standard: "./var", "the server's data directory; the server may be running")
            ]
                + OptionDeclaration.onlyPerCall([
                    .value("name", "NAME", "the shop's name; may be left out when there is one shop"),
                    .value("dpa-id", "ID", "the shop's srcDpaId, when several have the name"),
                ]))
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let (name, id) = (invocation.text("name"), invocation.text("dpa-id"))
        let found = try MerchantOnboarding.list(dataDirectory: invocation.required("data")).filter { merchant in
            (name == nil || merchant.name == name) && (id == nil || merchant.srcDpaId == id)
        }
        guard let merchant = found.first else { throw CommandFailure.usage("there is no such shop") }
        guard found.count == 1 else {
            let ids = found.map(\.srcDpaId).joined(separator: ", ")
            throw CommandFailure.usage("several shops fit; choose one by --dpa-id: \(ids)")
        }
        if invocation.isJSON {
            var writer = JSONWriter()
            write(merchant, to: &writer)
            try invocation.console.write(line: String(decoding: writer.bytes, as: UTF8.self))
            return .done
        }
        var lines = LabelledLines()
        lines.add("name", merchant.name)
        lines.add("srcClientId", merchant.srcClientId)
        lines.add("srcDpaId", merchant.srcDpaId)
        for origin in merchant.origins { lines.add("origin", origin) }
        lines.add("dialect", merchant.dialect.rawValue)
        if merchant.isLocked { lines.add("client", "locked") }
        try invocation.console.write(Array(lines.text.utf8))
        return .done
    }

    static func write(_ merchant: MerchantOnboarding.Merchant, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", merchant.name)
            writer.member("srcClientId", merchant.srcClientId)
            writer.member("srcDpaId", merchant.srcDpaId)
            writer.member("origins", merchant.origins)
            writer.member("dialect", merchant.dialect.rawValue)
            writer.member("locked", merchant.isLocked)
        }
    }
}
