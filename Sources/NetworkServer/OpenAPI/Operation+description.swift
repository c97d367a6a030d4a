// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay

/// What the API description says of each operation.
extension Operation {
    /// A parameter of the path, the query or the header.
    struct Parameter: Sendable {
        var name: String
        var place: Place
        var isRequired: Bool
        var description: String

        enum Place: String, Sendable {
            case path
            case query
            case header
        }
    }

    var summary: String {
        switch self {
        case .enrollCard: "Enroll one card; the answer comes when it is in the directory."
        case .enrollBatch: "Enroll a batch of consumers and cards. 202: it is on disk, nothing more."
        case .stageBatch: "Stage a batch of cards until their cardholders claim them. 202: it is on disk."
        case .batchStatus, .batchStatusAlias: "The status of a batch and of each of its records."
        case .getProfile: "A consumer's profile with its cards, masked."
        case .updateProfile: "Change members of a profile; what is not sent stays."
        case .deleteProfile, .deleteProfileByPath: "Delete a profile with its cards (opt-out)."
        case .getCard: "One card, masked."
        case .updateCard: "Replace a card's billing address."
        case .deleteCard: "Delete one card."
        case .enableCredential: "Enable one card under your own ids (second generation)."
        case .enableBatch: "Enable a batch of credentials (second generation). 202: it is on disk, nothing more."
        case .enablementStatus: "The status of a batch under your own ids (second generation)."
        case .getConsumer: "A consumer with credentials, masked (second generation)."
        case .updateConsumer: "Change members of a consumer (second generation)."
        case .deleteConsumer: "Delete a consumer with all credentials (second generation)."
        case .getCredential: "One credential, masked (second generation)."
        case .updateCredential: "Change a credential's billing address or expiry (second generation)."
        case .deleteCredential: "Delete one credential (second generation)."
        case .tokenSearch: "A token and the card behind it, masked."
        case .tokenActivate: "Activate a token whose authentication was outstanding."
        case .tokenSuspend: "Suspend a token: its card cannot be used."
        case .tokenUnsuspend: "Take the issuer's suspension of a token back."
        case .tokenDelete: "Delete a token for good: its card is CANCELLED."
        case .tokenUpdate: "Tell that the card behind a token has a new number or expiry."
        case .tokenRequestors: "Who may have cards of your account ranges (Token Connect)."
        case .tokenRequestorAsset: "A token requestor's logo; it never changes (Token Connect)."
        case .pushAccounts: "Push a card and get a receipt for it, good once and for minutes (Token Connect)."
        case .pushSignatureKeys: "The public keys that verify the signature of a push (Token Connect)."
        case .createClient: "Make a client of card management."
        case .createAccount: "Make an account of a client."
        case .createCardContract: "Make a card; its number is made here and only shown masked."
        case .getCardContract: "Find a card by its number or its core banking number."
        case .readCardContract: "One card with its status."
        case .getCardContractStatuses: "What became of a card's status, the newest first."
        case .setCardContractStatus: "Give a card another status; its tokens follow."
        case .activateCardContract: "Activate a card whose plastic was made."
        case .getClientCardContracts: "The cards that a client holds."
        case .getAccountCardContracts: "The cards of an account, by pages."
        case .setTokenizationRule: "Say whether a card may have tokens."
        case .searchCardData: "Card data for an enrollment, encrypted to the enrollment's key."
        case .pushCardContract: "Push a card to a token requestor by its id, and get a receipt for it."
        case .getTokensByClient: "The tokens of all cards of a client."
        case .getTokensByCardContract: "The tokens of a card."
        case .getToken: "One token by its number."
        case .setTokenStatus: "Suspend, resume or deactivate one token of a card, or all."
        case .lookUpIdentity: "Whether an email address or a mobile number is known."
        case .startValidation: "Send a consumer a one-time code."
        case .finishValidation: "Take the code: an ID token, and a recognition token where that was wished for."
        case .recognizeBrowser: "Let in a consumer whose browser is remembered."
        case .authenticate: "Have a consumer signed in on a page of the network's own."
        case .authenticationResult: "What became of that; the tokens, once."
        case .readConsumerProfiles: "The cards of a consumer who has signed in, masked."
        case .preProvisionedCards: "The cards that issuers have staged for a consumer who has signed in."
        case .provisionCard: "Put a staged card into the consumer's profile."
        case .checkout: "Pay with a card of the consumer, or a new one. 202: the window has something left to do."
        case .checkoutAction: "What a consumer does in the window of a checkout."
        case .transactionCredentials: "The token and cryptogram of a completed checkout, encrypted to the shop."
        case .confirmations: "Tell what became of a checkout."
        case .unbindAppInstance: "Sign a consumer out: what the browser has is good for nothing any more."
        case .networkKeys: "Every public key of the network."
        case .fpanEncryptionKeys: "The public key to encrypt card data to."
        case .payloadVerificationKeys: "The public keys that verify what the network signs."
        case .identityVerificationKeys: "The public keys that verify whom the network recognizes."
        case .health: "Whether the process is up."
        case .readiness: "Whether the server takes work."
        case .metrics: "Metrics in the Prometheus text format."
        case .apiDescription: "This description."
        case .apiPage: "This description as a page for people."
        }
    }

