// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Checkout
import ClickToPay
import JOSE
import Store
import Testing
import Vault
import WireJSON

@testable import NetworkServer

/// O9 over HTTP (checkout 4.9): its error table, and what is in the payload (3.1, 3.2).
@Suite("transaction credentials") struct CredentialsTests {
    private typealias J = CheckoutJourney

    private func paid(
        _ journey: J, options: String = "{}", _ more: String = ""
    ) throws -> (correlation: String, enrolled: RunningServer.Enrolled) {
        let enrolled = try journey.enroll()
        let answer = try journey.checkout(card: enrolled.card, options: options, more)
        #expect(J.action(answer) == "COMPLETE", "\(answer.text)")
        return (try J.correlation(answer), enrolled)
    }

    @Test("the token and a cryptogram that the token service knows again, fresh each time")
    func token() throws {
        let journey = try J(RunningServer())
        let (correlation, enrolled) = try paid(
            journey,
            options:
                #"{"dpaBillingPreference":"FULL","consumerNameRequested":true,"consumerPhoneNumberRequested":true,"#
                + #""consumerEmailAddressRequested":true,"paymentOptions":{"dpaDynamicDataTtlMinutes":2}}"#,
            #""srciTransactionId":"t-1""#)
        let answers = try (1...2).map { _ in try journey.credentials(correlation, card: enrolled.card) }
        let opened = try answers.map { try journey.open($0) }
        #expect(answers[0].header("Cache-Control") == "no-store")
        #expect(opened[0].payload["srcCorrelationId"]?.string == correlation)
        #expect(opened[0].payload["srciTransactionId"]?.string == "t-1")
        #expect(opened[0].payload["maskedCard"]?["dateOfCardLastUsed"]?.string != nil)
        let secrets = try opened.map { try #require($0.secret) }
        let numbers = secrets.map { $0["token"]?["paymentToken"]?.string }
        #expect(numbers[0]?.utf8.count == 16 && numbers[0] == numbers[1])
        #expect(secrets[0]["card"] == nil && secrets[0]["billingAddress"]?["line1"]?.string == "1 Sample Road")
        #expect(secrets[0]["consumerEmailAddress"]?.string == J.email)
        #expect(
            secrets[0]["consumerFirstName"]?.string == "Ada" && secrets[0]["consumerFullName"]?.string == "Ada Example")
        #expect(secrets[0]["consumerMobileNumber"]?["phoneNumber"]?.string == "2025550100")
        #expect(secrets[0]["srcTokenResultsData"]?["tokenRequestorId"]?.string == "50123197928")
        let values = secrets.compactMap { $0["dynamicData"]?["dynamicDataValue"]?.string }
        #expect(values.count == 2 && values[0] != values[1] && values[0].utf8.count == 28)
        let expiry = secrets[0]["dynamicData"]?["dynamicDataExpiration"]?.string.flatMap(Timestamp.init(iso8601:))
        let left = try #require(expiry).milliseconds - journey.server.clock.now.milliseconds
        #expect((120_000..<180_000).contains(left))
        let vault = try #require(journey.server.server?.storage.vault)
        let card = try #require(vault.row(of: enrolled.card, kind: .card))
        let verdicts = try values.map { value in
            Cryptograms(vault: vault).verify(
                try #require(Base64.decode(value)), card: card, tokenNumber: numbers[0] ?? "",
                tokenExpiry: (secrets[0]["token"]?["tokenExpirationYear"]?.string ?? "")
                    + (secrets[0]["token"]?["tokenExpirationMonth"]?.string ?? ""), now: journey.server.clock.now)
        }
        #expect(verdicts == [.genuine(counter: 1), .genuine(counter: 2)])
        // The counter goes on after a restart.
        journey.server.stop()
        try journey.server.start()
        #expect(try journey.credentials(correlation, card: enrolled.card).status == 200)
        let use = try journey.server.server?.storage.directory.read { try $0.cardUse(of: card) }
        #expect(use?.counter == 3 && use?.uses == 1)
    }

    @Test("zip and country alone for a shop that wants no more, and nothing that it did not ask for")
    func preferences() throws {
        let journey = try J(RunningServer())
        let (correlation, enrolled) = try paid(journey, options: #"{"dpaBillingPreference":"POSTAL_COUNTRY"}"#)
        let secret = try #require(try journey.open(journey.credentials(correlation, card: enrolled.card)).secret)
        let address = try #require(secret["billingAddress"])
        #expect(address["zip"]?.string == "90000" && address["countryCode"]?.string == "US" && address["line1"] == nil)
        for name in ["shippingAddress", "consumerEmailAddress", "consumerFirstName", "consumerMobileNumber"] {
            #expect(secret[name] == nil)
        }
    }

    @Test("without a cryptogram the shop gets the token in the card's place, or the card where its issuer allows it")
    func noCryptogram() throws {
        let journey = try J(RunningServer())
        let options = #"{"paymentOptions":[{"dynamicDataType":"NONE"}]}"#
        let (correlation, enrolled) = try paid(journey, options: options)
        let secret = try #require(try journey.open(journey.credentials(correlation, card: enrolled.card)).secret)
        #expect(secret["token"] == nil && secret["dynamicData"]?["dynamicDataType"]?.string == "NONE")
        let number = try #require(secret["card"]?["primaryAccountNumber"]?.string)
        #expect(number != "5186001700009726" && secret["card"]?["cardSecurityCode"]?.string?.utf8.count == 3)
        try journey.server.set([("panAtCheckout", "true")], of: journey.server.a)
        let opened = try journey.checkout(card: enrolled.card, options: options)
        #expect(J.steps(opened) == ["CVC"], "\(opened.text)")
        let session = try J.session(opened)
        #expect(try journey.submit(session, "{}").reason == "CARD_SECURITY_CODE_MISSING")
        #expect(J.action(try journey.submit(session, #"{"cardSecurityCode":"987"}"#)) == "COMPLETE")
        let again = try J.correlation(opened)
        let clear = try #require(try journey.open(journey.credentials(again, card: enrolled.card)).secret)
        #expect(clear["card"]?["primaryAccountNumber"]?.string == "5186001700009726")
        #expect(clear["card"]?["cardSecurityCode"]?.string == "987")
        // Once.
        let second = try #require(try journey.open(journey.credentials(again, card: enrolled.card)).secret)
        #expect(second["card"]?["cardSecurityCode"] == nil)
    }

    @Test(
        "400: what is missing, badly formatted or too long",
        arguments: [
            ("srcCorrelationId", "\"x\"", "INVALID_VALUE"), ("srcCorrelationId", "null", "CANNOT_BE_NULL"),
            ("srcDigitalCardId", "null", "CANNOT_BE_NULL"),
            ("srcDigitalCardId", "\"\(String(repeating: "x", count: 37))\"", "INVALID_FORMAT"),
            ("srcDpaId", "null", "CANNOT_BE_NULL"), ("billingAddress", "{\"countryCode\":\"USA\"}", "INVALID_VALUE"),
            ("digitalTransactionData", "{\"deviceLocation\":\"0123456789\"}", "INVALID_FORMAT"),
            ("digitalTransactionData", "{\"consumerEmailAddressFormat\":2}", "INVALID_VALUE"),
        ])
    func invalid(_ name: String, _ value: String, _ reason: String) throws {
        let journey = try J(RunningServer())
        var members = [
            ("srcClientId", "\"\(journey.shop.srcClientId)\""), ("srcDpaId", "\"\(journey.shop.srcDpaId)\""),
            ("srcCorrelationId", "\"11111111-2222-4333-8444-555555555555\""), ("srcDigitalCardId", "\"c\""),
        ].filter { $0.0 != name }
        members.append((name, value))
        let body = "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
        let answer = try journey.server.call(
            "POST", RunningServer.base + "/transaction/credentials", body: Array(body.utf8), as: journey.integrator)
        #expect(answer.status == 400 && answer.reason == "INVALID_ARGUMENT", "\(answer.text)")
        #expect(answer.detail.source?.hasPrefix(name) == true && answer.detail.reason == reason, "\(answer.text)")
    }

    @Test("400: a checkout that is not there, not complete, or of another card")
    func state() throws {
        let journey = try J(RunningServer())
        let (correlation, enrolled) = try paid(journey)
        let none = try journey.credentials("11111111-2222-4333-8444-555555555555", card: enrolled.card)
        #expect(none.status == 400 && none.detail.reason == "NOT_FOUND" && none.detail.source == "srcCorrelationId")
        let other = try journey.enroll("b-2", name: "bob", pan: "5120340000000004", phone: "0101")
        for card in [other.card, "no card"] {
            let refused = try journey.credentials(correlation, card: card)
            #expect(refused.status == 400 && refused.detail.reason == "CARD_NOT_FOUND", "\(refused.text)")
        }
        let open = try journey.checkout(card: enrolled.card, options: #"{"confirmPayment":true}"#)
        let early = try journey.credentials(try J.correlation(open), card: enrolled.card)
        #expect(early.status == 400 && early.detail.reason == "INVALID_STATE")
        _ = try journey.act(try J.session(open), "cancel")
        #expect(try journey.credentials(try J.correlation(open), card: enrolled.card).status == 400)
        journey.server.clock.advance(by: .seconds(901))
        #expect(try journey.credentials(correlation, card: enrolled.card).detail.reason == "EXPIRED")
    }

    @Test("401 for a signature that is not accepted, 403 for others' clients, shops and checkouts")
    func foreign() throws {
        let journey = try J(RunningServer())
        let (correlation, enrolled) = try paid(journey)
        var stranger = journey.integrator
        stranger.key = journey.server.a.key
        let unproved = try journey.credentials(correlation, card: enrolled.card, as: stranger)
        #expect(unproved.gatewayReason == "AUTHENTICATION_FAILED" && unproved.json?["checkoutResponseJWS"] == nil)
        let issuer = try journey.credentials(correlation, card: enrolled.card, as: journey.server.b)
        #expect(issuer.status == 403 && issuer.reason == "PERMISSION_DENIED" && issuer.detail.source == "srcClientId")
        let other = try J(journey.server)
        let foreign = try other.credentials(correlation, card: enrolled.card)
        #expect(foreign.status == 403 && foreign.detail.source == "srcCorrelationId", "\(foreign.text)")
        let shop = try journey.server.call(
            "POST", RunningServer.base + "/transaction/credentials",
            body: Array(
                (#"{"srcClientId":"\#(journey.shop.srcClientId)","srcDpaId":"\#(other.shop.srcDpaId)","#
                    + #""srcCorrelationId":"\#(correlation)","srcDigitalCardId":"\#(enrolled.card)"}"#).utf8),
            as: journey.integrator)
        #expect(shop.status == 403 && shop.detail.source == "srcDpaId")
    }

    @Test("403 for a consumer who is not active, and for a key that the client does not have")
    func denied() throws {
        let journey = try J(RunningServer())
        let (correlation, enrolled) = try paid(journey)
        let fingerprint = String(repeating: "0", count: 64)
        let key = try journey.credentials(correlation, card: enrolled.card, #""keyFingerprintId":"\#(fingerprint)""#)
        #expect(key.status == 403 && key.reason == "PERMISSION_DENIED", "\(key.text)")
        let storage = try #require(journey.server.server?.storage)
        let row = try #require(storage.vault.row(of: enrolled.consumer, kind: .consumer))
        try storage.directory.write { writing in
            guard let old = try writing.consumer(row) else { return }
            var new = old
            new.status = .locked
            try writing.replace(old, by: new)
        }
        let locked = try journey.credentials(correlation, card: enrolled.card)
        #expect(locked.status == 403 && locked.reason == "PERMISSION_DENIED")
        let refused = try journey.checkout(card: enrolled.card)
        #expect(refused.status == 403 && refused.reason == "ACCT_INACCESSIBLE", "\(refused.text)")
    }

    @Test("a consumer or card that its issuer deletes is gone from a checkout that was complete")
    func deleted() throws {
        let journey = try J(RunningServer())
        let (correlation, enrolled) = try paid(journey)
        let a = journey.server.a
        let gone = try journey.server.call(
            "DELETE", RunningServer.base + "/cards/" + enrolled.card, a.ids, as: a)
        #expect(gone.status == 200)
        #expect(try journey.credentials(correlation, card: enrolled.card).detail.reason == "CARD_NOT_FOUND")
    }
}
