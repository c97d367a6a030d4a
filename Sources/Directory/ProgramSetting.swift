// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// One setting of a program as an operator sees it: its name, its value, and how a value is given.
public struct ProgramSetting: Sendable {
    /// A value for a person and for a program.
    public enum Value: Sendable, Equatable {
        case flag(Bool)
        case number(Int)
        case text(String)
        /// An empty list is shown as `none`.
        case list([String])
        /// The server's own value counts.
        case standard

        /// As a person reads it, and gives it.
        public var text: String {
            switch self {
            case .flag(let flag): flag ? "true" : "false"
            case .number(let number): String(number)
            case .text(let text): text
            case .list(let items): items.isEmpty ? "none" : items.joined(separator: ",")
            case .standard: "default"
            }
        }
    }

    /// Why a value is not taken.
    public struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    public let name: String
    /// What a value looks like.
    public let form: String
    public let value: @Sendable (ProgramSettings) -> Value
    /// Nil for a text that is no value of the setting; a setting that never takes one is only shown.
    let change: @Sendable (inout ProgramSettings, String) -> Void?

    /// Gives the setting the value that a person wrote.
    public func set(_ text: String, in settings: inout ProgramSettings) throws(Refusal) {
        guard change(&settings, text) != nil else { throw Refusal(description: "\(name) \(form)") }
    }

    /// The setting of a name.
    public static func named(_ name: String) -> ProgramSetting? { all.first { $0.name == name } }
}
