// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why the bank cannot go on.
public enum BankError: Error, Sendable, CustomStringConvertible {
    /// A setting that cannot be used.
    case setting(String, String)
    /// Its file cannot be used.
    case data(String)
    /// It cannot listen.
    case listening(String)

    public var description: String {
        switch self {
        case .setting(let name, let message): name + " " + message
        case .data(let message), .listening(let message): message
        }
    }
}
