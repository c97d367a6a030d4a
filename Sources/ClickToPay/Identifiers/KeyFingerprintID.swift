// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Names one of a client's payload keys by its SHA-256: 64 hexadecimal digits (enrollment 1.2).
public struct KeyFingerprintID: WireText, Hashable {
    /// In lower case, which is how it is compared.
    public let value: String

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard utf8.count == 64, utf8.areAll(\.isHexDigit) else { throw .format("must be 64 hexadecimal digits") }
        value = utf8.text.lowercased()
    }
}
