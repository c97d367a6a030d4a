// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// One option of a command. The parser, the help text, the settings file and the error messages all read this
/// declaration, so that they cannot disagree.
struct OptionDeclaration: Sendable {
    enum Kind: Sendable, Equatable {
        /// Present or absent.
        case flag
        /// Takes one value; the last one given wins.
        case value(placeholder: String)
        /// Takes one value each time it is given; all of them count, in order.
        case repeated(placeholder: String)
    }

    /// The long name without dashes, in lower-case words joined by dashes.
    var name: String
    var short: Character?
    var kind: Kind
    var help: String
    /// The value when nothing else gives one; shown in the help.
    var standard: String?
    /// The environment variable that gives the value, or nil when none may.
    var environment: String?
    var isRequired: Bool
    /// Hidden by everything that shows settings.
    var isSecret: Bool

    var placeholder: String? {
        switch kind {
        case .flag: nil
        case .value(let placeholder), .repeated(let placeholder): placeholder
        }
    }

    static func flag(_ name: String, short: Character? = nil, _ help: String) -> OptionDeclaration {
        OptionDeclaration(
            name: name, short: short, kind: .flag, help: help, standard: nil, environment: variable(of: name),
            isRequired: false, isSecret: false)
    }

    static func value(
        _ name: String, _ placeholder: String, short: Character? = nil, standard: String? = nil,
        environment: String? = nil, isRequired: Bool = false, isSecret: Bool = false, _ help: String
    ) -> OptionDeclaration {
        OptionDeclaration(
            name: name, short: short, kind: .value(placeholder: placeholder), help: help, standard: standard,
            environment: environment ?? variable(of: name), isRequired: isRequired, isSecret: isSecret)
    }

    static func repeated(
        _ name: String, _ placeholder: String, short: Character? = nil, _ help: String
    ) -> OptionDeclaration {
        OptionDeclaration(
            name: name, short: short, kind: .repeated(placeholder: placeholder), help: help, standard: nil,
            environment: nil, isRequired: false, isSecret: false)
    }

    /// Options that say what one call is about: a variable that happens to have such a name must not change it.
    static func onlyPerCall(_ options: [OptionDeclaration]) -> [OptionDeclaration] {
        options.map { option in
            var option = option
            option.environment = nil
            return option
        }
    }

    /// `batch-cards` is read from `MUSTER_BATCH_CARDS`.
    static func variable(of name: String) -> String {
        "MUSTER_" + String(name.map { $0 == "-" ? "_" : Character($0.uppercased()) })
    }
}

extension OptionDeclaration {
    /// Every command has these.
    static let common: [OptionDeclaration] = [
        .flag("json", "results (and errors) as JSON"),
        .value("config", "FILE", "settings file: a JSON object of option names and values"),
        .help,
    ]

    /// Only ever asked for on the command line.
    static let help = OptionDeclaration(
        name: "help", short: "h", kind: .flag, help: "this text", standard: nil, environment: nil, isRequired: false,
        isSecret: false)
}
