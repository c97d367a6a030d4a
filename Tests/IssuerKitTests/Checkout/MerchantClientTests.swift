// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Cryptography
import HTTPClient
import JOSE
import Synchronization
import Testing
import WireJSON

@testable import IssuerKit

/// A shop's server at the network (checkout 4.9, 4.10).
@Suite struct MerchantClientTests {
    private let directory: TemporaryDirectory
    private let clock = ManualClock()
    private static let keyID = "20260101000000-sandbox-src-payload-verification-muster"
    private static let correlation = "11111111-2222-4333-8444-555555555555"

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write("shop.pem", Array(TestKeys.issuer.pkcs8PEM.utf8))
    }

    private func client(_ transport: FakeTransport) throws -> MerchantClient {
        let profile = MerchantProfile(
            name: "Shop", baseURL: "https://network.example", consumerKey: TestKeys.consumerKey,
            signingKeyFile: "shop.pem", srcClientId: "0a1b2c3d-0000-4000-8000-0123456789ab", srcDpaId: "shop_dpa0",
            origins: [], payloadKeyFile: "shop.pem", directory: directory.path)
        return try MerchantClient(profile: profile, clock: clock, transport: transport)
    }

    private func transport(
        keyIDs: [String] = [keyID],
        answer: @escaping @Sendable (Int, FakeTransport.Seen) throws(HTTPClientError) -> FakeTransport.Answer = {
            (_, _) throws(HTTPClientError) in FakeTransport.Answer(status: 204, body: "")
        }
    ) -> FakeTransport { FakeTransport(clock: clock, keyIDs: keyIDs, answer: answer) }

    private static func response(
        keyID: String = keyID, correlation: String = correlation, sealed: String? = nil
    ) throws -> String {
        let payload = """
            {"srcCorrelationId":"\(correlation)","srciTransactionId":"mine","maskedCard":{"srcDigitalCardId":"card",
            "panBin":"555555","panLastFour":"4444"}\(sealed.map { ",\"encryptedPayload\":\"\($0)\"" } ?? "")}
            """
        return try JWS.sign(Array(payload.utf8), with: TestKeys.network, header: JWSHeader(keyID: keyID))
    }

    @Test("A checkout's answer is taken under a key for payloads alone; a newer key is fetched, once a minute at most.")
    func verifies() throws {
        let transport = transport()
        let client = try client(transport)
        #expect(try client.read(checkoutResponse: Self.response()).srciTransactionId == "mine")
        #expect(try client.read(checkoutResponse: Self.response()).maskedCard.panLastFour == "4444")
        #expect(transport.keyFetches == 1)
        let newer = "20270101000000-sandbox-src-payload-verification-muster"
        #expect(throws: CheckoutFinding.notAuthentic) {
            _ = try client.read(checkoutResponse: Self.response(keyID: newer))
        }
        #expect(transport.keyFetches == 1)
        let other = self.transport(keyIDs: ["20260101000000-sandbox-src-identity-verification-muster"])
        let id = "20260101000000-sandbox-src-identity-verification-muster"
        let stranger = try self.client(other)
        #expect(throws: CheckoutFinding.notAuthentic) {
            _ = try stranger.read(checkoutResponse: Self.response(keyID: id))
        }
        #expect(throws: CheckoutFinding.notAuthentic) { _ = try client.read(checkoutResponse: "a.b.c") }
        #expect(throws: CheckoutFinding.unreadable) {
            _ = try client.read(checkoutResponse: String(repeating: "a", count: 70_000))
        }
    }

    @Test(
        "Credentials are asked for by a signed call, verified, decrypted, and of this checkout; nothing of them shows.")
    func credentials() throws {
        let given = Mutex((correlation: Self.correlation, plain: #"{"token":{"paymentToken":"5555000000000001"}}"#))
        let transport = transport { (_, seen) throws(HTTPClientError) in
            let (correlation, plain) = given.withLock { $0 }
            guard
                let sealed = try? JWE.encryptToString(
                    Array(plain.utf8), to: TestKeys.issuer.publicKey,
                    keyID: KeyFingerprints(TestKeys.issuer.publicKey).keySHA256),
                let token = try? Self.response(correlation: correlation, sealed: sealed)
            else { return FakeTransport.Answer(status: 500) }
            return FakeTransport.Answer(body: "{\"checkoutResponseJWS\":\"\(token)\"}")
        }
        let client = try client(transport)
        let correlation = try CorrelationID(Self.correlation)
        let credential = try client.credentials(srcCorrelationId: correlation, srcDigitalCardId: "card", flowId: "f-1")
        #expect(credential.isToken && credential.lastFour == "0001" && credential.dynamicDataValue == nil)
        #expect(!"\(credential)".contains("555500") && !String(reflecting: credential).contains("555500"))
        let seen = try #require(transport.seen.first)
        #expect(transport.badSignatures == 0 && seen.headers["x-src-cx-flow-id"] == "f-1")
        #expect(seen.headers["x-openapi-clientid"] == String(TestKeys.consumerKey.prefix { $0 != "!" }))
        given.withLock { $0.correlation = "21111111-2222-4333-8444-555555555555" }
        #expect(throws: CheckoutFinding.foreign) {
            _ = try client.credentials(srcCorrelationId: correlation, srcDigitalCardId: "card")
        }
        given.withLock { $0 = (Self.correlation, #"{"token":{"paymentToken":"x"}}"#) }
        #expect(throws: CheckoutFinding.unreadable) {
            _ = try client.credentials(srcCorrelationId: correlation, srcDigitalCardId: "card")
        }
    }

    @Test(
        "Each situation is told in the codes of the contract (checkout 4.10).",
        arguments: [
            (PurchaseConfirmation.Situation.authorized, "01", "02", "01"), (.declined, "01", "05", "02"),
            (.neverAuthorized, "04", "03", "03"), (.cancelled, "04", "03", "01"), (.refunded, "03", "02", "01"),
        ])
    func situations(_ situation: PurchaseConfirmation.Situation, type: String, status: String, result: String) throws {
        let transport = transport()
        let confirmation = PurchaseConfirmation(
            srcCorrelationId: try CorrelationID(Self.correlation), situation: situation, at: clock.now,
            amount: PurchaseConfirmation.Amount(number: "12.50", currency: "EUR"))
        try client(transport).confirm(confirmation)
        let body = try JSONDocument.parse(try #require(transport.seen.first).body)
        let data = try #require(body.root["confirmationData"])
        #expect(data["checkoutEventType"]?.string == type && data["checkoutEventStatus"]?.string == status)
        #expect(data["confirmationStatus"]?.string == result)
        #expect((data["networkTransactionIdentifier"]?.string == "UNAVLB") == (type == "01"))
        #expect(data["transactionAmount"]?["transactionAmount"]?.double == 12.5)
    }

    @Test("A call without an answer is made once more; a refusal is not.")
    func repeats() throws {
        let silent = transport { (_, _) throws(HTTPClientError) in
            throw HTTPClientError(code: .timedOut, message: "no answer", host: "network.example")
        }
        let confirmation = PurchaseConfirmation(
            srcCorrelationId: try CorrelationID(Self.correlation), situation: .refunded, at: clock.now)
        #expect(throws: IssuerClientError.self) { try client(silent).confirm(confirmation) }
        #expect(silent.seen.count == 2)
        let refusing = transport { (_, _) throws(HTTPClientError) in FakeTransport.Answer(status: 400) }
        #expect(throws: IssuerClientError.self) { try client(refusing).confirm(confirmation) }
        #expect(refusing.seen.count == 1)
    }
}
