// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The operations of card management (processing 6) and of the digital API beside it (processing 3, 9).
extension Operation {
    /// What all their paths begin with.
    static let processingBase = "/global-processing/"

    var isProcessing: Bool { isCore || isDigital }

    /// Whether bodies go encrypted, as a whole, in both directions (processing 2).
    var isCore: Bool {
        switch self {
        case .createClient, .createAccount, .createCardContract, .getCardContract, .readCardContract,
            .getCardContractStatuses, .setCardContractStatus, .activateCardContract, .getClientCardContracts,
            .getAccountCardContracts, .setTokenizationRule:
            true
        default: false
        }
    }

    var isDigital: Bool {
        switch self {
        case .searchCardData, .pushCardContract, .getTokensByClient, .getTokensByCardContract, .getToken,
            .setTokenStatus:
            true
        default: false
        }
    }

    /// Whether it makes something, and so takes an idempotency key.
    var isCreation: Bool { [.createClient, .createAccount, .createCardContract].contains(self) }

    var processingMethod: StaticString {
        switch self {
        case .createClient, .createAccount, .createCardContract, .getCardContract, .searchCardData, .pushCardContract:
            "POST"
        case .setCardContractStatus, .activateCardContract, .setTokenizationRule, .setTokenStatus: "PUT"
        default: "GET"
        }
    }
}
