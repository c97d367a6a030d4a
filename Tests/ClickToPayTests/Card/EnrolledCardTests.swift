// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing
import WireJSON

/// Goal: the card of a single enrollment is read whole, and every fault of it is found at once.
struct EnrolledCardTests {
    private func faults(_ card: Tree, _ generation: APIGeneration = .v1) -> [String] {
        findings { _ = try EnrolledCard.decode(card.json, today: Samples.today, generation: generation) }
    }

    private func example() -> Tree {
        Samples.card().with("externalCardId", nil).with("cardSecurityCode", "012")
            .with("cardholderFullName", "Ada Example").with("cardholderFirstName", "Ada")
            .with("cardholderLastName", "Example").with("paymentAccountReference", "5001ABC")
    }

    @Test("the example is read, and written the same but for its security code")
    func roundTrip() throws {
        let card = try EnrolledCard.decode(example().json, today: Samples.today)
        #expect(card.pan.revealDigits() == "5555555555554444")
        #expect(card.expiry == Expiry(month: 8, year: 2031))
        #expect(card.securityCode?.revealDigits() == "012")
        #expect(card.billingAddress?.city == "Testford")
        var writer = JSONWriter()
        card.writeRevealed(to: &writer)
        #expect(
            try JSONDocument.parse(writer.bytes).root.canonicalBytes()
                == example().with("cardSecurityCode", nil).json.canonicalBytes())
        var whole = JSONWriter()
        card.writeRevealed(to: &whole, includingSecurityCode: true)
        #expect(try JSONDocument.parse(whole.bytes).root.canonicalBytes() == example().json.canonicalBytes())
        var dumped = "\(card)\(String(reflecting: card))"
        dump(card, to: &dumped)
        #expect(
            dumped.contains("4444") && !dumped.contains("5555") && !dumped.contains("Ada") && !dumped.contains("012"))
    }

    @Test(
        "one fault at a time",
        arguments: [
            ("primaryAccountNumber", nil, "CANNOT_BE_NULL"), ("primaryAccountNumber", .null, "CANNOT_BE_NULL"),
            ("primaryAccountNumber", 5_555_555_555_554_444, "INVALID_VALUE"),
            ("primaryAccountNumber", "5555555555554445", "INVALID_PAN"),
            ("primaryAccountNumber", "4111111111111111", "PAN_INELIGIBLE"),
            ("primaryAccountNumber", "5555-5555-5555-4444", "INVALID_FORMAT"),
            ("cardSecurityCode", "12", "INVALID_FORMAT"), ("cardSecurityCode", 123, "INVALID_VALUE"),
            ("cardholderFullName", "", "INVALID_VALUE"), ("cardholderFirstName", 1, "INVALID_VALUE"),
            ("billingAddress", [], "INVALID_VALUE"), ("paymentAccountReference", "", "INVALID_VALUE"),
        ] as [(String, Tree?, String)])
    func faults(name: String, value: Tree?, reason: String) {
        #expect(faults(example().with(name, value)) == ["\(reason) card.\(name)"])
    }

    @Test(
        "each text is taken at its limit and refused one beyond",
        arguments: [
            "cardholderFullName", "cardholderFirstName", "cardholderLastName", "paymentAccountReference",
        ])
    func limits(name: String) {
        #expect(faults(example().with(name, .text(String(repeating: "é", count: 256)))) == [])
        #expect(
            faults(example().with(name, .text(String(repeating: "é", count: 257)))) == ["INVALID_FORMAT card.\(name)"])
    }

    @Test("an ineligible range alone is a fault of state, beside a written fault it is not")
    func classes() throws {
        func errorClass(_ card: Tree) throws -> ErrorClass? {
            do {
                _ = try EnrolledCard.decode(card.json, today: Samples.today)
                return nil
            } catch let error as ServiceError {
                return error.errorClass
            }
        }
        let ineligible = example().with("primaryAccountNumber", "4111111111111111")
        #expect(try errorClass(ineligible) == .invalidState)
        #expect(try errorClass(ineligible.with("panExpirationMonth", "13")) == .invalidArgument)
        #expect(try errorClass(example().with("primaryAccountNumber", "5555555555554445")) == .invalidArgument)
    }

    @Test("the second generation knows payment cards only")
    func credentialType() {
        #expect(faults(example().with("credentialType", "PAYMENT_CARD"), .v2) == [])
        #expect(faults(example().with("credentialType", "BANK_ACCOUNT"), .v2) == ["INVALID_VALUE card.credentialType"])
        #expect(faults(example().with("credentialType", "BANK_ACCOUNT"), .v1) == [])
        #expect(faults("x") == ["CORRUPT_DATA encryptedCard"])
    }
}
