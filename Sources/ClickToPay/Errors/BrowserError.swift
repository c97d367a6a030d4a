// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// A refusal of a call that a shop's page makes for its consumer, as it goes over the wire (checkout 4.12).
public struct BrowserError: Error, Sendable, Hashable {
    /// Why, in one word. More may come.
    public struct Reason: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        private init(_ word: String) {
            rawValue = word
        }

        // Of the call.
        public static let srciIdMissing = Reason("SRCI_ID_MISSING")
        public static let dpaIdMissing = Reason("DPA_ID_MISSING")
        public static let invalidRequest = Reason("INVALID_REQUEST")
        public static let invalidParameter = Reason("INVALID_PARAMETER")
        public static let permissionDenied = Reason("PERMISSION_DENIED")
        public static let notFound = Reason("NOT_FOUND")
        public static let rateLimitExceeded = Reason("RATE_LIMIT_EXCEEDED")
        public static let serverError = Reason("SERVER_ERROR")
        public static let serviceError = Reason("SERVICE_ERROR")
        public static let requestTimeout = Reason("REQUEST_TIMEOUT")
        // Of the consumer.
        public static let consumerIdMissing = Reason("CONSUMER_ID_MISSING")
        public static let idFormatUnsupported = Reason("ID_FORMAT_UNSUPPORTED")
        public static let fraud = Reason("FRAUD")
        public static let accountInaccessible = Reason("ACCT_INACCESSIBLE")
        public static let authInvalid = Reason("AUTH_INVALID")
        public static let otpSendFailed = Reason("OTP_SEND_FAILED")
        public static let retriesExceeded = Reason("RETRIES_EXCEEDED")
        public static let codeInvalid = Reason("CODE_INVALID")
        public static let codeExpired = Reason("CODE_EXPIRED")
        /// No code was given: CODE_INVALID in the dialect that has no word for it.
        public static let codeMissing = Reason("VALIDATION_DATA_MISSING")
        // Of a card.
        public static let complianceRequired = Reason("COMPLIANCE_REQUIRED")
        public static let issuerDeclined = Reason("ISSUER_DECLINED")
        public static let panIneligible = Reason("PAN_INELIGIBLE")
        public static let tokenizationIneligible = Reason("TOKENIZATION_INELIGIBLE")

        /// The HTTP status that goes with it (checkout 4.12); 400 for every word that is not listed.
        public var status: Int {
            switch self {
            case .authInvalid: 401
            case .accountInaccessible, .fraud, .permissionDenied, Reason("TERMS_AND_CONDITIONS_NOT_ACCEPTED"): 403
            case .notFound: 404
            case .retriesExceeded, .rateLimitExceeded: 429
            case .serverError: 500
            case .otpSendFailed, .serviceError: 503
            case .requestTimeout: 504
            default: 400
            }
        }

        func word(_ dialect: Dialect) -> String {
            switch (dialect, self) {
            case (.mastercard, .codeMissing): Reason.codeInvalid.rawValue
            case (.unified, .codeInvalid): "VALIDATION_DATA_INVALID"
            case (.unified, .codeExpired): "VALIDATION_DATA_EXPIRED"
            case (.unified, .fraud): "ACCT_FRAUD"
            default: rawValue
            }
        }
    }

    /// The two vocabularies of public clients (checkout 4.4; 8, rows 11 and 12).
    public enum Dialect: String, Sendable, CaseIterable {
        /// `CODE_*`, `FRAUD`
        case mastercard
        /// `VALIDATION_DATA_*`, `ACCT_FRAUD`
        case unified
    }

    public var reason: Reason
    public var status: Int
    public var message: String
    public var details: [ErrorDetail]
    /// For 429 and 503: after so many seconds it may be tried again; nil: nobody knows.
    public var retryAfter: Int?

    public init(
        _ reason: Reason, _ message: String, details: [ErrorDetail] = [], status: Int? = nil, retryAfter: Int? = nil
    ) {
        self.reason = reason
        self.status = status ?? reason.status
        self.message = message
        self.details = details
        self.retryAfter = retryAfter
    }

    /// The refusal of one field of the body.
    public static func field(_ name: String, _ detail: DetailReason, _ message: String) -> BrowserError {
        BrowserError(.invalidParameter, message, details: [ErrorDetail(detail, .body, name, message)])
    }

    /// The body of the answer.
    public func json(_ dialect: Dialect = .mastercard) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("reason", reason.word(dialect))
            writer.member("status", status)
            writer.member("message", message)
            guard !details.isEmpty else { return }
            writer.array("errordetail") { writer in
                for detail in details { detail.write(to: &writer) }
            }
        }
        return writer.bytes
    }
}

extension BrowserError {
    /// What is refused below, in this family's words. What was found in detail stays.
    public init(_ error: ServiceError) {
        let reason: Reason =
            switch error.status {
            case 401: .authInvalid
            case 403: .permissionDenied
            case 404: .notFound
            case 429: .rateLimitExceeded
            case 500: .serverError
            case 503: .serviceError
            case 504: .requestTimeout
            default: .invalidRequest
            }
        self.init(reason, error.message, details: error.details, status: error.status)
    }
}

extension BrowserError: CustomStringConvertible {
    /// Reason and places, for a log.
    public var description: String {
        let places = details.compactMap(\.source)
        return "\(status) \(reason.rawValue): \(message)"
            + (places.isEmpty ? "" : " [" + places.joined(separator: ", ") + "]")
    }
}
