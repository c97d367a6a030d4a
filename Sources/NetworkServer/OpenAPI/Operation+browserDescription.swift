// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What the API description says of the calls of shops' pages.
extension Operation {
    var browserRequestSchema: String? {
        switch self {
        case .checkout: "CheckoutRequest"
        case .checkoutAction: "CheckoutActionRequest"
        case .unbindAppInstance: "UnbindRequest"
        default: nil
        }
    }

    var browserAnswerSchema: String? {
        switch self {
        case .checkout, .checkoutAction: "CheckoutResponse"
        case .unbindAppInstance: "UnbindResponse"
        default: nil
        }
    }

    var browserErrorStatuses: [Int] {
        switch self {
        case .checkout: [400, 401, 403, 413, 415, 429, 500, 503]
        case .checkoutAction: [400, 403, 404, 409, 413, 415, 429, 500, 503]
        case .unbindAppInstance: [400, 403, 413, 415, 429, 500, 503]
        default: []
        }
    }

    var browserParameters: [Parameter] {
        if self == .checkoutAction {
            return [Parameter(name: "dcfSessionId", place: .path, isRequired: true, description: "From the checkout.")]
        }
        guard !hasBody else { return [] }
        return [
            Parameter(name: "srcClientId", place: .query, isRequired: true, description: "The integrator, a UUID."),
            Parameter(name: "srcDpaId", place: .query, isRequired: true, description: "The shop."),
        ]
    }
}
