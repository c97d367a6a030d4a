// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Store

/// A receipt that can be used, with the card behind it.
public struct PushedReceipt: Sendable {
    public var row: ReceiptRow
    public var card: PushedCard
    /// Sandbox: how its tokenization is to end (token-connect 13.2); nil: as it does.
    public var prescribedOutcome: ReceiptRow.Outcome?
}
