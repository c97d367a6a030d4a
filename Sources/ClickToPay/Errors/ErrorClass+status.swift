// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension ErrorClass {
    /// The HTTP status that goes with the class (enrollment 4.4). The classes that are not listed are faults of a
    /// request that no issuer call makes: 400.
    public var httpStatus: Int {
        switch self {
        case .invalidArgument, .invalidState, .complianceRequired, .invalidConfiguration, .cancelled: 400
        case .unauthenticated: 401
        case .permissionDenied, .locked: 403
        case .notFound: 404
        case .alreadyExists, .aborted: 409
        case .resourceExhausted: 429
        case .internal, .dataLoss, .unexpectedError: 500
        case .notImplemented: 501
        case .unavailable: 503
        case .deadlineExceeded: 504
        default: 400
        }
    }

    /// The text for people when the thrower has nothing better to say.
    public var defaultMessage: String {
        switch self {
        case .invalidArgument: "The request is malformed or has missing or wrong fields."
        case .invalidState: "A field value prevents execution."
        case .unauthenticated: "The caller could not be authenticated."
        case .permissionDenied: "The caller does not have permission."
        case .locked: "The resource is locked."
        case .notFound: "The resource was not found."
        case .alreadyExists: "The resource already exists."
        case .aborted: "The request was aborted."
        case .resourceExhausted: "Too many requests."
        case .notImplemented: "The operation is not implemented."
        case .unavailable: "The service is not available at present."
        case .deadlineExceeded: "The request took too long."
        case .complianceRequired: "Acceptance of the terms and the privacy notice is required."
        default: "The request could not be carried out."
        }
    }
}
