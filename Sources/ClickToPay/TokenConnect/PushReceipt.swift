// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The opaque reference to a pushed account (token-connect 5.3): 1 to 64 letters, digits and dashes, case kept. Whoever
/// has it may redeem it, so it must not get into a log beside the card.
public struct PushReceipt: WireText, Hashable {
    public static let charactersMax = 64

    public let value: String

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard (1...Self.charactersMax).contains(utf8.count),
            utf8.areAll({ $0.isAlphanumeric || $0 == UInt8(ascii: "-") })
        else { throw .format("must be 1 to 64 letters, digits or dashes") }
        value = utf8.text
    }
}
