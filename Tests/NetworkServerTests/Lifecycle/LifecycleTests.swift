// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing
import WireJSON

@testable import NetworkServer

@Suite("operations") struct LifecycleTests {
    @Test("every operation does its work: batch, status, profile, card, and their changes and removals")
    func happyPath() throws {
        let server = try RunningServer()
        let a = server.a
        let base = RunningServer.base
        let enrolled = try server.enroll(a)
        let alias = try server.call("GET", base + "/cards/batch/" + enrolled.batch, a.ids, as: a)
        #expect(alias.status == 200 && alias.json?["batchStatus"]?.string == "COMPLETED_SUCCESSFULLY")
        #expect(alias.json?["externalBatchId"]?.string == "b-1")

        let profile = try server.call(
            "GET", base + "/profiles/" + enrolled.consumer,
            a.ids + [("srcCorrelationId", "7f0f4c1e-1111-4222-8333-444455556667")], as: a)
        #expect(
            profile.status == 200
                && profile.json?["srcCorrelationId"]?.string == "7f0f4c1e-1111-4222-8333-444455556667",
            "\(profile.text)")
        #expect(profile.json?["maskedConsumer"]?["srcConsumerId"]?.string == enrolled.consumer)
        let card = try #require(profile.json?["maskedCards"]?.elements.first { _ in true })
        #expect(card["panBin"]?.string == "518600" && card["panLastFour"]?.string == "9726")
        #expect(card["paymentCardDescriptor"]?.string == "mastercard")
        for secret in ["5186001700009726", "ada@example.test", "2025550100", "1 Sample Road"] {
            #expect(!profile.text.contains(secret))
        }

        let update = try server.call(
            "PUT", base + "/profiles/" + enrolled.consumer,
            body: body(a, #""consumer":{"mobileNumber":{"countryCode":"1","phoneNumber":"2025550199"}}"#), as: a)
        #expect(update.status == 200 && update.json?["maskedCards"] == nil, "\(update.text)")
        #expect(update.json?["maskedConsumer"]?["srcConsumerId"]?.string == enrolled.consumer)

        let address = #""billingAddress":{"line1":"2 Other Road","city":"Ort","countryCode":"NL"}"#
        let changed = try server.call(
            "PUT", base + "/cards/" + enrolled.card, body: body(a, address), as: a)
        #expect(changed.status == 200, "\(changed.text)")
        #expect(changed.json?["maskedCard"]?["maskedBillingAddress"]?["countryCode"]?.string == "NL")
        let sealed = try server.encrypt("{\(address)}")
        let encrypted = try server.call(
            "PUT", base + "/cards/" + enrolled.card, body: body(a, #""encryptedCard":"\#(sealed)""#), as: a)
        #expect(encrypted.status == 200, "\(encrypted.text)")
        #expect(try server.call("GET", base + "/cards/" + enrolled.card, a.ids, as: a).status == 200)

        let remove = a.ids + [("reason", "ACCOUNT_CLOSED"), ("requestor", "ISSUER")]
        #expect(try server.call("DELETE", base + "/cards/" + enrolled.card, remove, as: a).status == 200)
        for method in ["GET", "DELETE"] {
            let gone = try server.call(method, base + "/cards/" + enrolled.card, a.ids, as: a)
            #expect(gone.status == 404 && gone.reason == "NOT_FOUND" && gone.detail.source == "srcDigitalCardId")
        }
        let delete = a.ids + [("consumerId", enrolled.consumer)]
        #expect(try server.call("DELETE", base + "/profiles", delete, as: a).status == 200)
        let again = try server.call("DELETE", base + "/profiles/" + enrolled.consumer, a.ids, as: a)
        #expect(again.status == 404 && again.detail.source == "srcConsumerId" && again.detail.type == "PATH")
    }

    private func body(_ issuer: RunningServer.Issuer, _ members: String) -> [UInt8] {
        let credentials = issuer.credentials
        return Array(
            #"{"srcClientId":"\#(credentials.srcClientId)","serviceId":"\#(credentials.serviceId)",\#(members)}"#.utf8)
    }

    @Test("a deletion without an id is refused and deletes nothing")
    func deleteWithoutId() throws {
        let server = try RunningServer()
        let enrolled = try server.enroll(server.a)
        let answer = try server.call("DELETE", RunningServer.base + "/profiles", server.a.ids, as: server.a)
        #expect(answer.status == 400 && answer.detail.reason == "CANNOT_BE_NULL")
        let profile = RunningServer.base + "/profiles/" + enrolled.consumer
        #expect(try server.call("GET", profile, server.a.ids, as: server.a).status == 200)
    }

    @Test("identifiers of another profile are refused with 409, of two others with 400")
    func conflicts() throws {
        let server = try RunningServer()
        let ada = try server.enroll(server.a)
        _ = try server.enroll(server.a, id: "b-2", name: "bob", phone: "0101")
        _ = try server.enroll(server.a, id: "b-3", name: "cy", phone: "0102")
        func update(_ email: String, _ phone: String) throws -> RunningServer.Answer {
            try server.call(
                "PUT", RunningServer.base + "/profiles/" + ada.consumer,
                body: body(
                    server.a,
                    #""consumer":{"consumerIdentity":{"identityType":"EMAIL_ADDRESS","identityValue":"\#(email)"},"#
                        + #""mobileNumber":{"countryCode":"1","phoneNumber":"202555\#(phone)"}}"#), as: server.a)
        }
        let taken = try update("bob@example.test", "0101")
        #expect(taken.status == 409 && taken.reason == "ALREADY_EXISTS" && taken.detail.reason == "ALREADY_EXISTS")
        let split = try update("bob@example.test", "0102")
        #expect(split.status == 400 && split.detail.reason == "AMBIGUOUS_CONSUMER_IDENTITY")
        #expect(!taken.text.contains("bob@") && !split.text.contains("2025550102"))
    }

    @Test("a Maestro card is shown as one, whatever part of Maestro's numbers it is in")
    func maestro() throws {
        let server = try RunningServer(country: "NL")
        for (index, pan) in ["6759649826438453", "5641820000000005", "5018000000000009"].enumerated() {
            let enrolled = try server.enroll(
                server.a, id: "b-\(index)", name: "p\(index)", phone: "010\(index)", pan: pan)
            let card = try server.call(
                "GET", RunningServer.base + "/cards/" + enrolled.card, server.a.ids, as: server.a)
            #expect(card.json?["maskedCard"]?["paymentCardDescriptor"]?.string == "maestro", "\(card.text)")
            #expect(card.json?["maskedCard"]?["paymentCardType"]?.string == "DEBIT")
        }
    }

    @Test("token data is not given out where it was not arranged")
    func tokenRequested() throws {
        let server = try RunningServer()
        let enrolled = try server.enroll(server.a)
        let answer = try server.call(
            "GET", RunningServer.base + "/cards/" + enrolled.card, server.a.ids + [("tokenRequested", "true")],
            as: server.a)
        #expect(answer.status == 403 && answer.detail.source == "serviceId")
    }
}
