// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A change that came in clear or encrypted.
public enum Change<Value: Sendable>: Sendable {
    case plain(Value)
    /// JWE compact text, not yet looked into.
    case encrypted([UInt8])
}

/// What happens to one member of what is stored.
public enum FieldChange<Value: Sendable & Hashable>: Sendable, Hashable {
    /// It was not mentioned.
    case keep
    /// It was null.
    case clear
    case set(Value)

    func applied(to value: Value) -> Value {
        if case .set(let new) = self { return new }
        return value
    }

    func applied(to value: Value?) -> Value? {
        switch self {
        case .keep: value
        case .clear: nil
        case .set(let new): new
        }
    }
}
