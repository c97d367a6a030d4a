// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What exactly is wrong, in a detail of an error (enrollment 4.5). Servers may use words that are not listed here.
public struct DetailReason: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let cannotBeNull = DetailReason(rawValue: "CANNOT_BE_NULL")
    public static let cannotBeDuplicateOrNull = DetailReason(rawValue: "CANNOT_BE_DUPLICATE_OR_NULL")
    public static let invalidValue = DetailReason(rawValue: "INVALID_VALUE")
    public static let invalidFormat = DetailReason(rawValue: "INVALID_FORMAT")
    public static let alreadyExists = DetailReason(rawValue: "ALREADY_EXISTS")
    public static let invalidState = DetailReason(rawValue: "INVALID_STATE")
    public static let corruptData = DetailReason(rawValue: "CORRUPT_DATA")
    public static let expired = DetailReason(rawValue: "EXPIRED")
    public static let multipleFound = DetailReason(rawValue: "MULTIPLE_FOUND")
    public static let notFound = DetailReason(rawValue: "NOT_FOUND")
    public static let cardNotFound = DetailReason(rawValue: "CARD_NOT_FOUND")
    public static let limitExceed = DetailReason(rawValue: "LIMIT_EXCEED")
    public static let notSupported = DetailReason(rawValue: "NOT_SUPPORTED")

    public static let invalidPAN = DetailReason(rawValue: "INVALID_PAN")
    public static let panIneligible = DetailReason(rawValue: "PAN_INELIGIBLE")
    public static let tokenizationIneligible = DetailReason(rawValue: "TOKENIZATION_INELIGIBLE")
    public static let issuerDeclined = DetailReason(rawValue: "ISSUER_DECLINED")
    public static let noResponseFromIssuer = DetailReason(rawValue: "NO_RESPONSE_FROM_ISSUER")
    public static let suspendedCard = DetailReason(rawValue: "SUSPENDED_CARD")
    public static let inactiveCard = DetailReason(rawValue: "INACTIVE_CARD")
    public static let accountRangeNotFound = DetailReason(rawValue: "ACCOUNT_RANGE_NOT_FOUND")
    public static let ambiguousConsumerIdentity = DetailReason(rawValue: "AMBIGUOUS_CONSUMER_IDENTITY")
    public static let restricted = DetailReason(rawValue: "RESTRICTED")
    public static let sanctioned = DetailReason(rawValue: "SANCTIONED")
    public static let invalidConfiguration = DetailReason(rawValue: "INVALID_CONFIGURATION")
    public static let unexpectedError = DetailReason(rawValue: "UNEXPECTED_ERROR")

    /// Whether the fault lies with the card or the state of things rather than with the way the request is written.
    /// Such faults alone make an error INVALID_STATE (enrollment 4.6).
    var concernsState: Bool {
        switch self {
        case .panIneligible, .tokenizationIneligible, .issuerDeclined, .suspendedCard, .inactiveCard,
            .accountRangeNotFound, .ambiguousConsumerIdentity, .invalidState:
            true
        default:
            false
        }
    }
}
