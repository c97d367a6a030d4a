// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import HTTPService

/// Everything that the server answers. The routes, the handler and the API description are made from this one list.
enum Operation: String, Sendable, CaseIterable {
    case enrollCard
    case enrollBatch
    case stageBatch
    case batchStatus
    case batchStatusAlias
    case getProfile
    case updateProfile
    case deleteProfile
    case deleteProfileByPath
    case getCard
    case updateCard
    case deleteCard
    case enableCredential
    case enableBatch
    case enablementStatus
    case getConsumer
    case updateConsumer
    case deleteConsumer
    case getCredential
    case updateCredential
    case deleteCredential
    case tokenSearch
    case tokenActivate
    case tokenSuspend
    case tokenUnsuspend
    case tokenDelete
    case tokenUpdate
    case tokenRequestors
    case tokenRequestorAsset
    case pushAccounts
    case pushSignatureKeys
    case createClient
    case createAccount
    case createCardContract
    case getCardContract
    case readCardContract
    case getCardContractStatuses
    case setCardContractStatus
    case activateCardContract
    case getClientCardContracts
    case getAccountCardContracts
    case setTokenizationRule
    case searchCardData
    case pushCardContract
    case getTokensByClient
    case getTokensByCardContract
    case getToken
    case setTokenStatus
    case lookUpIdentity
    case startValidation
    case finishValidation
    case recognizeBrowser
    case authenticate
    case authenticationResult
    case readConsumerProfiles
    case checkout
    case checkoutAction
    case transactionCredentials
    case confirmations
    case unbindAppInstance
    case preProvisionedCards
    case provisionCard
    case networkKeys
    case fpanEncryptionKeys
    case payloadVerificationKeys
    case identityVerificationKeys
    case health
    case readiness
    case metrics
    case apiDescription
    case apiPage

    /// The issuer's side of the real network has the same base: a client changes the host and nothing else.
    static let base = "/src/api/digital/payments"

    /// Whether it is one of the customer service API, by which issuers manage tokens themselves (processing 10.3).
    var isCustomerService: Bool {
        switch self {
        case .tokenSearch, .tokenActivate, .tokenSuspend, .tokenUnsuspend, .tokenDelete, .tokenUpdate: true
        default: false
        }
    }

    /// Whether a path is one of Token Connect, or would be if there were such a thing.
    static func isTokenConnect(path: String) -> Bool {
        path.hasPrefix("/mdes/connect/") || path.hasPrefix("/mdes/issuer-assets/")
    }

    var method: StaticString {
        if isCustomerService { return "POST" }
        if isProcessing { return processingMethod }
        if isBrowserSide { return browserMethod }
        return switch self {
        case .enrollCard, .enrollBatch, .stageBatch, .enableCredential, .enableBatch, .tokenRequestors, .pushAccounts,
            .transactionCredentials, .confirmations:
            "POST"
        case .updateProfile, .updateCard, .updateConsumer, .updateCredential: "PUT"
        case .deleteProfile, .deleteProfileByPath, .deleteCard, .deleteConsumer, .deleteCredential: "DELETE"
        default: "GET"
        }
    }

