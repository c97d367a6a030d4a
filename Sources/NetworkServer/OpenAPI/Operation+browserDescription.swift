// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What the API description says of the calls of shops' pages.
extension Operation {
    var browserRequestSchema: String? {
        switch self {
        case .lookUpIdentity: "LookUpRequest"
        case .startValidation: "StartValidationRequest"
        case .finishValidation: "FinishValidationRequest"
        case .recognizeBrowser: "RecognizeRequest"
        case .authenticate: "AuthenticateRequest"
        case .authenticationResult: "AuthenticationResultRequest"
        case .readConsumerProfiles: "ConsumerProfilesRequest"
        case .checkout: "CheckoutRequest"
        case .checkoutAction: "CheckoutActionRequest"
        case .unbindAppInstance: "UnbindRequest"
        case .provisionCard: "ProvisionCardRequest"
        default: nil
        }
    }

    var browserAnswerSchema: String? {
        switch self {
        case .lookUpIdentity: "LookUpResponse"
        case .startValidation: "StartValidationResponse"
        case .finishValidation: "FinishValidationResponse"
        case .recognizeBrowser: "RecognizeResponse"
        case .authenticate: "AuthenticateResponse"
        case .authenticationResult: "AuthenticationResultResponse"
        case .readConsumerProfiles: "ConsumerProfilesResponse"
        case .checkout, .checkoutAction: "CheckoutResponse"
        case .unbindAppInstance: "UnbindResponse"
        case .preProvisionedCards: "PreProvisionedCardsResponse"
        case .provisionCard: "ProvisionCardResponse"
        default: nil
        }
    }

    var browserErrorStatuses: [Int] {
        switch self {
        case .lookUpIdentity: [400, 403, 413, 415, 429, 500, 503]
        case .startValidation, .authenticate, .authenticationResult: [400, 403, 404, 413, 415, 429, 500, 503]
        case .finishValidation: [400, 403, 413, 415, 429, 500, 503]
        case .recognizeBrowser, .readConsumerProfiles, .unbindAppInstance: [400, 401, 403, 413, 415, 429, 500, 503]
        case .checkout: [400, 401, 403, 413, 415, 429, 500, 503]
        case .checkoutAction: [400, 403, 404, 409, 413, 415, 429, 500, 503]
        case .preProvisionedCards: [400, 401, 403, 429, 500, 503]
        case .provisionCard: [400, 401, 403, 404, 413, 415, 429, 500, 503]
        default: []
        }
    }

    var browserParameters: [Parameter] {
        if self == .checkoutAction {
            return [Parameter(name: "dcfSessionId", place: .path, isRequired: true, description: "From the checkout.")]
        }
        if self == .provisionCard {
            return [Parameter(name: "id", place: .path, isRequired: true, description: "A preProvisionedCardId.")]
        }
        guard !hasBody else { return [] }
        return [
            Parameter(name: "srcClientId", place: .query, isRequired: true, description: "The integrator, a UUID."),
            Parameter(name: "srcDpaId", place: .query, isRequired: true, description: "The shop."),
            Parameter(
                name: "srcCorrelationId", place: .query, isRequired: false,
                description: "Ties calls together; made when it is missing."),
            Parameter(
                name: "Authorization", place: .header, isRequired: true, description: "Bearer and the ID token."),
        ]
    }
}
