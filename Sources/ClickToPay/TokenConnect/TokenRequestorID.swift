// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Who asks for tokens: 11 digits (token-connect 3.2).
public struct TokenRequestorID: WireText, Hashable, CustomStringConvertible {
    public let value: String

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard utf8.count == 11, utf8.areAll(\.isDigit) else { throw .format("must be 11 digits") }
        value = utf8.text
    }

    private init(known value: String) {
        self.value = value
    }

    /// Click to Pay (token-connect 1).
    public static let clickToPay = TokenRequestorID(known: "50123197928")
    /// The name under which its tokens are listed (processing 1).
    public static let clickToPayWalletName = "MDES for Merchants"

    public var description: String { value }
}
