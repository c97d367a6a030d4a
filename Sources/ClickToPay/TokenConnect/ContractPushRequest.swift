// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// Has the processor push a card whose number its issuer does not see (processing 8).
public struct ContractPushRequest: Sendable, Hashable {
    /// The issuer's label, 1 to 36 characters, echoed with the receipt.
    public var pushAccountId: String
    public var tokenRequestorId: TokenRequestorID
    public var holder: AccountHolder?
    public var signatureData: PushRequest.SignatureData?
    /// Minutes, within `PushRequest.validityMinutes`.
    public var pushAccountReceiptsValidityPeriod: Int?

    public init(pushAccountId: String, tokenRequestorId: TokenRequestorID, holder: AccountHolder? = nil) {
        self.pushAccountId = pushAccountId
        self.tokenRequestorId = tokenRequestorId
        self.holder = holder
    }

    public func json() -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.object { writer in
            writer.member("pushAccountId", pushAccountId)
            writer.member("tokenRequestorId", tokenRequestorId.value)
            if let holder {
                writer.key("accountHolderData")
                holder.writeRevealed(to: &writer)
            }
            signatureData?.write(to: &writer)
            writer.member("pushAccountReceiptsValidityPeriod", pushAccountReceiptsValidityPeriod)
        }
        return writer.bytes
    }
}
