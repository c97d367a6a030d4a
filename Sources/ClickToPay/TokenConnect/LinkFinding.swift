// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Something about a link that whoever builds or receives it should know. It names the parameter and never holds its
/// value.
public struct LinkFinding: Error, Sendable, Hashable, CustomStringConvertible {
    /// Whether the link is refused for it.
    public let isFatal: Bool
    /// The parameter; nil for the link as a whole.
    public let parameter: String?
    /// What is wrong and what to do, as one sentence.
    public let message: String

    public static func fatal(_ parameter: String?, _ message: String) -> LinkFinding {
        LinkFinding(isFatal: true, parameter: parameter, message: message)
    }

    public static func advice(_ parameter: String?, _ message: String) -> LinkFinding {
        LinkFinding(isFatal: false, parameter: parameter, message: message)
    }

    public var description: String { (parameter.map { $0 + ": " } ?? "") + message }
}
