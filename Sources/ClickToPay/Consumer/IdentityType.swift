// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What kind of identifier a consumer is known by (enrollment 5.1). Issuers send email addresses.
public struct IdentityType: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let emailAddress = IdentityType(rawValue: "EMAIL_ADDRESS")
    public static let mobilePhoneNumber = IdentityType(rawValue: "MOBILE_PHONE_NUMBER")
    public static let externalAccountId = IdentityType(rawValue: "EXTERNAL_ACCOUNT_ID")
}
