// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What the API description says of the calls of shops' pages.
extension Operation {
    var browserRequestSchema: String? {
        switch self {
        case .unbindAppInstance: "UnbindRequest"
        default: nil
        }
    }

    var browserAnswerSchema: String? {
        switch self {
        case .unbindAppInstance: "UnbindResponse"
        default: nil
        }
    }

    var browserErrorStatuses: [Int] {
        switch self {
        case .unbindAppInstance: [400, 403, 413, 415, 429, 500, 503]
        default: []
        }
    }

    var browserParameters: [Parameter] {
        guard !hasBody else { return [] }
        return [
            Parameter(name: "srcClientId", place: .query, isRequired: true, description: "The integrator, a UUID."),
            Parameter(name: "srcDpaId", place: .query, isRequired: true, description: "The shop."),
        ]
    }
}
