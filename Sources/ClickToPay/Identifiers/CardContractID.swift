// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The number by which the processor knows a card: 1 to 999999999999999999 (processing 1).
public struct CardContractID: WireText, Hashable, CustomStringConvertible {
    public let value: Int64

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard (1...18).contains(utf8.count), utf8.areAll(\.isDigit), let number = Int64(utf8.text), number > 0
        else { throw .format("must be a number of 1 to 18 digits") }
        value = number
    }

    public var description: String { String(value) }
}
