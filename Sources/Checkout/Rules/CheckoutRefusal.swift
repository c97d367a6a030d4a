// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay

/// Why a checkout is refused, or one of its steps (checkout 4.7, 4.12).
public struct CheckoutRefusal: Error, Sendable, Equatable {
    /// The words of the wire.
    public struct Reason: Sendable, Hashable {
        public let word: String

        private init(_ word: String) {
            self.word = word
        }

        public static let cardMissing = Reason("CARD_MISSING")
        public static let cardIDMissing = Reason("CARDID_MISSING")
        public static let cardAddFailed = Reason("CARD_ADD_FAILED")
        public static let cardInvalid = Reason("CARD_INVALID")
        public static let cardExpiryInvalid = Reason("CARD_EXP_INVALID")
        public static let cardSecurityCodeMissing = Reason("CARD_SECURITY_CODE_MISSING")
        public static let cardNotRecognized = Reason("CARD_NOT_RECOGNIZED")
        public static let billingAddressRequired = Reason("BILLING_ADDRESS_REQUIRED")
        public static let termsNotAccepted = Reason("TERMS_AND_CONDITIONS_NOT_ACCEPTED")
        public static let merchantDataInvalid = Reason("MERCHANT_DATA_INVALID")
        public static let riskDecision = Reason("RISK_DECISION")
        public static let authenticationNotSupported = Reason("AUTHENTICATION_METHOD_NOT_SUPPORTED")
        public static let authInvalid = Reason("AUTH_INVALID")
        public static let accountInaccessible = Reason("ACCT_INACCESSIBLE")
        public static let invalidParameter = Reason("INVALID_PARAMETER")
        /// An action that does not fit what the checkout waits for.
        public static let invalidRequest = Reason("INVALID_REQUEST")
        public static let notFound = Reason("NOT_FOUND")
        public static let codeInvalid = Reason("CODE_INVALID")
        public static let codeExpired = Reason("CODE_EXPIRED")
        public static let retriesExceeded = Reason("RETRIES_EXCEEDED")
        public static let codeNotSent = Reason("OTP_SEND_FAILED")
        public static let serviceError = Reason("SERVICE_ERROR")
    }

    public var reason: Reason
    public var message: String
    public var details: [ErrorDetail]

    public init(_ reason: Reason, _ message: String, details: [ErrorDetail] = []) {
        self.reason = reason
        self.message = message
        self.details = details
    }

    public static func == (left: CheckoutRefusal, right: CheckoutRefusal) -> Bool { left.reason == right.reason }
}

extension CheckoutRefusal.Reason {
    /// The HTTP status of the reason (checkout 4.12).
    public var status: Int {
        switch self {
        case .authInvalid: 401
        case .accountInaccessible, .termsNotAccepted, .riskDecision: 403
        case .notFound: 404
        case .invalidRequest: 409
        case .retriesExceeded: 429
        case .codeNotSent, .serviceError: 503
        default: 400
        }
    }
}
