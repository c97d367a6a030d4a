// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Ties a series of calls together for tracing: a UUID, which may follow eight lower-case hexadecimal digits and one
/// more character (enrollment 1.2).
public struct CorrelationID: WireText, Hashable {
    public let value: String

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        let uuid = utf8.count == 45 ? utf8.slice(9..<45) : utf8
        let prefixed = utf8.count != 45 || (utf8.slice(0..<8).areAll(\.isLowerHexDigit) && utf8[8].isVisible)
        guard prefixed, UUIDText.isUUID(uuid) else { throw .value("must be a UUID") }
        value = utf8.text
    }
}
