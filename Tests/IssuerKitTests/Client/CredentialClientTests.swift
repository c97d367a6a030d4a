// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import AmbientTesting
internal import ClickToPay
internal import Testing
internal import WireJSON

@testable internal import IssuerKit

@Suite("Issuer client, second generation")
struct CredentialClientTests {
    private let directory: TemporaryDirectory
    private let clock = ManualClock()

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func client(_ transport: FakeTransport, directoryId: String? = "dir-1") throws -> IssuerClient {
        var profile = try TestKeys.profile(in: directory)
        profile.directoryId = directoryId
        return try IssuerClient(
            profile: profile,
            options: IssuerClient.Options(
                generation: .v2, clock: clock, sleeper: RecordingSleeper(), entropy: SeededEntropy(seed: 4)),
            transport: transport)
    }

    private static let base = "https://network.example/src/api/digital/payments/directories/dir-1"
    private static let consumer =
        #"{"srcCorrelationId":"c","directoryId":"dir-1","consumer":{"srcConsumerId":"C1","status":"ACTIVE"},"#
        + #""credentials":[]}"#

    @Test("Every life-cycle call goes to the paths of the contract, by the bank's ids, and is signed")
    func paths() throws {
        let transport = FakeTransport(clock: clock) { _, _ in FakeTransport.Answer(body: Self.consumer) }
        let client = try client(transport)
        let (ada, card) = (try ExternalID("ada:1"), try ExternalID("card.1"))
        _ = try client.getConsumer(externalConsumerId: ada)
        var patch = ConsumerPatch()
        patch.lastName = .set("Zett")
        _ = try client.updateConsumer(externalConsumerId: ada, patch)
        #expect(try client.deleteConsumer(externalConsumerId: ada))
        _ = try client.getCredential(externalConsumerId: ada, externalCredentialId: card)
        _ = try client.updateCredential(
            externalConsumerId: ada, externalCredentialId: card,
            CardChanges(billingAddress: nil, expiry: Expiry(month: 9, year: 2034)))
        #expect(try client.deleteCredential(externalConsumerId: ada, externalCredentialId: card))
        let consumer = Self.base + "/consumers/ada:1"
        let paths = transport.seen.map { seen in seen.method + " " + seen.url.prefix { $0 != "?" } }
        #expect(
            paths == [
                "GET " + consumer, "PUT " + consumer, "DELETE " + consumer, "GET " + consumer + "/credentials/card.1",
                "PUT " + consumer + "/credentials/card.1", "DELETE " + consumer + "/credentials/card.1",
            ])
        let change = try JSONDocument.parse(transport.seen[4].body).root
        #expect(change["panExpirationMonth"]?.string == "09" && change["panExpirationYear"]?.string == "2034")
        #expect(transport.badSignatures == 0)
        for dots in [".", ".."] {
            #expect(throws: IssuerClientError.self) {
                try client.getConsumer(externalConsumerId: ExternalID(dots))
            }
        }
        #expect(transport.seen.count == 6)
    }

    @Test("A batch has credentials, and its status is asked for below the directory")
    func batches() throws {
        let transport = FakeTransport(clock: clock) { call, _ in
            call == 1
                ? FakeTransport.Answer(status: 202, body: #"{"batchId":"b-1","externalBatchId":"x-1"}"#)
                : FakeTransport.Answer(
                    body: #"{"batchStatus":"COMPLETED_SUCCESSFULLY","batchId":"b-1","externalBatchId":"x-1","items":"#
                        + #"[{"externalConsumerId":"ada","externalCredentialId":"c-1","status":"SUCCESSFUL"}]}"#)
        }
        let client = try client(transport)
        let row = PortfolioRow(
            externalConsumerId: try ExternalID("ada"), externalCardId: try ExternalID("c-1"),
            consumer: Consumer(
                email: try Email("ada@example.test"), mobile: sampleMobile, firstName: "Ada",
                lastName: "Example", countryCode: try CountryCode("US"), languageCode: try LanguageCode("en")),
            card: EnrolledCard(
                pan: try PAN("5555555555554444"), expiry: try #require(Expiry(month: 8, year: 2031))))
        _ = try client.enrollBatch(externalBatchId: ExternalID("x-1"), rows: [row])
        let status = try client.batchStatus(batchId: "b-1")
        #expect(status.items.map(\.externalCardId) == ["c-1"])
        #expect(transport.seen[0].url == Self.base + "/credentials/batch")
        #expect(transport.seen[1].url.hasPrefix(Self.base + "/credentials/batch/b-1?"))
        let token = try #require(JSONDocument.parse(transport.seen[0].body).root["enrollmentData"]?.string)
        let plaintext = try JSONDocument.parse(TestKeys.decrypt(token)).root
        let sent = plaintext["consumers"]?.elements.first { _ in true }
        #expect(sent?["cards"] == nil)
        #expect(sent?["credentials"]?.elements.map { $0["externalCredentialId"]?.string } == ["c-1"])
    }

    @Test("Paths that are not published come from the profile where it has them, and are written back")
    func configuredPaths() throws {
        let transport = FakeTransport(clock: clock) { call, _ in
            call == 1
                ? FakeTransport.Answer(status: 202, body: #"{"batchId":"b-1","externalBatchId":"x-1"}"#)
                : FakeTransport.Answer(body: #"{"batchStatus":"IN_PROGRESS","batchId":"b-1","items":[]}"#)
        }
        var profile = try TestKeys.profile(in: directory)
        profile.paths.batch = "/v9/batches"
        profile.paths.batchStatus = "/v9/batches/{batchId}/state"
        #expect(String(decoding: profile.json, as: UTF8.self).contains(#""paths":{"batch":"/v9/batches","#))
        let client = try IssuerClient(
            profile: profile,
            options: IssuerClient.Options(clock: clock, sleeper: RecordingSleeper(), entropy: SeededEntropy(seed: 4)),
            transport: transport)
        _ = try client.submitOnce(externalBatchId: ExternalID("x-1"), plaintext: Array("{}".utf8))
        _ = try client.statusOnce(batchId: "b-1")
        #expect(transport.seen[0].url.hasSuffix("/v9/batches"))
        #expect(transport.seen[1].url.contains("/v9/batches/b-1/state?"))
        for wrong in [
            #"{"batch":"x"}"#, #"{"batchStatus":"/v9/{batch}"}"#, #"{"batches":"/x"}"#, #"{"batch":"/a?b"}"#, "7",
        ] {
            #expect(throws: APIPaths.Fault.self) { try APIPaths(JSONDocument.parse(Array(wrong.utf8)).root) }
        }
    }

    @Test("Without a directoryId in the profile nothing is sent, and the error names it")
    func noDirectory() throws {
        let transport = FakeTransport(clock: clock) { _, _ in FakeTransport.Answer(body: "") }
        #expect {
            _ = try client(transport, directoryId: nil)
        } throws: {
            "\($0)".contains("directoryId")
        }
        #expect(transport.seen.isEmpty)
    }
}
