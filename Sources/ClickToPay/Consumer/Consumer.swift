// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import PhoneNumbers

/// Who a card belongs to, as an issuer tells it (enrollment 5.1).
public struct Consumer: Sendable, Hashable, Confidential {
    public static let nameCharactersMax = 50
    public static let fullNameCharactersMax = 100
    public static let nationalIdentifierCharactersMax = 20

    public var email: Email
    public var mobile: MobileNumber
    public var firstName: String
    public var lastName: String
    public var fullName: String?
    public var countryCode: CountryCode
    public var languageCode: LanguageCode
    public var nationalIdentifier: String?
    /// Apart, because most consumers have none and it is larger than all the rest.
    private var settings: Boxed<ComplianceSettings>?

    public var compliance: ComplianceSettings? {
        get { settings?.value }
        set { settings = newValue.map { Boxed($0) } }
    }

    public init(
        email: Email, mobile: MobileNumber, firstName: String, lastName: String, fullName: String? = nil,
        countryCode: CountryCode, languageCode: LanguageCode, nationalIdentifier: String? = nil,
        compliance: ComplianceSettings? = nil
    ) {
        self.email = email
        self.mobile = mobile
        self.firstName = firstName
        self.lastName = lastName
        self.fullName = fullName
        self.countryCode = countryCode
        self.languageCode = languageCode
        self.nationalIdentifier = nationalIdentifier
        settings = compliance.map { Boxed($0) }
    }
}

/// A value behind a reference.
private final class Boxed<Value: Sendable & Hashable>: Sendable, Hashable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }

    static func == (left: Boxed, right: Boxed) -> Bool { left.value == right.value }

    func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