    /// The path template. `batch` comes before `{cardId}`, so that it is never read as a card.
    var path: StaticString {
        switch self {
        case .enrollCard: "/src/api/digital/payments/cards"
        case .enrollBatch: "/src/api/digital/payments/cards/batch"
        case .stageBatch: "/src/api/digital/payments/cards/batch/pre-provisioning"
        case .batchStatus: "/src/api/digital/payments/cards/batch/status/{batchId}"
        case .batchStatusAlias: "/src/api/digital/payments/cards/batch/{batchId}"
        case .getProfile, .updateProfile, .deleteProfileByPath: "/src/api/digital/payments/profiles/{consumerId}"
        case .deleteProfile: "/src/api/digital/payments/profiles"
        case .getCard, .updateCard, .deleteCard: "/src/api/digital/payments/cards/{cardId}"
        case .enableCredential: "/src/api/digital/payments/directories/{directoryId}/credentials"
        case .enableBatch: "/src/api/digital/payments/directories/{directoryId}/credentials/batch"
        case .enablementStatus: "/src/api/digital/payments/directories/{directoryId}/credentials/batch/{batchId}"
        case .getConsumer, .updateConsumer, .deleteConsumer:
            "/src/api/digital/payments/directories/{directoryId}/consumers/{externalConsumerId}"
        case .getCredential, .updateCredential, .deleteCredential:
            """
            /src/api/digital/payments/directories/{directoryId}/consumers/{externalConsumerId}/credentials/\
            {externalCredentialId}
            """
        case .tokenSearch: "/mdes/csapi/{integrationId}/search"
        case .tokenActivate: "/mdes/csapi/{integrationId}/token/activate"
        case .tokenSuspend: "/mdes/csapi/{integrationId}/token/suspend"
        case .tokenUnsuspend: "/mdes/csapi/{integrationId}/token/unsuspend"
        case .tokenDelete: "/mdes/csapi/{integrationId}/token/delete"
        case .tokenUpdate: "/mdes/csapi/{integrationId}/token/update"
        case .tokenRequestors: "/mdes/connect/1/0/getEligibleTokenRequestors"
        case .tokenRequestorAsset: "/mdes/issuer-assets/1/0/asset/tokenrequestor/{assetId}"
        case .pushAccounts: "/mdes/connect/1/0/pushMultipleAccounts"
        case .pushSignatureKeys: "/mdes/connect/1/0/jwks"
        case .createClient: "/global-processing/core/clients"
        case .createAccount: "/global-processing/core/accounts"
        case .createCardContract: "/global-processing/core/cards"
        case .getCardContract: "/global-processing/core/cards/searches"
        case .readCardContract: "/global-processing/core/cards/{cardContractId}"
        case .getCardContractStatuses: "/global-processing/core/cards/{cardContractId}/statuses"
        case .setCardContractStatus: "/global-processing/core/cards/{cardContractId}/status"
        case .activateCardContract: "/global-processing/core/cards/{cardContractId}/active"
        case .getClientCardContracts: "/global-processing/core/clients/{clientId}/card-contracts"
        case .getAccountCardContracts: "/global-processing/core/accounts/{accountContractId}/card-contracts"
        case .setTokenizationRule: "/global-processing/core/contracts/{contractId}/classifiers/TKN_PAN_AC"
        case .searchCardData: "/global-processing/digital/cards/searches"
        case .pushCardContract: "/global-processing/digital/cards/{cardContractId}/push-accounts"
        case .getTokensByClient: "/global-processing/digital/clients/{clientId}/tokens"
        case .getTokensByCardContract, .setTokenStatus: "/global-processing/digital/cards/{cardContractId}/tokens"
        case .getToken: "/global-processing/digital/tokens/{tokenNumber}"
        case .lookUpIdentity: "/src/api/identities/lookup"
        case .startValidation: "/src/api/identities/validation/initiate"
        case .finishValidation: "/src/api/identities/validation/complete"
        case .recognizeBrowser: "/src/api/identities/recognize"
        case .authenticate: "/src/api/authenticate"
        case .authenticationResult: "/src/api/authenticate/result"
        case .readConsumerProfiles: "/src/api/profiles"
        case .checkout: "/src/api/checkout"
        case .checkoutAction: "/dcf/{dcfSessionId}/actions"
        case .transactionCredentials: "/src/api/digital/payments/transaction/credentials"
        case .confirmations: "/src/api/confirmations"
        case .unbindAppInstance: "/src/api/app-instances/unbind"
        case .preProvisionedCards: "/src/api/profiles/pre-provisioned-cards"
        case .provisionCard: "/src/api/profiles/pre-provisioned-cards/{id}/provision"
        case .networkKeys: "/keys"
        case .fpanEncryptionKeys: "/keys/mcs/fpanEncryption"
        case .payloadVerificationKeys: "/keys/mcs/payloadVerification"
        case .identityVerificationKeys: "/keys/mcs/identityVerification"
        case .health: "/healthz"
        case .readiness: "/readyz"
        case .metrics: "/metrics"
        case .apiDescription: "/openapi.json"
        case .apiPage: "/docs"
        }
    }

    /// Whether a caller must sign.
    var isSigned: Bool {
        switch self {
        case .pushSignatureKeys, .networkKeys, .fpanEncryptionKeys, .payloadVerificationKeys,
            .identityVerificationKeys, .health, .readiness, .metrics, .apiDescription, .apiPage:
            false
        default: !isBrowserSide
        }
    }

    /// Whether the answer needs memory and point reads only, so that an I/O thread gives it.
    var isQuick: Bool { method.description == "GET" }

    var hasBody: Bool {
        switch self {
        case .enrollCard, .enrollBatch, .stageBatch, .updateProfile, .updateCard, .enableCredential, .enableBatch,
            .updateConsumer, .updateCredential, .tokenRequestors, .pushAccounts, .transactionCredentials,
            .confirmations:
            true
        default: isCustomerService || ((isProcessing || isBrowserSide) && method.description != "GET")
        }
    }

    /// Whose names and shapes the call has (enrollment 12).
    var generation: APIGeneration {
        switch self {
        case .enableCredential, .enableBatch, .enablementStatus, .getConsumer, .updateConsumer, .deleteConsumer,
            .getCredential, .updateCredential, .deleteCredential:
            .v2
        default: .v1
        }
    }

    static func router() -> Router<Operation> {
        Router(allCases.map { ($0.method, $0.path, $0) })
    }
}