    var requestSchema: String? {
        switch self {
        case .enrollCard: "EnrollCardRequest"
        case .enrollBatch, .stageBatch: "EnrollBatchRequest"
        case .updateProfile: "UpdateProfileRequest"
        case .updateCard: "UpdateCardRequest"
        case .enableCredential: "EnableCredentialRequest"
        case .enableBatch: "EnableBatchRequest"
        case .updateConsumer: "UpdateConsumerRequest"
        case .updateCredential: "UpdateCredentialRequest"
        case .tokenSearch, .tokenActivate, .tokenSuspend, .tokenUnsuspend, .tokenDelete, .tokenUpdate:
            customerServiceName + "Request"
        case .tokenRequestors: "TokenRequestorsRequest"
        case .pushAccounts: "PushRequest"
        case .transactionCredentials: "CredentialsRequest"
        case .confirmations: "ConfirmationRequest"
        default: isBrowserSide ? browserRequestSchema : processingRequestSchema
        }
    }

    var successStatus: Int {
        if isProcessing { return processingSuccessStatus }
        if self == .confirmations { return 204 }
        return [.enrollBatch, .stageBatch, .enableBatch].contains(self) ? 202 : 200
    }

    /// Nil for answers that are no JSON of the contract.
    var answerSchema: String? {
        switch self {
        case .enrollCard: "EnrollCardResponse"
        case .enrollBatch, .stageBatch, .enableBatch: "BatchAccepted"
        case .batchStatus, .batchStatusAlias: "BatchStatus"
        case .enablementStatus: "CredentialBatchStatus"
        case .getProfile, .updateProfile: "ProfileResponse"
        case .getCard, .updateCard: "CardResponse"
        case .deleteProfile, .deleteProfileByPath, .deleteCard, .deleteConsumer, .deleteCredential:
            "CorrelationResponse"
        case .enableCredential, .getConsumer, .updateConsumer, .getCredential, .updateCredential:
            "CredentialsResponse"
        case .tokenSearch, .tokenActivate, .tokenSuspend, .tokenUnsuspend, .tokenDelete, .tokenUpdate:
            customerServiceName + "Response"
        case .tokenRequestors: "TokenRequestorsResponse"
        case .tokenRequestorAsset: "AssetResponse"
        case .pushAccounts: "PushResponse"
        case .transactionCredentials: "TransactionCredentials"
        default: isBrowserSide ? browserAnswerSchema : processingAnswerSchema
        }
    }

