// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import HTTPService
import JOSE
import RequestSigning
import Testing
import WireJSON

@testable import NetworkServer

/// The authorization request to the issuer's own server, over HTTP (processing 7.2).
@Suite("decision point over HTTP") struct DecisionTests {
    private let server: RunningServer
    private let endpoint = DecisionEndpoint()
    private var a: RunningServer.Issuer { server.a }

    init() throws {
        server = try RunningServer()
        let url = try endpoint.start()
        try server.set([("decisionURL", url + "/issuerServices/1/0"), ("decisionMilliseconds", "500")], of: server.a)
    }

    private func enable(_ pan: String, as issuer: RunningServer.Issuer? = nil) throws -> RunningServer.Answer {
        let issuer = issuer ?? a
        let card = #"{"primaryAccountNumber":"\#(pan)","panExpirationMonth":"08","panExpirationYear":"2031"}"#
        let body =
            #"{"srcClientId":"\#(issuer.credentials.srcClientId)","externalConsumerId":"ada","#
            + #""externalCredentialId":"c-\#(pan.suffix(4))","encryptedCredential":"\#(try server.encrypt(card))","#
            + #""consumer":{"consumerIdentity":{"identityType":"EMAIL_ADDRESS","identityValue":"ada@example.test"},"#
            + #""mobileNumber":{"countryCode":"1","phoneNumber":"2025550100"},"#
            + #""firstName":"Ada","lastName":"Example","countryCode":"US","languageCode":"en"}}"#
        return try server.call(
            "POST", RunningServer.base + "/directories/\(issuer.credentials.directoryId)/credentials",
            body: Array(body.utf8), as: issuer)
    }

    @Test("the issuer gets the published shape: signed, with the card for its own key alone")
    func request() throws {
        defer { endpoint.stop() }
        let answer = try enable("5555555555554444")
        try #require(answer.status == 200, "\(answer.text)")
        let call = try #require(endpoint.calls.first)
        #expect(call.path == "/issuerServices/1/0/authorizeService" && endpoint.calls.count == 1)
        let text = try NotificationKeys(server.configuration).text(serviceId: a.credentials.serviceId)
        let secret = try #require(Hex.decode(text))
        try EventSignature(secret: secret).check(call.signature, call.body, now: server.clock.now)
        let root = try JSONDocument.parse(call.body).root
        #expect(root["services"]?.elements.map { $0.string } == ["DIGITIZATION"])
        #expect(root["tokenRequestorId"]?.string == "50123197928" && root["tokenType"]?.string == "STATIC")
        #expect(root["correlationId"]?.string == call.correlationId && root["requestId"]?.string != nil)
        let card = answer.json?["credentials"]?.elements.first { _ in true }
        let info = try #require(root["fundingAccountInfo"])
        #expect(info["tokenUniqueReference"]?.string == card?["tokenUniqueReference"]?.string)
        #expect(!String(decoding: call.body, as: UTF8.self).contains("5555555555554444"))
        let payload = try MDESPayload(#require(info["encryptedPayload"]))
        let plaintext = try payload.decrypt(keys: DecryptionKeySet([DecryptionKey(a.key)]))
        #expect(
            String(decoding: plaintext, as: UTF8.self)
                == #"{"cardAccountData":{"accountNumber":"5555555555554444","expiryMonth":"08","expiryYear":"31"}}"#)
    }

    @Test("each word of the issuer is obeyed, a repeat asks nobody, and another program goes on as before")
    func words() throws {
        defer { endpoint.stop() }
        endpoint.decide("DECLINED")
        let declined = try enable("5555555555554444")
        #expect(declined.status == 400 && declined.detail.reason == "ISSUER_DECLINED", "\(declined.text)")
        endpoint.decide("REQUIRE_ADDITIONAL_AUTHENTICATION")
        let pending = try enable("5555555555554444")
        #expect(pending.status == 200 && pending.text.contains("PENDING_SCA"), "\(pending.text)")
        endpoint.decide("DECLINED")
        #expect(try enable("5555555555554444").status == 200)
        #expect(endpoint.calls.count == 2)
        #expect(try enable("5555555555554444", as: server.b).status == 200)
        try server.set([("decisionURL", "none")], of: a)
        #expect(try enable("5186001700009726").status == 200)
        #expect(endpoint.calls.count == 2)
    }

    @Test("no answer in time, an error and an answer that makes no sense are the documented error; nothing is left")
    func noAnswer() throws {
        defer { endpoint.stop() }
        let senseless: [HTTPResponse?] = [
            .empty(500), .json(200, Array("nonsense".utf8)), .json(200, Array(#"{"decision":"MAYBE"}"#.utf8)),
            .empty(302, headers: [HTTPField("Location", "http://127.0.0.1:1/")]), nil,
        ]
        for response in senseless {
            endpoint.answer(response)
            let answer = try enable("5555555555554444")
            #expect(answer.status == 503 && answer.detail.reason == "NO_RESPONSE_FROM_ISSUER", "\(answer.text)")
            let read = try server.call(
                "GET", RunningServer.base + "/directories/\(a.credentials.directoryId)/consumers/ada",
                [("srcClientId", a.credentials.srcClientId)], as: a)
            #expect(read.status == 404)
        }
        endpoint.decide("APPROVED")
        #expect(try enable("5555555555554444").status == 200)
    }
}
