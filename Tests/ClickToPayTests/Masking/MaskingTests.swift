// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing

/// Goal: masks have the contract's shapes and tell no length that could help to guess.
struct MaskingTests {
    @Test(
        "email",
        arguments: [
            ("ada@example.test", "a*****a@example.test"), ("abcdefghijz@example.test", "a*****z@example.test"),
            ("ab@example.test", "a*****@example.test"), ("a@example.test", "a*****@example.test"),
            ("abc@example.test", "a*****c@example.test"), ("éxé@example.test", "é*****é@example.test"),
            ("@example.test", "*****@example.test"), ("none", "*****"),
        ])
    func email(text: String, masked: String) {
        #expect(Masking.email(text) == masked)
    }

    @Test(
        "mobile",
        arguments: [("2025550123", "(***) ***-*123"), ("612345678", "(***) ***-*678"), ("12345", "(***) ***-****")])
    func mobile(text: String, masked: String) {
        #expect(Masking.phone(text) == masked)
    }

    @Test(
        "names keep the initial, and short ones look alike",
        arguments: [
            ("Ada", "A***"), ("Jo", "J***"), ("X", "X***"), ("Adam", "A***"), ("Example", "E******"),
            ("Éloïse", "É*****"),
        ])
    func names(text: String, masked: String) {
        #expect(Masking.name(text) == masked)
    }

    @Test("long names look alike too, and full names go word by word")
    func longNames() {
        #expect(Masking.name("Maximiliana") == Masking.name("Maximilianassssssss"))
        #expect(Masking.fullName("Ada Example") == "A*** E******")
        #expect(Masking.fullName("  Ada   B  ") == "A*** B***")
        #expect(Masking.name("") == "")
    }

    @Test("zip and address words keep their first character only")
    func places() {
        #expect(Masking.zip("90000") == "9****" && Masking.zip("SW1A 1AA") == "S****" && Masking.zip("") == "")
        #expect(Masking.address("1 Sample Road") == "1*** S*** R***")
        #expect(Masking.address("Testford") == "T***")
    }

    @Test("a masked consumer and address show nothing in full")
    func values() throws {
        let consumer = try Consumer.decode(Samples.person().with("fullName", "Ada Example").json)
        let masked = MaskedConsumer(
            srcConsumerId: "id", consumer, status: .active, dateConsumerAdded: "2026-01-05T10:00:00.000Z")
        #expect(masked.maskedEmailAddress == "a*****a@example.test")
        #expect(masked.maskedMobileCountryCode == "1" && masked.maskedMobileNumber == "(***) ***-*123")
        #expect(
            masked.maskedFirstName == "A***" && masked.maskedLastName == "E******"
                && masked.maskedFullName == "A*** E******")
        #expect(masked.countryCode == "US" && masked.languageCode == "en")
        let card = try EnrolledCard.decode(Samples.card().with("billingAddress.name", "Ada").json, today: Samples.today)
        let address = MaskedAddress(addressId: "a1", try #require(card.billingAddress))
        #expect(address.line1 == "1*** S*** R***" && address.city == "T***" && address.state == "C***")
        #expect(address.zip == "9****" && address.countryCode == "US" && address.name == "A***" && address.line2 == nil)
    }
}
