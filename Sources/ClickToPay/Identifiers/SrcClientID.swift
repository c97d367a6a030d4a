// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Identifies the integrating party: a UUID in either case (enrollment 1.2).
public struct SrcClientID: WireText, Hashable {
    /// In lower case, which is how it is compared.
    public let value: String

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard UUIDText.isUUID(utf8) else { throw .value("must be a UUID") }
        value = utf8.text.lowercased()
    }
}
