// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Selects an issuer's credential directory in the second generation of the API: up to 64 letters, digits, dots,
/// underscores, colons and dashes (enrollment 1.2).
public struct DirectoryID: WireText, Hashable {
    public let value: String

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        value = try ExternalID(utf8: utf8).value
    }
}
