// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The columns of a portfolio, in the order in which they are written.
public enum PortfolioField: Int, CaseIterable, Sendable {
    case externalConsumerId
    case externalCardId
    case email
    case mobileCountryCode
    case mobileNumber
    case firstName
    case lastName
    case countryCode
    case languageCode
    case primaryAccountNumber
    case panExpirationMonth
    case panExpirationYear
    case addressLine1
    case addressLine2
    case addressLine3
    case city
    case state
    case zip
    case addressCountryCode

    /// Whether every portfolio must have the column. The address as a whole may be left out.
    public var isRequired: Bool {
        switch self {
        case .addressLine1, .addressLine2, .addressLine3, .city, .state, .zip, .addressCountryCode: false
        default: true
        }
    }

    /// Whether the column describes the consumer, so that all rows of one consumer must agree on it.
    public var isOfConsumer: Bool {
        switch self {
        case .externalConsumerId, .email, .mobileCountryCode, .mobileNumber, .firstName, .lastName, .countryCode,
            .languageCode:
            true
        default: false
        }
    }

    /// The heading over the column, unless a mapping names another.
    public var heading: String { Self.headings[rawValue] }

    /// The field of that heading, written exactly so.
    public init?(heading: String) {
        guard let index = Self.headings.firstIndex(of: heading) else { return nil }
        self.init(rawValue: index)
    }

    private static let headings = allCases.map { "\($0)" }
}
