// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The code printed on a card: 3 to 6 digits. It is used once and never kept (enrollment 5.4).
public struct CardSecurityCode: WireText, Hashable, Confidential {
    private let digits: SecretDigits

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard let digits = SecretDigits(utf8, 3...6) else { throw .format("must be 3 to 6 digits") }
        self.digits = digits
    }

    /// The digits in clear. Say at the call why that is needed.
    public func revealDigits() -> String { digits.text }
}
