// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import AmbientTesting
internal import ClickToPay
internal import Cryptography
internal import Foundation
internal import HTTPClient
internal import JOSE
internal import Testing
internal import WireJSON

@testable internal import IssuerKit

/// Enrolling cards by the processor's numbers, against a network that is played (processing 14).
@Suite("Enrolling by card contract")
struct ContractEnrollmentTests {
    private let directory: TemporaryDirectory
    private let clock = ManualClock()
    private static let data = "aaaa.bbbb.cccc.dddd.eeee"
    private static let enrolled = #"""
        {"srcCorrelationId":"c","maskedCard":{"srcDigitalCardId":"card-id","panBin":"518600","panLastFour":"9726",
        "digitalCardData":{"status":"ACTIVE","descriptorName":"Card","artUri":"https://a.example"},
        "dateOfCardCreated":"2026-01-05T10:00:00.000Z"}}
        """#

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func client(_ transport: FakeTransport) throws -> IssuerClient {
        try IssuerClient(
            profile: TestKeys.profile(in: directory),
            options: IssuerClient.Options(
                clock: clock, sleeper: RecordingSleeper(), entropy: SeededEntropy(seed: 4)),
            transport: transport)
    }

    /// A network whose card has these tokens and whose processor gives `data`.
    private func network(tokens: String = "[]", data: String = ContractEnrollmentTests.data) -> FakeTransport {
        FakeTransport(clock: clock) { _, request in
            if request.url.hasSuffix("/tokens") {
                return FakeTransport.Answer(body: #"{"cardContractTokens":\#(tokens)}"#)
            }
            if request.url.hasSuffix("/global-processing/digital/cards/searches") {
                return FakeTransport.Answer(body: #"{"cardData":"\#(data)"}"#)
            }
            if request.url.hasSuffix("/cards/batch") {
                return FakeTransport.Answer(status: 202, body: #"{"batchId":"b","externalBatchId":"mass"}"#)
            }
            return FakeTransport.Answer(body: Self.enrolled)
        }
    }

    private func consumer() throws -> Consumer {
        Consumer(
            email: try Email("ada@example.test"), mobile: sampleMobile, firstName: "Ada", lastName: "Example",
            countryCode: try CountryCode("US"), languageCode: try LanguageCode("en"))
    }

    private func card() throws -> ContractCard {
        var card = ContractCard(cardContractId: try CardContractID("70001"))
        card.cardholderFullName = "ADA EXAMPLE"
        card.billingAddress = Address(
            line1: "1 Sample Road", city: "Testford", state: "CA", countryCode: try CountryCode("US"), zip: "90000")
        return card
    }

    @Test("The card's data is asked for with the network's key and handed on as it came")
    func one() throws {
        let transport = network()
        let outcome = try client(transport).enrollCard(contract: card(), of: consumer())
        guard case .enrolled(let response) = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(response.maskedCard.srcDigitalCardId == "card-id" && transport.badSignatures == 0)
        #expect(
            transport.seen.map { $0.method + " " + $0.url.dropFirst("https://network.example".count) } == [
                "GET /global-processing/digital/cards/70001/tokens",
                "POST /global-processing/digital/cards/searches", "POST /src/api/digital/payments/cards",
            ])
        let search = transport.seen[1]
        let text = try #require(search.headers["enroll-client-encryption-key"])
        let key = try RSAPublicKey.load([UInt8](#require(Data(base64Encoded: text))))
        #expect(key == TestKeys.network.publicKey)
        let body = try JSONDocument.parse(search.body).root
        #expect(body["enrollType"]?.string == "SYNCHRONOUS")
        #expect(body["synchronousRequest"]?["cardContractId"]?.int64 == 70001)
        #expect(body["synchronousRequest"]?["cardholderFullName"]?.string == "ADA EXAMPLE")
        #expect(body["synchronousRequest"]?["billingAddress"]?["line1"]?.string == "1 Sample Road")
        #expect(try JSONDocument.parse(transport.seen[2].body).root["encryptedCard"]?.string == Self.data)
    }

    @Test(
        "A card with a token of Click to Pay that is not deactivated is not enrolled again",
        arguments: [
            ("50123197928", "MDES for Merchants", "Active", true),
            ("50123197928", "MDES for Merchants", "Suspended", true),
            ("50123197928", "MDES for Merchants", "Deactivated", false), ("50123197928", "Other", "Active", false),
            ("50110030273", "MDES for Merchants", "Active", false),
        ])
    func enabled(requestor: String, wallet: String, status: String, isEnabled: Bool) throws {
        let token =
            #"{"cardContractId":70001,"tokenRequestorId":"\#(requestor)","walletName":"\#(wallet)","#
            + #""tokenStatus":"\#(status)","tokenUniqueReference":"ref","tokenNumber":"5186009999990001"}"#
        let transport = network(tokens: "[\(token)]")
        let outcome = try client(transport).enrollCard(contract: card(), of: consumer())
        if case .alreadyEnabled(let token) = outcome {
            #expect(isEnabled && token.tokenUniqueReference == "ref" && transport.seen.count == 1)
        } else {
            #expect(!isEnabled && transport.seen.count == 3)
        }
        let again = try client(transport).enrollCard(contract: card(), of: consumer(), evenIfEnabled: true)
        if case .alreadyEnabled = again { #expect(Bool(false), "\(again)") }
        // The token's own number goes no further than the answer.
        #expect(!"\(outcome)".contains("5186009999990001"))
    }

    @Test(
        "With a payload key the card is looked at first: nothing is sent of one that is not in order",
        arguments: [
            (#""statusCode":"00","activated":true,"cardExpiryDate":"2912""#, true),
            (#""statusCode":"00","cardExpiryDate":"2611""#, true),
            (#""statusCode":"00","cardExpiryDate":"2610""#, false),
            (#""statusCode":"05","activated":true,"cardExpiryDate":"2912""#, false),
            (#""statusCode":"00","activated":false,"cardExpiryDate":"2912""#, false),
        ])
    func state(members: String, isInOrder: Bool) throws {
        try directory.write("payload.pem", Array(TestKeys.issuer.pkcs8PEM.utf8))
        var profile = try TestKeys.profile(in: directory)
        profile.payloadKeyFile = "payload.pem"
        let json = #"{"cardContractId":70001,"clientId":40000,"cardContractNumber":"518600______9726",\#(members)}"#
        let token = try JWE.encryptToString(Array(json.utf8), to: TestKeys.issuer.publicKey, keyID: "k")
        let plain = network()
        let transport = FakeTransport(clock: clock) { call, request throws(HTTPClientError) in
            request.url.hasSuffix("/global-processing/core/cards/70001")
                ? FakeTransport.Answer(body: #"{"encryptedData":"\#(token)"}"#) : try plain.answer(call, request)
        }
        let client = try IssuerClient(
            profile: profile,
            options: IssuerClient.Options(clock: clock, sleeper: RecordingSleeper(), entropy: SeededEntropy(seed: 4)),
            transport: transport)
        #expect(try client.cardContract(CardContractID("70001")).clientId == 40000)
        let outcome = try client.enrollCard(contract: card(), of: consumer())
        if case .notInOrder(let state) = outcome {
            #expect(!isInOrder && state.cardContractNumber == "518600______9726" && transport.seen.count == 2)
        } else {
            #expect(isInOrder && transport.seen.count == 5)
        }
    }

    @Test("A batch asks for all its cards at once, and goes out under its id")
    func batch() throws {
        let transport = network()
        let consumers = [
            ContractConsumer(
                externalConsumerId: try ExternalID("ada"), consumer: try consumer(),
                cards: [(try ExternalID("a-1"), try card()), (try ExternalID("a-2"), try card())])
        ]
        let accepted = try client(transport).enrollBatch(externalBatchId: ExternalID("mass"), contracts: consumers)
        #expect(accepted.batchId == "b" && transport.seen.count == 2)
        let search = try JSONDocument.parse(transport.seen[0].body).root
        #expect(search["enrollType"]?.string == "ASYNCHRONOUS")
        // What was sent is what the reader of a file takes.
        let request = try #require(search["asynchronousRequest"])
        #expect(try ContractConsumer.decode(request) == consumers)
        #expect(try JSONDocument.parse(transport.seen[1].body).root["enrollmentData"]?.string == Self.data)
    }

    @Test("The processor pushes a card by its id, with the settings that are to be signed")
    func push() throws {
        let receipt = "MCC-STL-11111111-2222-3333-4444-555555555555"
        let transport = FakeTransport(clock: clock) { _, _ in
            FakeTransport.Answer(
                body: #"{"responseId":"r","pushAccountReceipts":[{"pushAccountId":"70001","pushAccountReceipt":"#
                    + #""\#(receipt)"}],"availablePushMethods":[{"type":"WEB","uri":"https://c2p.example/provision"}]}"#
            )
        }
        var settings = PushSettings(
            callbackURL: try CallbackURL("https://bank.example/back"), locale: try Locale("en_US"))
        settings.validityMinutes = 7
        var holder = AccountHolder()
        holder.name = "ADA EXAMPLE"
        let pushed = try client(transport).pushCard(
            contract: CardContractID("70001"), holder: holder, settings: settings)
        #expect(pushed.receipt.value == receipt && transport.badSignatures == 0)
        #expect(try pushed.redirect().url.hasPrefix("https://c2p.example/provision?"))
        let seen = try #require(transport.seen.first)
        #expect(seen.url == "https://network.example/global-processing/digital/cards/70001/push-accounts")
        let body = try JSONDocument.parse(seen.body).root
        #expect(body["pushAccountId"]?.string == "70001" && body["tokenRequestorId"]?.string == "50123197928")
        #expect(body["accountHolderData"]?["accountHolderName"]?.string == "ADA EXAMPLE")
        #expect(body["signatureData"]?["accountHolderDataSupplied"]?.boolean == true)
        #expect(body["signatureData"]?["locale"]?.string == "en_US")
        #expect(body["pushAccountReceiptsValidityPeriod"]?.int64 == 7)
        settings.locale = nil
        #expect(throws: IssuerClientError.self) {
            try client(transport).pushCard(contract: CardContractID("70001"), settings: settings)
        }
    }

    @Test("Card data that is no JWE is not handed on")
    func clear() throws {
        let transport = network(data: "5186001700009726")
        let error = #expect(throws: IssuerClientError.self) {
            try client(transport).enrollCard(contract: card(), of: consumer())
        }
        #expect(!"\(String(describing: error))".contains("5186001700009726") && transport.seen.count == 2)
    }

    @Test(
        "What is wrong with a batch is named at its place",
        arguments: [
            (#"{}"#, "consumers"), (#"{"consumers":[{}]}"#, "consumers[0]."),
            (#"{"consumers":[PERSON"cards":[]}]}"#, "consumers[0].cards"),
            (#"{"consumers":[PERSON"cards":[{"externalCardId":"a"}]}]}"#, "consumers[0].cards[0].cardContractId"),
            (#"{"consumers":[PERSON"cards":[{"cardContractId":0}]}]}"#, "consumers[0].cards[0].cardContractId"),
            (#"{"consumers":[PERSON"cards":[{"cardContractId":7}]}]}"#, "consumers[0].cards[0].externalCardId"),
            (
                #"{"consumers":[PERSON"cards":[{"cardContractId":7,"primaryAccountNumber":"5186001700009726"}]}]}"#,
                "consumers[0].cards[0].primaryAccountNumber"
            ),
            (
                #"{"consumers":[PERSON"cards":[{"cardContractId":7,"billingAddress":{"line1":7}}]}]}"#,
                "consumers[0].cards[0].billingAddress."
            ),
            (
                #"{"consumers":[PERSON"cards":[{"cardContractId":7,"externalCardId":"a","cardholderFullName":""}]}]}"#,
                "consumers[0].cards[0].cardholderFullName"
            ),
        ])
    func faults(text: String, place: String) throws {
        let person =
            #"{"externalConsumerId":"ada","emailAddress":"ada@example.test","mobileNumber":{"countryCode":"1","#
            + #""phoneNumber":"2025550123"},"firstName":"Ada","lastName":"E","countryCode":"US","languageCode":"en","#
        let document = try JSONDocument.parse(Array(text.replacing("PERSON", with: person).utf8))
        let error = #expect(throws: ServiceError.self) { try ContractConsumer.decode(document.root) }
        let source = error?.details.first?.source ?? ""
        #expect(source == place || place.hasSuffix(".") && source.hasPrefix(place), "\(source)")
        #expect(!"\(String(describing: error))".contains("5186001700009726"))
    }
}
