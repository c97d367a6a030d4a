// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// One named fact of a log line. Its type is the guard against personal data: a text is written in the source, a number
/// or a duration is computed, an identifier is checked; there is no way in for a string from outside.
public struct LogField: Sendable {
    enum Value: Sendable {
        case int(Int)
        case duration(Duration)
        case text(StaticString)
        case identifier(LogIdentifier?)
    }

    let name: StaticString
    let value: Value

    /// A count, a size, a port, a status code.
    public static func int(_ name: StaticString, _ value: Int) -> LogField {
        LogField(name: name, value: .int(value))
    }

    /// Shown in seconds with six decimals.
    public static func duration(_ name: StaticString, _ value: Duration) -> LogField {
        LogField(name: name, value: .duration(value))
    }

    /// A word of the program's own.
    public static func text(_ name: StaticString, _ value: StaticString) -> LogField {
        LogField(name: name, value: .text(value))
    }

    /// An opaque identifier; null in the log when it was refused.
    public static func identifier(_ name: StaticString, _ value: LogIdentifier?) -> LogField {
        LogField(name: name, value: .identifier(value))
    }

    /// An opaque identifier that is not checked yet; null in the log when it is not of the form of `LogIdentifier`.
    public static func identifier(_ name: StaticString, _ value: String) -> LogField {
        LogField(name: name, value: .identifier(LogIdentifier(value)))
    }
}