    /// The service's own refusals; those of the gateway are 400, 401 and 403.
    var errorStatuses: [Int] {
        if isBrowserSide { return browserErrorStatuses }
        guard isSigned else { return self == .readiness ? [503] : [] }
        if isProcessing { return processingErrorStatuses }
        switch self {
        case .tokenRequestors, .pushAccounts: return [400, 403, 413, 415, 429, 500, 503]
        case .tokenRequestorAsset: return [400, 403, 404, 429, 500, 503]
        case .enrollCard: return [400, 403, 404, 409, 413, 415, 429, 500, 503]
        case .enableCredential, .enableBatch, .updateConsumer, .updateCredential:
            return [400, 403, 404, 409, 413, 415, 429, 500, 503]
        case .enrollBatch, .stageBatch: return [400, 403, 409, 413, 415, 429, 500, 503]
        case .tokenSearch, .tokenActivate, .tokenSuspend, .tokenUnsuspend, .tokenDelete, .tokenUpdate:
            return [400, 403, 404, 413, 415, 429, 500, 503]
        case .transactionCredentials, .confirmations: return [400, 403, 413, 415, 429, 500, 503]
        case .updateProfile: return [400, 403, 404, 409, 413, 415, 429, 500, 503]
        case .updateCard: return [400, 403, 404, 413, 415, 429, 500, 503]
        default: return [400, 403, 404, 429, 500, 503]
        }
    }

    var parameters: [Parameter] {
        if isProcessing { return processingParameters }
        if isBrowserSide { return browserParameters }
        var parameters: [Parameter] = []
        func path(_ name: String, _ description: String) {
            parameters.append(Parameter(name: name, place: .path, isRequired: true, description: description))
        }
        func query(_ name: String, _ description: String, isRequired: Bool = false) {
            parameters.append(Parameter(name: name, place: .query, isRequired: isRequired, description: description))
        }
        switch self {
        case .batchStatus, .batchStatusAlias: path("batchId", "From the answer to the batch.")
        case .getProfile, .updateProfile, .deleteProfileByPath: path("consumerId", "The srcConsumerId.")
        case .getCard, .updateCard, .deleteCard: path("cardId", "The srcDigitalCardId.")
        case .tokenSearch, .tokenActivate, .tokenSuspend, .tokenUnsuspend, .tokenDelete, .tokenUpdate:
            path("integrationId", "Your directoryId.")
        case .tokenRequestorAsset: path("assetId", "An imageAssetId.")
        case .enableCredential, .enableBatch: path("directoryId", "From onboarding.")
        case .enablementStatus:
            path("directoryId", "From onboarding.")
            path("batchId", "From the answer to the batch.")
        case .getConsumer, .updateConsumer, .deleteConsumer:
            path("directoryId", "From onboarding.")
            path("externalConsumerId", "Yours.")
        case .getCredential, .updateCredential, .deleteCredential:
            path("directoryId", "From onboarding.")
            path("externalConsumerId", "Yours.")
            path("externalCredentialId", "Yours.")
        default: break
        }
        if [.tokenRequestors, .pushAccounts].contains(self) {
            query("serviceId", "The program, for a client with several; the oldest when it is missing.")
        }
        guard isSigned, !hasBody, self != .tokenRequestorAsset else { return parameters }
        query("srcClientId", "The caller, a UUID.", isRequired: true)
        query("serviceId", "The program; write # as %23.", isRequired: generation == .v1)
        query("srcCorrelationId", "Ties calls together; made when it is missing.")
        if self == .deleteProfile { query("consumerId", "The srcConsumerId.", isRequired: true) }
        if self == .getCard {
            query("tokenRequested", "true: with encryptedPaymentData, where that was arranged.")
            query("keyFingerprintId", "The payload key to encrypt to; your default one when it is missing.")
        }
        if self == .deleteCard { query("reason", "SUSPECTED_FRAUD, ACCOUNT_CLOSED, OTHER or DEFAULT.") }
        return parameters
    }
}

extension Operation {
    /// The member around everything in a body of the customer service API, without `Request` or `Response`.
    var customerServiceName: String {
        switch self {
        case .tokenSearch: "Search"
        case .tokenActivate: "TokenActivate"
        case .tokenSuspend: "TokenSuspend"
        case .tokenUnsuspend: "TokenUnsuspend"
        case .tokenDelete: "TokenDelete"
        default: "TokenUpdate"
        }
    }
}

extension Operation {
    /// Whose shape a refusal with this status has, by its schema.
    func errorSchema(_ status: Int) -> String {
        if self == .tokenRequestorAsset, status == 404 { return "TokenConnectErrors" }
        if isBrowserSide { return "BrowserError" }
        return isProcessing || Self.isTokenConnect(path: path.description) ? "GatewayError" : "ServiceError"
    }
}
