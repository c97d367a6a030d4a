// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Testing

@Suite("records") struct RecordCodingTests {
    private static let compliance = ComplianceSettings(
        privacy: Consent(acceptedVersion: "1.0", latestVersion: "2.0", latestVersionUri: "https://e.test/p"),
        tnc: Consent(acceptedVersion: "3", latestVersion: nil, latestVersionUri: ""), cookie: nil,
        geoLocation: Consent(),
        communications: {
            var choices = Communications()
            choices.communicationsOptIn = true
            choices.allowEmail = false
            return choices
        }())

    private static func consumer(_ compliance: ComplianceSettings?, fullName: String?) -> StoredConsumer {
        StoredConsumer(
            email: "ada@example.test", mobileCountryCode: "1", mobileNumber: "2025550123", firstName: "Ádá 👩‍💻",
            lastName: "", fullName: fullName, countryCode: "US", languageCode: "en", compliance: compliance,
            complianceTime: compliance == nil ? 0 : -5)
    }

    private static func card(_ address: StoredAddress?) -> StoredCard {
        StoredCard(
            clearPAN: "5186001700009726", panExpirationMonth: "08", panExpirationYear: "2031",
            cardholderFullName: nil, cardholderFirstName: "", cardholderLastName: "Example", billingAddress: address,
            pendingEvents: "PENDING_SCA")
    }

    private static let address = StoredAddress(
        name: nil, line1: "1 Sample Road", line2: "", line3: String(repeating: "x", count: 300), city: "Testford",
        state: "CA", countryCode: "US", zip: "90000")

    private static let consumers = [
        consumer(nil, fullName: nil), consumer(compliance, fullName: "A"), consumer(ComplianceSettings(), fullName: ""),
    ]
    private static let cards = [card(nil), card(address)]

    @Test("a consumer is read as it was written, absent and empty texts told apart", arguments: consumers)
    func consumerRoundTrip(consumer: StoredConsumer) throws {
        #expect(try StoredConsumer(encoded: consumer.encoded) == consumer)
    }

    @Test("a card is read as it was written", arguments: cards)
    func cardRoundTrip(card: StoredCard) throws {
        #expect(try StoredCard(encoded: card.encoded) == card)
    }

    @Test("a record that ends anywhere too early is refused and never crashes")
    func truncation() {
        for consumer in Self.consumers {
            let bytes = consumer.encoded
            for count in 0..<bytes.count {
                #expect(throws: RecordError.self) { try StoredConsumer(encoded: Array(bytes[..<count])) }
            }
        }
        for card in Self.cards {
            let bytes = card.encoded
            for count in 0..<bytes.count {
                #expect(throws: RecordError.self) { try StoredCard(encoded: Array(bytes[..<count])) }
            }
        }
    }

    @Test("a record of a version that is not known is refused", arguments: [0, 2, 255] as [UInt8])
    func unknownVersion(version: UInt8) {
        #expect(throws: RecordError.self) {
            try StoredConsumer(encoded: [version] + Self.consumers[1].encoded.dropFirst())
        }
        #expect(throws: RecordError.self) { try StoredCard(encoded: [version] + Self.cards[1].encoded.dropFirst()) }
        #expect(throws: RecordError.self) { try StoredCard(encoded: []) }
    }

    @Test("a byte that changed anywhere never crashes a reader")
    func mutation() {
        for bytes in [Self.consumers[1].encoded, Self.cards[1].encoded] {
            for index in bytes.indices {
                for value in [0x00, 0x01, 0x7F, 0xFF] as [UInt8] {
                    var changed = bytes
                    changed[index] = value
                    _ = try? StoredConsumer(encoded: changed)
                    _ = try? StoredCard(encoded: changed)
                }
            }
        }
    }

    @Test("descriptions and errors show no personal data and no PAN")
    func secrecy() {
        let texts = [
            "\(Self.cards[1])", String(reflecting: Self.cards[1]), "\(Self.consumers[1])",
            String(reflecting: Self.consumers[1]),
        ]
        for text in texts {
            for secret in ["5186", "9726", "ada@", "2025550123", "Sample"] { #expect(!text.contains(secret)) }
        }
    }
}
