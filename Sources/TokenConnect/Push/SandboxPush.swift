// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Store

/// What a sandbox knows beside the issuer's own account ranges (token-connect 13.2). A production server never asks.
enum SandboxPush {
    /// A wallet that takes several cards, which Click to Pay does not.
    static let wallet = TokenRequestor(
        id: "50199999999", name: "Sandbox Wallet", consumerFacingEntityName: "Sandbox Wallet", imageAssetId: nil,
        accountsMax: 5, supportedAccountHolderData: ["NAME"], page: "https://wallet.example/add-card")

    static let ranges = [
        PushRange(prefix: "512034", product: .credit, requestors: [TokenRequestor.clickToPay.id, wallet.id]),
        PushRange(prefix: "518600", product: .debit, requestors: [TokenRequestor.clickToPay.id]),
        PushRange(prefix: "679999", product: .maestro, requestors: [TokenRequestor.clickToPay.id]),
        PushRange(prefix: "529999", product: .credit, requestors: [wallet.id]),
    ]

    /// How the tokenization of a card is to end, by its number.
    static let outcomes: [String: ReceiptRow.Outcome] = [
        "5120340000000004": .approved,
        "5120340000000053": .declined,
        "5120340000000855": .needsAuthentication,
        "5120340000000947": .duplicate,
        "5120340000000962": .failed,
    ]
}
