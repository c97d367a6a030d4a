// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Directory

/// One setting of a program or a shop, to be shown.
public struct ShownSetting: Sendable {
    public enum Value: Sendable {
        case flag(Bool)
        case number(Int)
        case text(String)
        case list([String])
        case standard
    }

    public var name: String
    public var value: Value
    /// As `set` takes it.
    public var text: String

    init(_ name: String, _ value: ProgramSetting.Value) {
        self.name = name
        text = value.text
        self.value =
            switch value {
            case .flag(let flag): .flag(flag)
            case .number(let number): .number(number)
            case .text(let text): .text(text)
            case .list(let items): .list(items)
            case .standard: .standard
            }
    }
}
