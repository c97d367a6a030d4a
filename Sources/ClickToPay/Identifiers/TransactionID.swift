// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A caller's own reference for tracing, `srciTransactionId`: up to 255 characters.
public struct TransactionID: WireText, Hashable {
    public static let charactersMax = 255

    public let value: String

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        value = try LimitedText(max: Self.charactersMax).read(utf8)
    }
}
