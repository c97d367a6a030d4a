// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Finds the command that the words name, reads its options, runs it, and turns what went wrong into one line and an
/// exit code.
struct Dispatcher {
    var commands: [any Command.Type]
    var console: Console
    var environment: [String: String]
    var version: String

    /// Runs `muster` with `arguments` (without the program's own name).
    func run(_ arguments: [String]) -> ExitCode {
        do {
            return try dispatch(arguments)
        } catch let failure as CommandFailure {
            return report(failure, isJSON: asksForJSON(arguments))
        } catch {
            return report(FailureMap.failure(for: error), isJSON: asksForJSON(arguments))
        }
    }

    private func dispatch(_ arguments: [String]) throws -> ExitCode {
        let words = Array(arguments.prefix { !$0.hasPrefix("-") })
        if words.isEmpty {
            switch arguments.first {
            case nil, "--help", "-h":
                try console.write(line: HelpText.list(commands.map { $0.declaration }, under: []))
                return arguments.isEmpty ? .usage : .done
            case "--version":
                try console.write(line: "muster \(version)")
                return .done
            case .some(let option):
                throw CommandFailure.usage("a command must come before \(option); muster --help lists them")
            }
        }
        if words[0] == "help" { return try dispatch(Array(words.dropFirst()) + ["--help"]) }
        guard let command = command(named: words) else { return try listOrRefuse(words, arguments) }
        return try run(command, Array(arguments.dropFirst(command.declaration.words.count)))
    }

    private func run(_ command: any Command.Type, _ arguments: [String]) throws -> ExitCode {
        let declaration = command.declaration
        let parsed = try OptionParser.parse(arguments, options: declaration.allOptions)
        if parsed.values["help"] != nil {
            try console.write([UInt8](HelpText.of(declaration).utf8))
            return .done
        }
        let path = parsed.values["config"]?.last ?? environment["MUSTER_CONFIG"]
        let sources = SettingSources(
            environment: environment, file: try path.map { path throws in try SettingsFile(path: path) })
        let settings = try sources.resolve(declaration, given: parsed.values)
        let count = parsed.operands.count
        guard count >= declaration.operandsRequired else {
            throw CommandFailure.usage(
                "\(declaration.operands[count]) is missing; muster \(declaration.name) --help", code: "missing-operand")
        }
        guard count <= declaration.operands.count || declaration.repeatsLastOperand else {
            throw CommandFailure.usage(
                "unexpected \"\(parsed.operands[declaration.operands.count])\"; muster \(declaration.name) --help",
                code: "unexpected-operand")
        }
        return try command.run(
            Invocation(command: declaration, settings: settings, operands: parsed.operands, console: console))
    }

    /// The command with the most words that the command line begins with.
    private func command(named words: [String]) -> (any Command.Type)? {
        commands
            .filter { words.starts(with: $0.declaration.words) }
            .max { $0.declaration.words.count < $1.declaration.words.count }
    }

    /// `muster batch` lists the commands that begin so; a word that begins none is refused with the nearest one.
    private func listOrRefuse(_ words: [String], _ arguments: [String]) throws -> ExitCode {
        let names = commands.map { $0.declaration.words }
        let known = words.prefix { word in
            let index = words.firstIndex(of: word) ?? 0
            return names.contains { $0.starts(with: words[...index]) }
        }
        let under = commands.map { $0.declaration }.filter { $0.words.starts(with: known) }
        if known.count == words.count {
            let isHelp = arguments.contains("--help") || arguments.contains("-h")
            let text = HelpText.list(under, under: Array(known))
            if isHelp { try console.write(line: text) } else { console.say(text) }
            return isHelp ? .done : .usage
        }
        let choices = Set(names.filter { $0.starts(with: known) && $0.count > known.count }.map { $0[known.count] })
        let hint = Suggestion.nearest(to: words[known.count], among: choices.sorted())
        let given = words.prefix(known.count + 1).joined(separator: " ")
        let meant = hint.map { "; did you mean \"muster \((known + [$0]).joined(separator: " "))\"?" }
        throw CommandFailure.usage(
            "unknown command \"\(given)\"\(meant ?? "; muster --help lists them")", code: "unknown-command")
    }

    private func report(_ failure: CommandFailure, isJSON: Bool) -> ExitCode {
        if failure == .outputClosed { return .done }
        if isJSON {
            console.say(FailureMap.json(failure))
        } else {
            console.say("muster: " + failure.message)
            for detail in failure.details { console.say("  " + detail) }
        }
        return failure.exitCode
    }

    /// Whether errors go out as JSON must be known before the options are understood.
    private func asksForJSON(_ arguments: [String]) -> Bool {
        if arguments.prefix(while: { $0 != "--" }).contains("--json") { return true }
        return ["1", "true", "yes", "on"].contains(environment["MUSTER_JSON"]?.lowercased())
    }
}
