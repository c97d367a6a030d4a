// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Cryptography
import JOSE
import Store
import Testing
import WireJSON

@testable import NetworkServer

/// Token data for clients that have arranged it (enrollment 3.4, 3.6, 10.4).
@Suite("payment data") struct PaymentDataTests {
    private static let fingerprint = String(repeating: "0", count: 64)

    private func server(_ settings: (name: String, text: String)...) throws -> RunningServer {
        let server = try RunningServer()
        server.stop()
        _ = try ProgramAdministration(dataDirectory: server.path)
            .set(settings, name: nil, serviceId: server.a.credentials.serviceId)
        try server.start()
        return server
    }

    private func enroll(
        _ server: RunningServer, _ more: String = "", phone: String = "2025550100"
    ) throws -> RunningServer.Answer {
        let card = #"{"primaryAccountNumber":"5186001700009726","panExpirationMonth":"08","panExpirationYear":"2031"}"#
        let a = server.a.credentials
        let body =
            #"{"srcClientId":"\#(a.srcClientId)","serviceId":"\#(a.serviceId)","cardSource":"ISSUER","#
            + #""consumer":{"consumerIdentity":{"identityType":"EMAIL_ADDRESS","identityValue":"ada@example.test"},"#
            + #""mobileNumber":{"countryCode":"1","phoneNumber":"\#(phone)"},"firstName":"Ada","lastName":"E","#
            + #""countryCode":"US","languageCode":"en"},"#
            + #""complianceSettings":{"tnc":{"latestVersionUri":"https://b.ex"},"#
            + #""privacy":{"latestVersionUri":"https://b.ex"}},"encryptedCard":"\#(try server.encrypt(card))"\#(more)}"#
        return try server.call("POST", RunningServer.base + "/cards", body: Array(body.utf8), as: server.a)
    }

    private func read(_ server: RunningServer, _ card: String, _ more: [(String, String)]) throws
        -> RunningServer.Answer
    {
        try server.call("GET", RunningServer.base + "/cards/" + card, server.a.ids + more, as: server.a)
    }

    @Test("the token comes encrypted to the client's key, with an enrollment and with a card that is read for it")
    func token() throws {
        let server = try server(("paymentData", "true"))
        let enrolled = try enroll(server)
        let masked = try #require(enrolled.json?["maskedCard"], "\(enrolled.text)")
        let card = try #require(masked["srcDigitalCardId"]?.string)
        let again = try read(server, card, [("tokenRequested", "true")])
        for answer in [enrolled, again] {
            let sealed = try #require(answer.json?["encryptedPaymentData"]?.string, "\(answer.text)")
            let fingerprint = try #require(answer.json?["keyFingerprintId"]?.string)
            #expect(fingerprint == KeyFingerprints(server.a.key.publicKey).keySHA256)
            let plaintext = try JWE.decrypt(
                Array(sealed.utf8), keys: DecryptionKeySet([DecryptionKey(server.a.key, keyID: fingerprint)]))
            let token = try JSONDocument.parse(plaintext).root
            let number = try #require(token["paymentToken"]?.string)
            // 16 digits whose ends are those that the masked card shows.
            #expect(number.utf8.count == 16 && String(number.suffix(4)) == masked["tokenLastFour"]?.string)
            #expect(String(number.prefix(6)) == masked["tokenBinRange"]?.string)
            #expect(token["tokenExpirationMonth"]?.string == masked["tokenExpirationMonth"]?.string)
            #expect(token["tokenExpirationYear"]?.string == masked["tokenExpirationYear"]?.string)
            #expect(token["paymentAccountReference"]?.string == masked["paymentAccountReference"]?.string)
            #expect(!answer.text.contains(number))
        }
        // Only who asks gets it.
        #expect(try read(server, card, []).json?["encryptedPaymentData"] == nil)
    }

    @Test("without an arrangement there is no token data, and a masked answer needs no key")
    func notArranged() throws {
        let server = try server(("paymentData", "false"))
        let enrolled = try enroll(server, #","keyFingerprintId":"\#(Self.fingerprint)""#)
        #expect(enrolled.status == 200 && enrolled.json?["encryptedPaymentData"] == nil, "\(enrolled.text)")
        let card = try #require(enrolled.json?["maskedCard"]?["srcDigitalCardId"]?.string)
        let refused = try read(server, card, [("tokenRequested", "true")])
        #expect(refused.status == 403 && refused.detail.source == "serviceId")
    }

    @Test("a key that the client does not have is refused before anything is done")
    func unknownKey() throws {
        let server = try server(("paymentData", "true"))
        let refused = try enroll(server, #","keyFingerprintId":"\#(Self.fingerprint)""#)
        #expect(refused.status == 403 && refused.detail.reason == "NOT_FOUND", "\(refused.text)")
        #expect(refused.detail.source == "srcClientId")
        // Nothing is there: the same email goes with another number.
        #expect(try enroll(server, phone: "2025550199").status == 200)
    }

    @Test("of several keys the default one is taken; without one default the call must name the key")
    func severalKeys() throws {
        func reason(_ keys: PayloadKeys) -> String? {
            do {
                _ = try keys.key(nil)
                return nil
            } catch {
                return error.details.first?.reason?.rawValue
            }
        }
        func add(isDefault: Bool) throws -> RSAPublicKey {
            let key = try RSAPrivateKey.generate().publicKey
            try keys.add(
                PayloadKeyRow(
                    srcClientId: "client", fingerprint: KeyFingerprints(key).keySHA256,
                    publicKey: key.subjectPublicKeyInfo, isDefault: isDefault))
            return key
        }
        var keys = PayloadKeys()
        #expect(reason(keys) == "NOT_FOUND")
        let first = try add(isDefault: false)
        #expect(try keys.key(nil).publicKey == first)
        let second = try add(isDefault: true)
        #expect(try keys.key(nil).publicKey == second)
        _ = try add(isDefault: true)
        #expect(reason(keys) == "MULTIPLE_FOUND")
    }
}
