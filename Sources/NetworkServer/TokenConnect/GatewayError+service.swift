// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay

extension GatewayError {
    /// A refusal that other families write in the service's shape, as the gateway writes it: Token Connect knows no
    /// other shape outside a 200 (token-connect 12.3).
    init(_ error: ServiceError) {
        self.init(
            Self.reasonCode(ofStatus: error.status), error.message, recoverable: [429, 503].contains(error.status))
    }

    /// The documents show the shape alone; these words are ours.
    private static func reasonCode(ofStatus status: Int) -> String {
        switch status {
        case 401: "AUTHENTICATION_FAILED"
        case 403: "AUTHORIZATION_FAILED"
        case 404: "RESOURCE_UNKNOWN"
        case 405: "METHOD_NOT_ALLOWED"
        case 413: "REQUEST_TOO_LARGE"
        case 415: "UNSUPPORTED_MEDIA_TYPE"
        case 429: "LIMIT_EXCEEDED"
        case 503: "SERVICE_UNAVAILABLE"
        case 500...: "INTERNAL_ERROR"
        default: "INVALID_REQUEST"
        }
    }
}
