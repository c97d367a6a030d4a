// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import NetworkServer
internal import WireJSON

/// `muster config`: each setting of the server and where it came from.
enum ConfigCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["config"], summary: "show the server's settings and where each came from",
            options: ServerOptions.declarations, notes: ["Takes the options of serve. Secrets are not shown."])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let configuration = try ServerOptions.configuration(invocation)
        let rows = ServerOptions.declarations.map { option -> (String, String, String) in
            guard let setting = invocation.settings[option.name] else { return (option.name, "", "not set") }
            let value = option.isSecret ? "(hidden)" : setting.values.joined(separator: ", ")
            return (option.name, value, source(setting.source))
        }
        if invocation.isJSON {
            var writer = JSONWriter()
            writer.object { writer in
                for (name, value, source) in rows {
                    writer.key(name)
                    writer.object { writer in
                        writer.member("value", value)
                        writer.member("source", source)
                    }
                }
            }
            try invocation.console.write(line: String(decoding: writer.bytes, as: UTF8.self))
        } else {
            let width = rows.map(\.0.count).max() ?? 0
            let valueWidth = rows.map(\.1.count).max() ?? 0
            for (name, value, source) in rows {
                try invocation.console.write(
                    line: padded(name, width) + "  " + padded(value, valueWidth) + "  " + source)
            }
        }
        try configuration.validate()
        return .done
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func source(_ source: Setting.Source) -> String {
        switch source {
        case .commandLine: "command line"
        case .environment(let variable): "environment \(variable)"
        case .file(let path): "file \(path)"
        case .standard: "default"
        }
    }
}
