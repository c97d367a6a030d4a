// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import PhoneNumbers

/// Goal: what people write becomes one number, and what is no number is refused for its true reason.
struct PhoneNumberRulesTests {
    @Test(
        "a number in any allowed writing has one normal form",
        arguments: [
            ("1", "2025550123", "1", "2025550123"), ("+1", "(202) 555-0123", "1", "2025550123"),
            ("001", "202 555 0123", "1", "2025550123"), ("+44", "07400 123456", "44", "7400123456"),
            ("0044", "7400-123-456", "44", "7400123456"), ("49", "01512 3456789", "49", "15123456789"),
            ("39", "06 1234 5678", "39", "0612345678"), ("39", "312 345 6789", "39", "3123456789"),
            ("7", "912 345-67-89", "7", "9123456789"), ("1242", "359 1234", "1", "2423591234"),
            ("(+61)", "[0412] 345 678", "61", "412345678"), ("55", "011 96123-4567", "55", "11961234567"),
            ("375", "0294911911", "375", "294911911"), ("971", "050 123 4567", "971", "501234567"),
            ("225", "0123456789", "225", "0123456789"),
        ])
    func normalForms(code: String, number: String, expectedCode: String, national: String) throws {
        let mobile = try PhoneNumberRules.normalise(countryCode: code, phoneNumber: number)
        #expect(mobile.countryCode == expectedCode)
        #expect(mobile.nationalNumber == national)
        #expect(mobile.e164 == expectedCode + national)
        #expect(PhoneNumberRules.kept(e164: mobile.e164) == mobile)
        #expect(PhoneNumberRules.kept(e164: mobile.e164)?.countryCode == expectedCode)
    }

    @Test(
        "a text that is no number is refused with its field and reason",
        arguments: [
            ("", "2025550123", .countryCode, .empty), ("1", "", .phoneNumber, .empty),
            ("1", " -()", .phoneNumber, .empty),
            ("x", "2025550123", .countryCode, .notDigits), ("1", "202555012x", .phoneNumber, .notDigits),
            ("1", "+12025550123", .phoneNumber, .notDigits), ("1", "202.555.0123", .phoneNumber, .notDigits),
            ("++1", "2025550123", .countryCode, .notDigits), ("1+", "2025550123", .countryCode, .notDigits),
            ("12345", "2025550123", .countryCode, .length), ("00", "2025550123", .countryCode, .length),
            ("1", "123", .phoneNumber, .length), ("1", "123456789012345", .phoneNumber, .length),
            ("49", "12345678901234", .phoneNumber, .length),
            ("999", "2025550123", .countryCode, .unknownCountryCode),
            ("01", "2025550123", .countryCode, .unknownCountryCode),
            ("0001", "2025550123", .countryCode, .unknownCountryCode),
            ("0", "20255501", .countryCode, .unknownCountryCode),
            ("+001", "2025550123", .countryCode, .unknownCountryCode),
            ("1", "1234567890", .phoneNumber, .notValid), ("1", "202555012", .phoneNumber, .notValid),
            ("1", "02025550123", .phoneNumber, .notValid), ("44", "007400123456", .phoneNumber, .notValid),
            ("7", "0912345678", .phoneNumber, .notValid), ("1242", "12", .phoneNumber, .length),
            ("1", "２０２5550123", .phoneNumber, .notDigits),
        ] as [(String, String, PhoneNumberFault.Field, PhoneNumberFault.Reason)])
    func refusals(code: String, number: String, field: PhoneNumberFault.Field, reason: PhoneNumberFault.Reason) {
        #expect(throws: PhoneNumberFault(field: field, reason: reason)) {
            try PhoneNumberRules.normalise(countryCode: code, phoneNumber: number)
        }
    }

    @Test("the form over bytes says the same")
    func bytes() throws {
        let mobile = try Array("+44".utf8).withUnsafeBufferPointer { code in
            try Array("07400 123456".utf8).withUnsafeBufferPointer { number in
                try PhoneNumberRules.normalise(countryCode: code, phoneNumber: number)
            }
        }
        #expect(mobile.e164 == "447400123456")
    }

    @Test("printing a number or a fault shows no more than three digits of it")
    func printing() throws {
        let mobile = try PhoneNumberRules.normalise(countryCode: "1", phoneNumber: "2025550123")
        var dumped = ""
        dump(mobile, to: &dumped)
        for text in ["\(mobile)", String(reflecting: mobile), dumped] {
            #expect(!text.contains("0123"))
        }
        #expect(
            "\(PhoneNumberFault(field: .phoneNumber, reason: .notValid))"
                == "phoneNumber is not a valid number of that country")
    }

    @Test(
        "what was kept must be digits that begin with a calling code",
        arguments: ["", "1", "x12025550123", "9992025550", "1234567890123456"])
    func keptRefused(_ text: String) {
        #expect(PhoneNumberRules.kept(e164: text) == nil)
    }
}
