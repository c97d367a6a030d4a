// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Processing

/// What the API description says of card management and the digital API.
extension Operation {
    var processingRequestSchema: String? {
        switch self {
        case .createClient: "CreateClientRequest"
        case .createAccount: "CreateAccountRequest"
        case .createCardContract: "CreateCardRequest"
        case .getCardContract: "CardContractSearch"
        case .setCardContractStatus: "CardStatusRequest"
        case .activateCardContract: "ActivateCardRequest"
        case .setTokenizationRule: "ClassifierRequest"
        case .searchCardData: "CardDataRequest"
        case .pushCardContract: "ContractPushRequest"
        case .setTokenStatus: "TokenStatusRequest"
        default: nil
        }
    }

    /// Nil: 204, without a body.
    var processingAnswerSchema: String? {
        switch self {
        case .createClient: "CreatedClient"
        case .createAccount: "CreatedAccount"
        case .createCardContract, .getCardContract: "CardContractNumber"
        case .readCardContract: "CardContract"
        case .getCardContractStatuses: "CardContractStatuses"
        case .getClientCardContracts: "ClientCardContracts"
        case .getAccountCardContracts: "AccountCardContracts"
        case .searchCardData: "CardData"
        case .pushCardContract: "PushResponse"
        case .getTokensByClient: "ClientTokens"
        case .getTokensByCardContract: "CardContractTokens"
        case .getToken: "ContractToken"
        default: nil
        }
    }

    var processingSuccessStatus: Int { isCreation ? 201 : processingAnswerSchema == nil ? 204 : 200 }

    var processingErrorStatuses: [Int] {
        let common = [400, 401, 403, 404, 429, 500, 503]
        guard hasBody else { return common }
        if self == .pushCardContract { return common + [413, 415, 502] }
        return isCreation ? [400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503] : common + [413, 415]
    }

    var processingParameters: [Parameter] {
        var parameters: [Parameter] = []
        func path(_ name: String, _ description: String) {
            parameters.append(Parameter(name: name, place: .path, isRequired: true, description: description))
        }
        func query(_ name: String, _ description: String) {
            parameters.append(Parameter(name: name, place: .query, isRequired: false, description: description))
        }
        let template = self.path.description
        if template.contains("{cardContractId}") { path("cardContractId", "From the answer that made the card.") }
        if template.contains("{clientId}") { path("clientId", "From the answer that made the client.") }
        if template.contains("{accountContractId}") {
            path("accountContractId", "From the answer that made the account.")
        }
        if template.contains("{contractId}") { path("contractId", "A cardContractId.") }
        if template.contains("{tokenNumber}") { path("tokenNumber", "The token's own number.") }
        query("serviceId", "The program, where a client has several; write # as %23.")
        if self == .getTokensByClient || self == .getTokensByCardContract {
            query("status", "ACTIVE or INACTIVE; all tokens when it is missing.")
        }
        if self == .getAccountCardContracts {
            query("offset", "Cards to pass over.")
            query("limit", "1 to 100; 50 when it is missing.")
            query("statuses", "Statuses, joined by commas.")
            query("creation_date_from", "A day, such as 2026-01-31.")
        }
        if isCreation {
            parameters.append(
                Parameter(
                    name: "Idempotency-Key", place: .header, isRequired: false,
                    description: "A UUID; the same call with the same key makes nothing again, for 24 hours."))
        }
        if self == .searchCardData {
            parameters.append(
                Parameter(
                    name: EnrollKey.header, place: .header, isRequired: true,
                    description: "The key that the data is encrypted to: a certificate or public key, base64 of DER."))
        }
        return parameters
    }
}
