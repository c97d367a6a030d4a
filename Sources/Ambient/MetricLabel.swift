// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A label of a time series. Names and values come from the source or from a bounded set of numbers (status codes), so
/// that no visitor can make a new series or leave a trace in one.
public struct MetricLabel: Sendable {
    enum Value: Sendable {
        case text(StaticString)
        case int(Int)
    }

    let name: StaticString
    let value: Value

    public init(_ name: StaticString, _ value: StaticString) {
        self.name = name
        self.value = .text(value)
    }

    public init(_ name: StaticString, _ value: Int) {
        self.name = name
        self.value = .int(value)
    }

    /// `name="value"` with the escapes of the Prometheus text format.
    var text: String {
        let shown =
            switch value {
            case .text(let text): text.description
            case .int(let number): String(number)
            }
        var escaped = ""
        for character in shown {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.append(character)
            }
        }
        return name.description + "=\"" + escaped + "\""
    }
}
