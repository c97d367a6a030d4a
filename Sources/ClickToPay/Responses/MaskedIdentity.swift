// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// One of several identities, as it may be shown (enrollment 11).
public struct MaskedIdentity: Sendable, Hashable {
    public var identityType: IdentityType
    /// Of an email address.
    public var maskedIdentityValue: String?
    /// Of a mobile number.
    public var countryCode: String?
    public var maskedPhoneNumber: String?

    public static func email(_ masked: String) -> MaskedIdentity {
        var identity = MaskedIdentity(identityType: .emailAddress)
        identity.maskedIdentityValue = masked
        return identity
    }

    public static func mobile(countryCode: String, masked: String) -> MaskedIdentity {
        var identity = MaskedIdentity(identityType: .mobilePhoneNumber)
        identity.countryCode = countryCode
        identity.maskedPhoneNumber = masked
        return identity
    }

    private init(identityType: IdentityType) {
        self.identityType = identityType
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("identityType", identityType.rawValue)
        writer.member("maskedIdentityValue", maskedIdentityValue)
        if let maskedPhoneNumber {
            writer.key("maskedMobileNumber")
            writer.beginObject()
            writer.member("countryCode", countryCode)
            writer.member("phoneNumber", maskedPhoneNumber)
            writer.endObject()
        }
        writer.endObject()
    }

    init(_ value: JSONValue) {
        identityType = IdentityType(rawValue: value["identityType"]?.string ?? "")
        maskedIdentityValue = value["maskedIdentityValue"]?.string
        countryCode = value["maskedMobileNumber"]?["countryCode"]?.string
        maskedPhoneNumber = value["maskedMobileNumber"]?["phoneNumber"]?.string
    }
}
