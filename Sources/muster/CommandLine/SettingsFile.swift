// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import IssuerKit
internal import WireJSON

/// A settings file: one JSON object whose members are option names and their values, for every command or, inside a
/// member named after a command (`"batch status": {…}`), for that command alone. The inner one wins.
struct SettingsFile: Sendable {
    let path: String
    private let document: JSONDocument

    init(path: String) throws(CommandFailure) {
        self.path = path
        let bytes: [UInt8]
        do {
            bytes = try SmallFile.read(path)
        } catch {
            throw .invalidInput("settings file \(error)")
        }
        do {
            document = try JSONDocument.parse(bytes)
        } catch {
            throw .invalidInput("settings file \(path) is not valid: \(error)")
        }
        guard document.root.kind == .object else {
            throw .invalidInput("settings file \(path) must hold one JSON object")
        }
    }

    /// The values of an option for a command, or nil when the file has none.
    func values(of option: OptionDeclaration, command: CommandDeclaration) throws(CommandFailure) -> [String]? {
        let places = [document.root[command.name], document.root]
        guard let value = places.lazy.compactMap({ $0?[option.name] }).first, !value.isNull else { return nil }
        if case .repeated = option.kind, value.kind == .array {
            var values: [String] = []
            for element in value.elements { values.append(try text(of: element, option)) }
            return values
        }
        return [try text(of: value, option)]
    }

    private func text(of value: JSONValue, _ option: OptionDeclaration) throws(CommandFailure) -> String {
        if let text = value.string { return text }
        if let flag = value.boolean { return flag ? "true" : "false" }
        if let number = value.int64 { return String(number) }
        throw .invalidInput("\(option.name) in \(path) must be a text, a whole number or a boolean")
    }
}
