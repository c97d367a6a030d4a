// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay

/// A token in clear form, for the payload that a client may have (enrollment 3.6). Never for a log or an error.
public struct PaymentToken: Sendable, Confidential {
    /// 16 digits.
    public var number: String
    /// Two digits.
    public var expirationMonth: String
    /// Four digits.
    public var expirationYear: String
    public var paymentAccountReference: String
}
