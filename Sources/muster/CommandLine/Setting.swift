// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A value and where it came from.
struct Setting: Sendable, Equatable {
    enum Source: Sendable, Equatable {
        case commandLine
        case environment(variable: String)
        case file(path: String)
        case standard
    }

    var values: [String]
    var source: Source
}

/// Where settings come from besides the command line.
struct SettingSources: Sendable {
    var environment: [String: String]
    var file: SettingsFile?

    /// Decides each option of `command`: the command line wins over the environment, that over the settings file, and
    /// that over the default. Options that nothing gives are absent.
    func resolve(
        _ command: CommandDeclaration, given: [String: [String]]
    ) throws(CommandFailure) -> [String: Setting] {
        var settings: [String: Setting] = [:]
        for option in command.allOptions {
            if let values = given[option.name] {
                settings[option.name] = Setting(values: values, source: .commandLine)
            } else if let variable = option.environment, let value = environment[variable], !value.isEmpty {
                settings[option.name] = Setting(values: [value], source: .environment(variable: variable))
            } else if let file, let values = try file.values(of: option, command: command) {
                settings[option.name] = Setting(values: values, source: .file(path: file.path))
            } else if let standard = option.standard {
                settings[option.name] = Setting(values: [standard], source: .standard)
            } else if option.isRequired {
                let hint = option.environment.map { " (or \($0) in the environment)" } ?? ""
                throw .usage(
                    "option --\(option.name) \(option.placeholder ?? "") is needed\(hint)", code: "missing-option")
            }
        }
        return settings
    }
}
