// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing
import WireJSON

/// Goal: an address is complete for its country or its faults are named.
struct AddressTests {
    private func faults(_ address: Tree?) -> [String] {
        findings {
            _ = try EnrolledCard.decode(Samples.card().with("billingAddress", address).json, today: Samples.today)
        }
    }

    @Test("the example is read and written the same")
    func roundTrip() throws {
        let full = Samples.address().with("name", "Ada Example").with("line2", "Flat \"2\"").with("line3", "é")
        for tree in [Samples.address(), full] {
            let card = try EnrolledCard.decode(Samples.card().with("billingAddress", tree).json, today: Samples.today)
            let address = try #require(card.billingAddress)
            var writer = JSONWriter()
            address.writeRevealed(to: &writer)
            #expect(try JSONDocument.parse(writer.bytes).root.canonicalBytes() == tree.json.canonicalBytes())
            #expect(!"\(address)\(String(reflecting: address))".contains("Sample"))
        }
    }

    @Test("state and zip are wanted where the country has them, and an empty optional line is none")
    func country() {
        #expect(faults(nil) == [])
        #expect(
            faults(Samples.address().with("state", nil).with("zip", nil)) == [
                "CANNOT_BE_NULL card.billingAddress.state", "CANNOT_BE_NULL card.billingAddress.zip",
            ])
        #expect(faults(Samples.address().with("state", nil).with("zip", nil).with("countryCode", "HK")) == [])
        #expect(faults(Samples.address().with("line2", "").with("line3", .null).with("name", "")) == [])
    }

    @Test(
        "one fault at a time",
        arguments: [
            ("line1", nil, "CANNOT_BE_NULL"), ("line1", "", "INVALID_VALUE"), ("city", nil, "CANNOT_BE_NULL"),
            ("countryCode", nil, "CANNOT_BE_NULL"), ("countryCode", "USA", "INVALID_VALUE"),
            ("zip", 90000, "INVALID_VALUE"),
            ("line2", true, "INVALID_VALUE"), ("state", "C\tA", "INVALID_FORMAT"),
        ] as [(String, Tree?, String)])
    func faults(name: String, value: Tree?, reason: String) {
        #expect(faults(Samples.address().with(name, value)) == ["\(reason) card.billingAddress.\(name)"])
        #expect(faults("x") == ["INVALID_VALUE card.billingAddress"])
    }

    @Test(
        "each text is taken at its limit and refused one beyond",
        arguments: [
            ("name", 60), ("line1", 75), ("line2", 75), ("line3", 75), ("city", 50), ("state", 30), ("zip", 16),
        ])
    func limits(name: String, limit: Int) {
        #expect(faults(Samples.address().with(name, .text(String(repeating: "é", count: limit)))) == [])
        #expect(
            faults(Samples.address().with(name, .text(String(repeating: "é", count: limit + 1))))
                == ["INVALID_FORMAT card.billingAddress.\(name)"])
    }
}
