// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Help generated from the declarations.
enum HelpText {
    /// What `muster COMMAND --help` prints.
    static func of(_ command: CommandDeclaration) -> String {
        let operands = command.operands.map { " " + $0 }.joined()
        let required = command.options.filter(\.isRequired).map { " --\($0.name) \($0.placeholder ?? "")" }.joined()
        var text = "muster \(command.name) — \(command.summary)\n\n"
        text += "Usage: muster \(command.name)\(operands)\(required) [options]\n\nOptions:\n"
        text += columns(command.allOptions.map { (heading($0), explanation($0)) })
        for note in command.notes { text += "\n" + wrapped(note, indent: 0) + "\n" }
        return text
    }

    /// What `muster --help` (all commands) or `muster batch --help` (those that begin with the words) prints.
    static func list(_ commands: [CommandDeclaration], under words: [String]) -> String {
        let prefix = (["muster"] + words).joined(separator: " ")
        var text = "Usage: \(prefix) COMMAND [options]\n\n"
        if words.isEmpty {
            text = "muster — Click to Pay issuer enrollment: the network side and the issuer side\n\n" + text
        }
        text += "Commands:\n" + columns(commands.map { ($0.name, $0.summary) })
        text += "\nEvery command explains itself: muster COMMAND --help\n"
        if words.isEmpty {
            text += "Exit codes: 0 done, 1 done with failed records, 2 usage or invalid input, "
            text += "3 refused by the server,\n4 not reachable, 5 internal.\n"
        }
        return text
    }

    private static func heading(_ option: OptionDeclaration) -> String {
        let short = option.short.map { "-\($0), " } ?? ""
        return "\(short)--\(option.name)" + (option.placeholder.map { " " + $0 } ?? "")
    }

    private static func explanation(_ option: OptionDeclaration) -> String {
        var remarks: [String] = []
        if option.isRequired { remarks.append("required") }
        if let standard = option.standard { remarks.append("default \(standard)") }
        if case .repeated = option.kind { remarks.append("may be repeated") }
        if option.placeholder != nil, let variable = option.environment { remarks.append("or \(variable)") }
        return option.help + (remarks.isEmpty ? "" : " (\(remarks.joined(separator: "; ")))")
    }

    private static func columns(_ rows: [(left: String, right: String)]) -> String {
        let width = min(30, rows.map(\.left.count).max() ?? 0)
        return rows.map { row in
            let gap = String(repeating: " ", count: max(0, width - row.left.count))
            let lead = row.left.count > width ? "\n" + String(repeating: " ", count: width + 4) : gap + "  "
            return "  " + row.left + lead + wrapped(row.right, indent: width + 4) + "\n"
        }.joined()
    }

    /// Breaks at words so that no line is wider than 100 columns.
    private static func wrapped(_ text: String, indent: Int) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent + line.count + 1 + word.count > 100 {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        lines.append(line)
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }
}
