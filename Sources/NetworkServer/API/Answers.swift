// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import HTTPService
internal import Processing
internal import RequestSigning

/// The one place where refusals become answers: each error's status and layout.
struct Answers: Sendable {
    /// The layouts of the call that is answered; the standard ones when nobody knows whose it is.
    var layouts = ErrorLayouts()
    /// A processing call: its refusals have a shape and codes of their own (processing 11).
    var isProcessing = false

    /// A refused signature, in the gateway's shape (security 2.7).
    func refusal(_ refusal: SigningRefusal) -> HTTPResponse {
        let error = GatewayError(
            refusal.code.name, refusal.gatewayDescription, recoverable: refusal.isRecoverable)
        let response = HTTPResponse.json(refusal.status, error.json(layout: layouts.gateway))
        return refusal.status == 503 ? response.adding("Retry-After", "1") : response
    }

    /// What is only a matter of time says when to try again.
    func error(_ error: ServiceError) -> HTTPResponse {
        if layouts.isBrowserSide { return self.error(BrowserError(error)) }
        let body =
            if isProcessing {
                Self.processing(error).json()
            } else if layouts.isGatewayAlone {
                GatewayError(error).json(layout: layouts.gateway)
            } else {
                error.json(layout: layouts.service)
            }
        let response = HTTPResponse.json(error.status, body)
        return error.status == 503 ? response.adding("Retry-After", "1") : response
    }

    /// A refusal of a shop's page, in the words of its shop.
    func error(_ error: BrowserError) -> HTTPResponse {
        let response = HTTPResponse.json(error.status, error.json(layouts.dialect))
        let seconds = error.retryAfter ?? (error.status == 503 ? 1 : nil)
        return seconds.map { response.adding("Retry-After", String($0)) } ?? response
    }

    /// A refusal by card management.
    func error(_ error: ProcessingError) -> HTTPResponse {
        let entry = GatewayError(
            error.reasonCode, error.description, recoverable: error.isRecoverable, source: ProcessingError.source)
        return .json(error.status, entry.json())
    }

    /// What is refused before card management is reached, in its shape. What the gateway stops has its name as source.
    private static func processing(_ error: ServiceError) -> GatewayError {
        let (code, source) =
            switch error.status {
            case 400: ("REQUEST_VALIDATION", ProcessingError.source)
            case 403: ("OPERATION_DENIED", ProcessingError.source)
            case 404: ("NOT_FOUND", "Gateway")
            case 405: ("METHOD_NOT_ALLOWED", "Gateway")
            case 413: ("REQUEST_TOO_LARGE", "Gateway")
            case 415: ("UNSUPPORTED_MEDIA_TYPE", "Gateway")
            case 429: ("LIMIT_EXCEEDED", "Gateway")
            case 503: ("SERVICE_UNAVAILABLE", "Gateway")
            default: ("INTERNAL_ERROR", ProcessingError.source)
            }
        return GatewayError(code, error.message, recoverable: [429, 503].contains(error.status), source: source)
    }

    /// A refusal that a sandbox was told to give: with its own reason in the shape of the call's family.
    func injected(_ error: ServiceError) -> HTTPResponse {
        if layouts.isBrowserSide {
            return self.error(
                BrowserError(
                    BrowserError.Reason(rawValue: error.errorClass.rawValue), error.message, status: error.status))
        }
        guard isProcessing else { return self.error(error) }
        let entry = GatewayError(
            error.errorClass.rawValue, error.message, recoverable: [429, 503].contains(error.status),
            source: ProcessingError.source)
        return .json(error.status, entry.json())
    }

    /// A bound was reached: try again after so many seconds.
    func tooMany(_ message: String, retryAfter seconds: Int) -> HTTPResponse {
        let error = ServiceError(
            .resourceExhausted, message, details: [ErrorDetail(.limitExceed, nil, nil, message)])
        return self.error(error).adding("Retry-After", String(seconds))
    }

    /// The server has no room for more work at present.
    func overloaded() -> HTTPResponse {
        error(ServiceError(.unavailable, "The server is busy; try again."))
    }

    /// What the HTTP layer itself refuses.
    func refusal(_ refusal: HTTPRefusal) -> HTTPResponse {
        let error =
            switch refusal {
            case .malformed: ServiceError(.invalidArgument, "The request is not well-formed HTTP.")
            case .bodyTooLarge: ServiceError(.invalidArgument, "The request body is too large.", status: 413)
            case .versionNotSupported: ServiceError(.invalidArgument, "The HTTP version is not supported.", status: 505)
            case .overloaded: ServiceError(.unavailable, "The server is busy; try again.")
            case .stopping: ServiceError(.unavailable, "The server is stopping; try again.")
            case .noAnswer: ServiceError(.internal, "The request could not be processed.")
            }
        return self.error(error)
    }

    /// Whatever an operation threw. What is not meant for the caller is logged without the caller's data and answered
    /// with a plain 500.
    func failure(_ failure: any Error, log: Log, requestID: String) -> HTTPResponse {
        if let error = failure as? ServiceError { return self.error(error) }
        if let error = failure as? ProcessingError { return self.error(error) }
        if let error = failure as? BrowserError { return self.error(error) }
        if let refusal = failure as? DirectoryRefusal { return error(Self.error(for: refusal)) }
        log.error(
            "an operation failed", .identifier("requestId", requestID), .identifier("error", Self.name(of: failure)))
        return error(ServiceError(.internal, "The request could not be processed."))
    }

    private static func name(of failure: any Error) -> String {
        String(describing: type(of: failure))
    }

    static func error(for refusal: DirectoryRefusal) -> ServiceError {
        switch refusal {
        case .noProfile:
            path(.notFound, .notFound, "srcConsumerId", "There is no such profile.")
        case .noCard:
            path(.notFound, .notFound, "srcDigitalCardId", "There is no such card.")
        case .emailTaken:
            body(.alreadyExists, .alreadyExists, "consumer.consumerIdentity", "The email belongs to another profile.")
        case .mobileTaken:
            body(.alreadyExists, .alreadyExists, "consumer.mobileNumber", "The number belongs to another profile.")
        case .identityTaken:
            body(
                .alreadyExists, .alreadyExists, "consumer.linkedIdentities", "An identity belongs to another profile.")
        case .cardOfAnotherIssuer:
            body(.alreadyExists, .alreadyExists, "encryptedCard", "The card is in Click to Pay already.")
        case .ambiguousIdentity:
            body(
                .invalidState, .ambiguousConsumerIdentity, "consumer",
                "The identities belong to two other profiles.")
        }
    }

    private static func path(
        _ errorClass: ErrorClass, _ reason: DetailReason, _ source: String, _ message: String
    ) -> ServiceError {
        ServiceError(errorClass, message, details: [ErrorDetail(reason, .path, source, message)])
    }

    private static func body(
        _ errorClass: ErrorClass, _ reason: DetailReason, _ source: String, _ message: String
    ) -> ServiceError {
        ServiceError(errorClass, message, details: [ErrorDetail(reason, .body, source, message)])
    }
}
