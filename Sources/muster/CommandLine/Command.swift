// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What a command is called, does and takes.
struct CommandDeclaration: Sendable {
    /// The words that name it, such as `["batch", "status"]`.
    var words: [String]
    /// One line for the list of commands.
    var summary: String
    /// What its operands are, such as `["FILE.csv"]`; one in square brackets may be left out.
    var operands: [String] = []
    /// Options of its own, beside the common ones.
    var options: [OptionDeclaration] = []
    /// Further help: paragraphs printed below the options.
    var notes: [String] = []

    var name: String { words.joined(separator: " ") }
    var allOptions: [OptionDeclaration] { options + OptionDeclaration.common }
    /// `KEY=VALUE...`: the last operand may come several times.
    var repeatsLastOperand: Bool { operands.last?.hasSuffix("...") ?? false }
    var operandsRequired: Int { operands.count { !$0.hasPrefix("[") } }
}

/// A command of `muster`. Its file under `Commands` holds all that is particular to it.
protocol Command {
    static var declaration: CommandDeclaration { get }

    /// Does the work. Results go to the console's standard output, everything else to standard error.
    static func run(_ invocation: Invocation) throws -> ExitCode
}
