// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import WireJSON

/// A token of a card, as the processor lists it (processing 9.1). Its own number, which is there too, is not read: an
/// issuer that sees no card numbers has no use for it.
public struct ListedToken: Sendable, Hashable {
    public var cardContractId: Int64
    public var tokenUniqueReference: String
    public var tokenRequestorId: String
    public var walletName: String
    /// `Active`, `Inactive`, `Suspended`, `Deactivated`. Open.
    public var tokenStatus: String

    init?(_ value: JSONValue) {
        guard let card = value["cardContractId"]?.int64, let requestor = value["tokenRequestorId"]?.string else {
            return nil
        }
        cardContractId = card
        tokenRequestorId = requestor
        tokenUniqueReference = value["tokenUniqueReference"]?.string ?? ""
        walletName = value["walletName"]?.string ?? ""
        tokenStatus = value["tokenStatus"]?.string ?? ""
    }

    /// Whether it makes its card one that is enabled for Click to Pay: a suspended token does, a deactivated one does
    /// not.
    public var enablesClickToPay: Bool {
        tokenRequestorId == TokenRequestorID.clickToPay.value
            && walletName == TokenRequestorID.clickToPayWalletName && tokenStatus.lowercased() != "deactivated"
    }

    /// The tokens in an answer: its only array, whatever that is called (processing 16, 11).
    static func list(_ value: JSONValue) -> [ListedToken]? {
        let named = value["clientTokens"] ?? value["cardContractTokens"]
        guard let tokens = named, tokens.kind == .array else { return nil }
        return tokens.elements.compactMap { ListedToken($0) }
    }
}
