// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A value that must not get into a log, an error or a dump by accident: printing it in any way shows `maskedText` and
/// nothing of its parts.
public protocol Confidential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What may be shown. The type's name alone unless a type says more.
    var maskedText: String { get }
}

extension Confidential {
    public var maskedText: String { "" }
    public var description: String { "\(Self.self)(…\(maskedText))" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .struct) }
}
