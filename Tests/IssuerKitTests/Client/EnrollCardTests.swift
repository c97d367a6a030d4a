// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import AmbientTesting
internal import ClickToPay
internal import HTTPClient
internal import Testing
internal import WireJSON

@testable internal import IssuerKit

@Suite("Enrolling one card")
struct EnrollCardTests {
    private let directory: TemporaryDirectory
    private let clock = ManualClock()
    private let sleeper = RecordingSleeper()
    private static let answer = #"""
        {"srcCorrelationId":"c","maskedCard":{"srcDigitalCardId":"card-id","panBin":"555555","panLastFour":"4444",
        "digitalCardData":{"status":"ACTIVE","descriptorName":"Card","artUri":"https://a.example"},
        "dateOfCardCreated":"2026-01-05T10:00:00.000Z"},"maskedConsumer":{"srcConsumerId":"consumer-id",
        "maskedConsumerIdentity":{"identityType":"EMAIL_ADDRESS","maskedIdentityValue":"a@b"},"status":"ACTIVE",
        "dateConsumerAdded":"2026-01-05T10:00:00.000Z"}}
        """#

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func client(_ transport: FakeTransport) throws -> IssuerClient {
        try IssuerClient(
            profile: TestKeys.profile(in: directory),
            options: IssuerClient.Options(clock: clock, sleeper: sleeper, entropy: SeededEntropy(seed: 4)),
            transport: transport)
    }

    private func consumer() throws -> Consumer {
        Consumer(
            email: try Email("ada@example.test"), mobile: sampleMobile, firstName: "Ada",
            lastName: "Example", countryCode: try CountryCode("US"), languageCode: try LanguageCode("en"))
    }

    private func card() throws -> EnrolledCard {
        EnrolledCard(
            pan: try PAN("5555555555554444"), expiry: try #require(Expiry(month: 8, year: 2031)),
            securityCode: try CardSecurityCode("123"))
    }

    @Test("The card goes encrypted, security code inside; the documents are those that the network names")
    func call() throws {
        let transport = FakeTransport(clock: clock) { _, _ in FakeTransport.Answer(body: Self.answer) }
        let response = try client(transport).enrollCard(card(), of: consumer())
        #expect(response.maskedCard.srcDigitalCardId == "card-id")
        #expect(response.maskedConsumer?.srcConsumerId == "consumer-id")
        #expect(transport.badSignatures == 0)
        let seen = try #require(transport.seen.first)
        #expect(seen.method == "POST" && seen.url == "https://network.example/src/api/digital/payments/cards")
        let body = try JSONDocument.parse(seen.body).root
        #expect(body["cardSource"]?.string == "ISSUER")
        #expect(
            body["complianceSettings"]?["tnc"]?["latestVersionUri"]?.string
                == "https://www.mastercard.com/global/click-to-pay/country-listing/terms.html")
        #expect(
            body["complianceSettings"]?["privacy"]?["latestVersionUri"]?.string
                == "https://www.mastercard.com/global/click-to-pay/country-listing/privacy.html")
        // Nothing is sent that the contract does not ask for unless it is given.
        #expect(body["externalConsumerId"] == nil && body["externalCardId"] == nil)
        let plaintext = try JSONDocument.parse(TestKeys.decrypt(body["encryptedCard"]?.string ?? "")).root
        #expect(plaintext["primaryAccountNumber"]?.string == "5555555555554444")
        #expect(plaintext["cardSecurityCode"]?.string == "123" && plaintext["panExpirationYear"]?.string == "2031")
        #expect(!String(decoding: seen.body, as: UTF8.self).contains("5555555555554444"))
    }

    @Test("An issuer that was slow is asked again; one that declined is not (4.7)")
    func repetition() throws {
        @Sendable func refusal(_ status: Int, _ reason: String) -> FakeTransport.Answer {
            FakeTransport.Answer(
                status: status,
                body: #"{"status":\#(status),"reason":"INVALID_STATE","message":"m","#
                    + #""errordetail":[{"reason":"\#(reason)"}]}"#)
        }
        let slow = FakeTransport(clock: clock) { call, _ in
            call < 3 ? refusal(503, "NO_RESPONSE_FROM_ISSUER") : FakeTransport.Answer(body: Self.answer)
        }
        _ = try client(slow).enrollCard(card(), of: consumer())
        #expect(slow.seen.count == 3 && sleeper.slept.count == 2)
        let declined = FakeTransport(clock: clock) { _, _ in refusal(400, "ISSUER_DECLINED") }
        #expect {
            _ = try client(declined).enrollCard(card(), of: consumer())
        } throws: { error in
            (error as? IssuerClientError)?.reason == "ISSUER_DECLINED"
        }
        #expect(declined.seen.count == 1)
    }
}
