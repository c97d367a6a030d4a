// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import PhoneNumbers
internal import WireJSON

/// The consumer whom a call is about (checkout 2.1).
extension BrowserCall {
    private static let valueBytesMax = WrittenIdentity.bytesMax
    /// Both vocabularies of public clients.
    private static let emails = ["EMAIL_ADDRESS", "EMAIL"]
    private static let mobiles = ["MOBILE_PHONE_NUMBER", "MOBILE_NUMBER"]

    /// The member `consumerIdentity`; nil when it is missing.
    ///
    /// - Throws: CONSUMER_ID_MISSING when it says nothing, ID_FORMAT_UNSUPPORTED for what is no address and no number.
    func identity() throws(BrowserError) -> LinkedIdentity? {
        guard let member = self["consumerIdentity"] else { return nil }
        return try Self.identity(member)
    }

    /// The same as a member of `accountReference`, which the browser library has around it (checkout 4.13).
    func referencedIdentity() throws(BrowserError) -> LinkedIdentity? {
        guard let reference = self["accountReference"] else { return nil }
        guard reference.kind == .object else {
            throw .field("accountReference", .invalidFormat, "must be an object with a consumerIdentity")
        }
        guard let member = reference["consumerIdentity"], !member.isNull else { return nil }
        return try Self.identity(member)
    }

    private static func identity(_ member: JSONValue) throws(BrowserError) -> LinkedIdentity {
        let unsupported = BrowserError(.idFormatUnsupported, "The identity is no email address and no mobile number.")
        guard member.kind == .object else { throw unsupported }
        let type = member["identityType"] ?? member["type"]
        guard let value = member["identityValue"], !value.isNull, let type, !type.isNull else {
            throw BrowserError(.consumerIdMissing, "The identity has no type or no value.")
        }
        guard let word = type.string else { throw unsupported }
        if let text = value.string, text.isEmpty {
            throw BrowserError(.consumerIdMissing, "The identity has no value.")
        }
        if emails.contains(word) {
            guard let text = value.string, text.utf8.count <= valueBytesMax, let email = try? Email(text) else {
                throw unsupported
            }
            return .email(email)
        }
        guard mobiles.contains(word), let mobile = mobile(value) else { throw unsupported }
        return .mobile(mobile)
    }

    /// A text in E.164, or an object of calling code and number.
    private static func mobile(_ value: JSONValue) -> MobileNumber? {
        if value.kind == .object {
            guard let code = value["countryCode"]?.string, let number = value["phoneNumber"]?.string,
                code.utf8.count + number.utf8.count <= valueBytesMax
            else { return nil }
            return try? PhoneNumberRules.normalise(countryCode: code, phoneNumber: number)
        }
        return value.string.flatMap(WrittenIdentity.mobile)
    }
}
