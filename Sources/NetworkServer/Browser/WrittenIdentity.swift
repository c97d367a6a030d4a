// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import PhoneNumbers

/// An email address or a mobile number as somebody writes it.
enum WrittenIdentity {
    static let bytesMax = 320

    /// Nil for what is neither.
    static func read(_ text: String) -> LinkedIdentity? {
        guard text.utf8.count <= bytesMax else { return nil }
        if text.contains("@") { return (try? Email(text)).map { .email($0) } }
        // Without its calling code a number may be anybody's.
        if text.hasPrefix("00") { return mobile("+" + text.dropFirst(2)).map { .mobile($0) } }
        return text.hasPrefix("+") ? mobile(text).map { .mobile($0) } : nil
    }

    /// A text in E.164, with or without what people put between the digits.
    static func mobile(_ text: String) -> MobileNumber? {
        guard text.utf8.count <= bytesMax else { return nil }
        let isWritten = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || " -().+".utf8.contains(byte)
        }
        let digits = text.filter(\.isNumber)
        // The plan of the calling code decides, not the look of the text.
        guard isWritten, let parts = PhoneNumberRules.kept(e164: digits) else { return nil }
        return try? PhoneNumberRules.normalise(countryCode: parts.countryCode, phoneNumber: parts.nationalNumber)
    }
}
