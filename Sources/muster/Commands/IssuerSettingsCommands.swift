// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import NetworkServer
internal import WireJSON

/// `muster issuer show`: every setting of a program.
enum IssuerShowCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["issuer", "show"], summary: "show an issuer's program and all its settings",
            options: IssuerPrograms.options)
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let programs = try ProgramAdministration(dataDirectory: invocation.required("data"))
        try IssuerPrograms.show(
            programs.program(name: invocation.text("name"), serviceId: invocation.text("service-id")), invocation)
        return .done
    }
}

/// `muster issuer set`: changes settings of a program.
enum IssuerSetCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["issuer", "set"], summary: "change settings of an issuer's program",
            operands: ["KEY=VALUE..."], options: IssuerPrograms.options,
            notes: [
                "All values are taken, or none. muster issuer show lists the keys.",
                "A running server follows the change by itself, within a quarter of a second.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let values = try Invocation.settings(invocation.operands)
        let programs = try ProgramAdministration(dataDirectory: invocation.required("data"))
        try IssuerPrograms.show(
            programs.set(values, name: invocation.text("name"), serviceId: invocation.text("service-id")), invocation)
        return .done
    }
}

/// What the commands on programs share.
enum IssuerPrograms {
    static var options: [OptionDeclaration] {
        [.value("data", "DIR", standard: "./var", "the server's data directory; the server may be running")]
            + OptionDeclaration.onlyPerCall([
                .value("name", "NAME", "the issuer's name; may be left out when there is one program"),
                .value("service-id", "ID", "the program's serviceId, when several have the name"),
            ])
    }

    static func show(_ program: ProgramAdministration.Program, _ invocation: Invocation) throws {
        if invocation.isJSON { return try invocation.console.write(line: json(program)) }
        var lines = LabelledLines()
        lines.add("name", program.name)
        lines.add("srcClientId", program.srcClientId)
        lines.add("serviceId", program.serviceId)
        lines.add("directoryId", program.directoryId)
        for setting in program.settings { lines.add(setting.name, setting.text) }
        try invocation.console.write(Array(lines.text.utf8))
    }

    private static func json(_ program: ProgramAdministration.Program) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("name", program.name)
            writer.member("srcClientId", program.srcClientId)
            writer.member("serviceId", program.serviceId)
            writer.member("directoryId", program.directoryId)
            program.settings.write(to: &writer)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
