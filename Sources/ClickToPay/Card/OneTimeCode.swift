// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A code that was sent to a consumer to prove an email address or a mobile number: 4 to 8 digits.
public struct OneTimeCode: WireText, Hashable, Confidential {
    private let digits: SecretDigits

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard let digits = SecretDigits(utf8, 4...8) else { throw .format("must be 4 to 8 digits") }
        self.digits = digits
    }

    /// The digits in clear. Say at the call why that is needed.
    public func revealDigits() -> String { digits.text }
}
