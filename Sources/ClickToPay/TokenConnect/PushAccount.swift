// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// A card to be pushed: an element of the array that is encrypted (token-connect 5.2).
public struct PushAccount: Sendable, Hashable, Confidential {
    public static let idCharactersMax = 36

    /// The issuer's label, 1 to 36 characters, echoed with the receipt.
    public var pushAccountId: String
    /// ISO 8601, 20 to 29 characters, at most 30 days ahead: the data must not be used afterwards.
    public var dataValidUntilTimestamp: String?
    public var pan: PAN
    /// Nil only for a card that has none.
    public var expiry: Expiry?
    public var holder: AccountHolder?

    public init(
        pushAccountId: String, pan: PAN, expiry: Expiry?, holder: AccountHolder? = nil,
        dataValidUntilTimestamp: String? = nil
    ) {
        self.pushAccountId = pushAccountId
        self.pan = pan
        self.expiry = expiry
        self.holder = holder
        self.dataValidUntilTimestamp = dataValidUntilTimestamp
    }

    public var maskedText: String { pan.panLastFour }

    /// Accounts in clear, as compact JSON: for encryption alone, and to be wiped after it.
    public static func plaintext(_ accounts: [PushAccount]) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.beginArray()
        for account in accounts { account.writeRevealed(to: &writer) }
        writer.endArray()
        return writer.bytes
    }

    private func writeRevealed(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("pushAccountId", pushAccountId)
            writer.object("fundingAccountData") { writer in
                writer.member("dataValidUntilTimestamp", dataValidUntilTimestamp)
                writer.object("cardAccountData") { writer in
                    writer.key("accountNumber")
                    pan.withRevealedDigits { writer.string(utf8: $0) }
                    writer.member("expiryMonth", expiry?.monthText)
                    writer.member("expiryYear", (expiry?.yearText.suffix(2)).map { String($0) })
                }
                if let holder {
                    writer.key("accountHolderData")
                    holder.writeRevealed(to: &writer)
                }
            }
        }
    }
}
