// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import AmbientTesting
internal import ClickToPay
internal import HTTPClient
internal import Testing
internal import WireJSON

@testable internal import IssuerKit

@Suite("Issuer client")
struct IssuerClientTests {
    private let directory: TemporaryDirectory
    private let clock = ManualClock()
    private let sleeper = RecordingSleeper()

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func client(_ transport: FakeTransport) throws -> IssuerClient {
        try IssuerClient(
            profile: TestKeys.profile(in: directory),
            options: IssuerClient.Options(clock: clock, sleeper: sleeper, entropy: SeededEntropy(seed: 4)),
            transport: transport)
    }

    private func row() throws -> PortfolioRow {
        PortfolioRow(
            externalConsumerId: try ExternalID("cust-1"), externalCardId: try ExternalID("card-1"),
            consumer: Consumer(
                email: try Email("ada@example.test"), mobile: sampleMobile, firstName: "Ada",
                lastName: "Example", countryCode: try CountryCode("US"), languageCode: try LanguageCode("en")),
            card: EnrolledCard(
                pan: try PAN("5555555555554444"), expiry: try #require(Expiry(month: 8, year: 2031))))
    }

    @Test("A batch is encrypted for the network, signed over the bytes that are sent, and carries every id")
    func enrollBatch() throws {
        let transport = FakeTransport(clock: clock) { _, _ in
            FakeTransport.Answer(
                status: 202, body: #"{"batchId":"b-1","externalBatchId":"x-1","srcCorrelationId":"c"}"#)
        }
        let accepted = try client(transport).enrollBatch(externalBatchId: ExternalID("x-1"), rows: [row()])
        #expect(accepted.batchId == "b-1")
        #expect(transport.badSignatures == 0)
        let seen = try #require(transport.seen.first)
        #expect(seen.method == "POST" && seen.url == "https://network.example/src/api/digital/payments/cards/batch")
        #expect(seen.headers["content-type"] == "application/json")
        #expect(seen.headers["x-openapi-clientid"] == String(repeating: "c", count: 48))
        let envelope = try JSONDocument.parse(seen.body).root
        #expect(envelope["serviceId"]?.string == "ISSUER_C2P#EXAMPLEBANK#01")
        #expect(UUIDText.isUUID(envelope["srcCorrelationId"]?.string ?? ""))
        let token = try #require(envelope["enrollmentData"]?.string)
        let data = try EnrollmentData.decode(
            [JSONDocument.parse(TestKeys.decrypt(token)).root], today: CalendarMonth(year: 2026, month: 11),
            cardsMax: 1, generation: .v1)
        #expect(data.records[0].cards[0].card?.pan.revealDigits() == "5555555555554444")
        let text = String(decoding: seen.body, as: UTF8.self)
        #expect(!text.contains("5555555555554444") && !text.contains("ada@"))
    }

    @Test("Ids with marks are percent-encoded in the query once, and signed as they are sent")
    func queryEncoding() throws {
        let transport = FakeTransport(clock: clock) { _, _ in
            FakeTransport.Answer(body: #"{"batchStatus":"IN_PROGRESS","batchId":"b","externalBatchId":"x","items":[]}"#)
        }
        _ = try client(transport).batchStatus(batchId: "b-7")
        let url = try #require(transport.seen.first?.url)
        #expect(url.contains("/cards/batch/status/b-7?"))
        #expect(url.contains("serviceId=ISSUER_C2P%23EXAMPLEBANK%2301"))
        #expect(transport.badSignatures == 0)
    }

    @Test("When the network cannot decrypt, its keys are fetched again and the batch is sent once more")
    func keyRotation() throws {
        let old = "20250101000000-sandbox-fpan-encryption-muster"
        let new = "20260601000000-sandbox-fpan-encryption-muster"
        let refusal = #"{"status":400,"reason":"INVALID_ARGUMENT","errordetail":[{"reason":"CORRUPT_DATA"}]}"#
        let transport = FakeTransport(clock: clock, keyIDs: [old]) { call, _ in
            call == 1
                ? FakeTransport.Answer(status: 400, body: refusal)
                : FakeTransport.Answer(status: 202, body: #"{"batchId":"b","externalBatchId":"x"}"#)
        }
        let client = try client(transport)
        _ = try client.networkKeys.key()
        transport.rotate(to: [old, new, "20270101-payload-verification-muster"])
        _ = try client.enrollBatch(externalBatchId: ExternalID("x"), rows: [row()])
        #expect(transport.keyFetches == 2 && transport.seen.count == 2)

        // Without a new key there is nothing to try again with.
        let stuck = FakeTransport(clock: clock, keyIDs: [old]) { _, _ in
            FakeTransport.Answer(status: 400, body: refusal)
        }
        let error = #expect(throws: IssuerClientError.self) {
            try self.client(stuck).enrollBatch(externalBatchId: ExternalID("x"), rows: [row()])
        }
        #expect(error?.reason == "CORRUPT_DATA" && stuck.seen.count == 1 && stuck.keyFetches == 2)
    }

    @Test("Keys are fetched once a day, and only an encryption key for card data is taken")
    func keyLifetime() throws {
        let transport = FakeTransport(
            clock: clock, keyIDs: ["2-fpan-encryption", "3-fpan-encryption", "9-src-payload-verification", "8-other"]
        ) { _, _ in FakeTransport.Answer() }
        let time = ManualInstant()
        let provider = NetworkKeyProvider(url: "https://x/keys", transport: transport) { time.now }
        #expect(try provider.key().keyID == "3-fpan-encryption")
        time.advance(by: .seconds(24 * 3600 - 1))
        _ = try provider.key()
        #expect(transport.keyFetches == 1)
        time.advance(by: .seconds(2))
        _ = try provider.key()
        #expect(transport.keyFetches == 2)
        transport.rotate(to: ["9-src-payload-verification"])
        provider.forget("another")
        _ = try provider.key()
        #expect(transport.keyFetches == 2)
        provider.forget("3-fpan-encryption")
        #expect(throws: IssuerClientError.self) { try provider.key() }
    }

    @Test("Calls are repeated by the retry rules, each time with a new signature, waiting as the answer says")
    func retries() throws {
        let transport = FakeTransport(clock: clock) { (call, _) throws(HTTPClientError) in
            switch call {
            case 1: throw HTTPClientError(code: .timedOut, message: "no answer in time", host: "x")
            case 2: FakeTransport.Answer(status: 429, body: "", headers: [HTTPClientHeader("Retry-After", "7")])
            case 3: FakeTransport.Answer(status: 503, body: "busy")
            default: FakeTransport.Answer(body: #"{"batchStatus":"IN_PROGRESS"}"#)
            }
        }
        _ = try client(transport).batchStatus(batchId: "b")
        #expect(transport.seen.count == 4 && transport.badSignatures == 0)
        #expect(Set(transport.seen.compactMap { $0.headers["authorization"] }).count == 4)
        let waits = sleeper.slept
        #expect(waits.count == 3 && waits[1] == .seconds(7))
        #expect(waits[0] >= .milliseconds(500) && waits[0] <= .seconds(1))
        #expect(waits[2] >= .seconds(2) && waits[2] <= .seconds(4))
    }

    @Test("The flow id of an answer goes into the next call, unless it could not be sent")
    func flowId() throws {
        let transport = FakeTransport(clock: clock) { call, _ in
            FakeTransport.Answer(
                body: #"{"batchStatus":"IN_PROGRESS"}"#,
                headers: [HTTPClientHeader("X-Src-Cx-Flow-Id", call == 1 ? "flow-1.a#b" : "not a flow\u{1} id")])
        }
        let client = try client(transport)
        for _ in 0..<3 { _ = try client.batchStatus(batchId: "b") }
        #expect(transport.seen.map { $0.headers["x-src-cx-flow-id"] } == [nil, "flow-1.a#b", "flow-1.a#b"])
    }

    @Test("Both error layouts of the service and both of the gateway are read")
    func errorLayouts() throws {
        let bodies = [
            #"{"status":400,"reason":"INVALID_STATE","errordetail":[{"reason":"INVALID_VALUE","source":"serviceId"}]}"#,
            #"{"code":400,"status":"INVALID_STATE","details":[{"reason":"INVALID_VALUE","source":"serviceId"}]}"#,
            #"{"Errors":{"Error":[{"Source":"Gateway","ReasonCode":"INVALID_VALUE","Recoverable":false}]}}"#,
            #"{"Errors":[{"Error":{"Source":"Gateway","ReasonCode":"INVALID_VALUE","Recoverable":false}}]}"#,
        ]
        for (index, body) in bodies.enumerated() {
            let transport = FakeTransport(clock: clock) { _, _ in FakeTransport.Answer(status: 400, body: body) }
            let error = #expect(throws: IssuerClientError.self) {
                try client(transport).getCard(srcDigitalCardId: "D1")
            }
            #expect(error?.reason == "INVALID_VALUE" && error?.status == 400)
            #expect(error?.field == (index < 2 ? "serviceId" : nil))
            #expect(error?.concernsAccess == (index >= 2))
        }
    }

    @Test("A 404 for something given out within the last minute is asked for again after 2, 5 and 15 seconds")
    func readYourWrites() throws {
        let status =
            #"{"batchStatus":"COMPLETED_SUCCESSFULLY","items":[{"externalConsumerId":"c","externalCardId":"k","#
            + #""status":"SUCCESSFUL","srcConsumerId":"C1","srcDigitalCardId":"D1"}]}"#
        let transport = FakeTransport(clock: clock) { _, seen in
            seen.url.contains("/status/")
                ? FakeTransport.Answer(body: status) : FakeTransport.Answer(status: 404, body: "")
        }
        let client = try client(transport)
        #expect(throws: IssuerClientError.self) { try client.getProfile(srcConsumerId: "C1") }
        #expect(sleeper.slept == [])
        _ = try client.batchStatus(batchId: "b")
        #expect(throws: IssuerClientError.self) { try client.getProfile(srcConsumerId: "C1") }
        #expect(sleeper.slept == [.seconds(2), .seconds(5), .seconds(15)])
        clock.advance(by: .seconds(61))
        #expect(throws: IssuerClientError.self) { try client.getCard(srcDigitalCardId: "D1") }
        #expect(sleeper.slept.count == 3)
    }

    @Test("Deleting names the profile in the query, takes 404 for done, and never sends an empty id")
    func deletions() throws {
        let transport = FakeTransport(clock: clock) { call, _ in
            call == 1
                ? FakeTransport.Answer(body: #"{"srcCorrelationId":"c"}"#) : FakeTransport.Answer(status: 404, body: "")
        }
        let client = try client(transport)
        #expect(try client.deleteProfile(srcConsumerId: "C-1", reason: "ACCOUNT_CLOSED", requestor: "ISSUER"))
        #expect(try !client.deleteProfile(srcConsumerId: "C-1"))
        #expect(try !client.deleteCard(srcDigitalCardId: "D-1"))
        let urls = transport.seen.map(\.url)
        #expect(
            urls[0].contains("/profiles?") && urls[0].contains("consumerId=C-1") && urls[0].contains("requestor=ISSUER")
        )
        #expect(urls[2].contains("/cards/D-1?"))
        for id in ["", "../keys", "a/b", "a b", String(repeating: "x", count: 65)] {
            #expect(throws: IssuerClientError.self) { try client.deleteProfile(srcConsumerId: id) }
            #expect(throws: IssuerClientError.self) { try client.deleteCard(srcDigitalCardId: id) }
        }
        #expect(transport.seen.count == 3)
    }

    @Test("Changes carry their ids in the body, and only what is changed")
    func updates() throws {
        let consumer =
            #"{"srcConsumerId":"C1","maskedConsumerIdentity":{"maskedIdentityValue":"a***a@x.test"},"status":"ACTIVE"}"#
        let transport = FakeTransport(clock: clock) { _, _ in
            FakeTransport.Answer(body: #"{"srcCorrelationId":"c","maskedConsumer":\#(consumer)}"#)
        }
        var patch = ConsumerPatch()
        patch.lastName = .set("Sample")
        let response = try client(transport).updateProfile(srcConsumerId: "C1", patch)
        #expect(response.maskedConsumer.maskedEmailAddress == "a***a@x.test")
        let seen = try #require(transport.seen.first)
        let body = try JSONDocument.parse(seen.body).root
        #expect(seen.method == "PUT" && body["srcClientId"]?.string == "0a1b2c3d-0000-4000-8000-0123456789ab")
        #expect(body["consumer"]?.count == 1 && body["consumer"]?["lastName"]?.string == "Sample")
        #expect(transport.badSignatures == 0)
    }

    @Test("Printing an error shows neither what was sent nor what a careless server repeats of it")
    func errorsAreClean() throws {
        let careless =
            #"{"status":400,"reason":"INVALID_ARGUMENT","message":"bad card 5555555555554444 of ada@example.test"}"#
        let transport = FakeTransport(clock: clock) { _, _ in FakeTransport.Answer(status: 400, body: careless) }
        let error = #expect(throws: IssuerClientError.self) {
            try client(transport).enrollBatch(externalBatchId: ExternalID("x"), rows: [row()])
        }
        let text = try "\(#require(error))"
        #expect(!text.contains("5555555555554444") && !text.contains("ada@"))
        #expect(text.contains("INVALID_ARGUMENT"))
    }

    @Test("A success that is not what the operation gives is no success")
    func unexpectedAnswers() throws {
        for body in ["", "{}", "[]", "<html>", #"{"maskedConsumer":1}"#] {
            let transport = FakeTransport(clock: clock) { _, _ in FakeTransport.Answer(body: body) }
            let error = #expect(throws: IssuerClientError.self) {
                try client(transport).getProfile(srcConsumerId: "C1")
            }
            guard case .unexpectedAnswer = error?.cause else {
                Issue.record("\(body) was taken")
                continue
            }
        }
    }
}
