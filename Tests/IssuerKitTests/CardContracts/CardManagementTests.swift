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

/// Making clients, accounts and cards at the processor, against a network that is played (processing 6.1, 6.2).
@Suite("Card management")
struct CardManagementTests {
    private let directory: TemporaryDirectory
    private let clock = ManualClock()

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// A processor that gives 40000, 60001 and 70001, as it is asked.
    private func processor(failing: Int = 0) -> FakeTransport {
        FakeTransport(clock: clock) { call, request throws(HTTPClientError) in
            if call <= failing { return FakeTransport.Answer(status: 503, body: "{}") }
            let name =
                request.url.hasSuffix("/clients")
                ? #""clientId":40000"#
                : request.url.hasSuffix("/accounts") ? #""accountContractId":60001"# : #""cardContractId":70001"#
            let token = try? JWE.encryptToString(
                Array("{\(name)}".utf8), to: TestKeys.issuer.publicKey, keyID: "k")
            return FakeTransport.Answer(status: 201, body: #"{"encryptedData":"\#(token ?? "")"}"#)
        }
    }

    private func client(_ transport: FakeTransport, payloadKey: Bool = true) throws -> IssuerClient {
        try directory.write("payload.pem", Array(TestKeys.issuer.pkcs8PEM.utf8))
        var profile = try TestKeys.profile(in: directory)
        if payloadKey { profile.payloadKeyFile = "payload.pem" }
        return try IssuerClient(
            profile: profile,
            options: IssuerClient.Options(clock: clock, sleeper: RecordingSleeper(), entropy: SeededEntropy(seed: 4)),
            transport: transport)
    }

    @Test("A client, an account and a card are made, each body encrypted as a whole, no number in it")
    func made() throws {
        let transport = processor()
        let client = try client(transport)
        let holder = try client.createProcessorClient(
            clientNumber: "cust-1", firstName: "Ada", lastName: "Example", shortName: "ADA E")
        let account = try client.createProcessorAccount(
            accountContractNumber: "acc-1", clientId: holder, productCode: "DEMO_DEBIT")
        var card = IssuerClient.NewCardContract(accountContractId: account, productCode: "DEMO_DEBIT")
        card.embossedFirstName = "ADA"
        card.expiry = Expiry(month: 12, year: 2031)
        #expect(try client.createCardContract(card).value == 70001)
        #expect(
            transport.seen.map { $0.method + " " + $0.url.dropFirst("https://network.example".count) } == [
                "POST /global-processing/core/clients", "POST /global-processing/core/accounts",
                "POST /global-processing/core/cards",
            ] && transport.badSignatures == 0)
        let bodies = try transport.seen.map { seen in
            let outer = try JSONDocument.parse(seen.body).root
            #expect(outer.count == 1)
            return try JSONDocument.parse(TestKeys.decrypt(outer["encryptedData"]?.string ?? "")).root
        }
        #expect(bodies[0]["clientNumber"]?.string == "cust-1" && bodies[0]["clientType"]?.string == "PR")
        #expect(bodies[1]["clientId"]?.int64 == 40000)
        #expect(bodies[2]["accountContractId"]?.int64 == 60001)
        #expect(bodies[2]["cardContract"]?["cardExpiryDate"]?.string == "3112")
        #expect(bodies[2]["cardContract"]?["cardContractNumber"] == nil)
        #expect(bodies[2]["cardContract"]?["embossedData"]?["firstName"]?.string == "ADA")
    }

    @Test("A call that is repeated keeps its idempotency key; the next call has another")
    func idempotency() throws {
        let transport = processor(failing: 1)
        let client = try client(transport)
        _ = try client.createProcessorClient(clientNumber: "cust-1")
        _ = try client.createProcessorClient(clientNumber: "cust-2")
        let keys = transport.seen.map { $0.headers["idempotency-key"] ?? "" }
        #expect(keys.count == 3 && keys[0] == keys[1] && keys[1] != keys[2] && keys[0].utf8.count == 36)
    }

    @Test("Without a key that could open the answer nothing is sent")
    func noKey() throws {
        let transport = processor()
        let client = try client(transport, payloadKey: false)
        #expect {
            _ = try client.createProcessorClient(clientNumber: "cust-1")
        } throws: {
            ($0 as? IssuerClientError)?.reason == "INVALID_CONFIGURATION"
        }
        #expect(transport.seen.isEmpty)
    }
}
