// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing
import WireJSON

@testable import NetworkServer

/// The second generation of the API: the same directory by the issuer's own names (enrollment 12).
@Suite("credential directory") struct CredentialTests {
    private let server: RunningServer
    private var a: RunningServer.Issuer { server.a }
    private var root: String { RunningServer.base + "/directories/" + a.credentials.directoryId }
    private var ids: [(String, String)] { [("srcClientId", a.credentials.srcClientId)] }

    init() throws {
        server = try RunningServer()
    }

    private func enable(
        _ credential: String, pan: String = "5555555555554444", consumer: String = "ada", phone: String = "2025550100"
    ) throws -> RunningServer.Answer {
        let card = #"{"primaryAccountNumber":"\#(pan)","panExpirationMonth":"08","panExpirationYear":"2031"}"#
        let body =
            #"{"srcClientId":"\#(a.credentials.srcClientId)","externalConsumerId":"\#(consumer)","#
            + #""externalCredentialId":"\#(credential)","encryptedCredential":"\#(try server.encrypt(card))","#
            + #""consumer":{"consumerIdentity":{"identityType":"EMAIL_ADDRESS","#
            + #""identityValue":"\#(consumer)@example.test"},"mobileNumber":{"countryCode":"1","#
            + #""phoneNumber":"\#(phone)"},"firstName":"Ada","lastName":"Example","countryCode":"US","#
            + #""languageCode":"en"}}"#
        return try server.call("POST", root + "/credentials", body: Array(body.utf8), as: a)
    }

    private func change(_ path: String, _ members: String) throws -> RunningServer.Answer {
        let body = #"{"srcClientId":"\#(a.credentials.srcClientId)",\#(members)}"#
        return try server.call("PUT", root + path, body: Array(body.utf8), as: a)
    }

    @Test("a credential is enabled, read, changed and deleted by names; both generations see one card")
    func lifecycle() throws {
        let made = try enable("cred-1")
        try #require(made.status == 200, "\(made.text)")
        #expect(made.json?["directoryId"]?.string == a.credentials.directoryId)
        #expect(made.json?["consumer"]?["externalConsumerId"]?.string == "ada")
        let first = made.json?["credentials"]?.elements.first { _ in true }
        #expect(first?["externalCredentialId"]?.string == "cred-1")
        let card = try #require(first?["srcDigitalCardId"]?.string)
        // The first generation sees the same card.
        #expect(try server.call("GET", RunningServer.base + "/cards/" + card, a.ids, as: a).status == 200)
        let changed = try change(
            "/consumers/ada/credentials/cred-1", #""panExpirationMonth":"09","panExpirationYear":"2034""#)
        #expect(changed.status == 200, "\(changed.text)")
        let read = try server.call("GET", root + "/consumers/ada/credentials/cred-1", ids, as: a)
        let shown = read.json?["credentials"]?.elements.first { _ in true }
        #expect(shown?["panExpirationYear"]?.string == "2034" && shown?["panExpirationMonth"]?.string == "09")
        let renamed = try change("/consumers/ada", #""consumer":{"lastName":"Zett"}"#)
        #expect(renamed.json?["consumer"]?["maskedLastName"]?.string?.first == "Z", "\(renamed.text)")
        #expect(renamed.json?["credentials"] == nil)
        #expect(try server.call("DELETE", root + "/consumers/ada/credentials/cred-1", ids, as: a).status == 200)
        let gone = try server.call("GET", root + "/consumers/ada/credentials/cred-1", ids, as: a)
        #expect(gone.status == 404 && gone.detail.source == "externalCredentialId" && gone.detail.type == "PATH")
        // The name is free again, for another card too.
        #expect(try enable("cred-1", pan: "5186001700009726").status == 200)
        #expect(try server.call("DELETE", root + "/consumers/ada", ids, as: a).status == 200)
        let nobody = try server.call("GET", root + "/consumers/ada", ids, as: a)
        #expect(nobody.status == 404 && nobody.detail.source == "externalConsumerId")
    }

    @Test("ids given in a batch of the first generation are keys of the second (12.4)")
    func coexistence() throws {
        let batch = try server.enroll(a, name: "bob", phone: "0101")
        let read = try server.call("GET", root + "/consumers/bob", ids, as: a)
        #expect(read.status == 200 && read.json?["consumer"]?["srcConsumerId"]?.string == batch.consumer)
        let cards = read.json?["credentials"]?.elements.map { $0["externalCredentialId"]?.string }
        #expect(cards == ["bob-card"])
    }

    @Test("a name is a card's key: the same card under another name, or the name for another card, is refused (17)")
    func keys() throws {
        #expect(try enable("cred-1").status == 200)
        #expect(try enable("cred-1").status == 200)
        for answer in [try enable("cred-2"), try enable("cred-1", pan: "5186001700009726")] {
            #expect(answer.status == 400 && answer.detail.reason == "ALREADY_EXISTS", "\(answer.text)")
            #expect(answer.detail.source == "externalCredentialId")
        }
    }

    @Test("a directory that nobody has is 404, another client's is 403, another program's serviceId is refused")
    func directories() throws {
        #expect(try enable("cred-1").status == 200)
        let unknown = RunningServer.base + "/directories/nobody/consumers/ada"
        let none = try server.call("GET", unknown, ids, as: a)
        #expect(none.status == 404 && none.detail.source == "directoryId" && none.detail.type == "PATH")
        let b = server.b.credentials
        let theirs = try server.call(
            "GET", root + "/consumers/ada", [("srcClientId", b.srcClientId)], as: server.b)
        #expect(theirs.status == 403 && theirs.detail.source == "directoryId")
        let foreign = try server.call(
            "GET", root + "/consumers/ada", ids + [("serviceId", b.serviceId)], as: a)
        #expect(foreign.status == 400 && foreign.detail.source == "serviceId", "\(foreign.text)")
        let own = RunningServer.base + "/directories/" + b.directoryId + "/consumers/ada"
        #expect(try server.call("GET", own, [("srcClientId", b.srcClientId)], as: server.b).status == 404)
    }

    @Test("a card of another consumer is not found under this one")
    func strangers() throws {
        #expect(try enable("cred-1").status == 200)
        #expect(try enable("cred-2", pan: "5186001700009726", consumer: "eve", phone: "2025550107").status == 200)
        for method in ["GET", "DELETE"] {
            let answer = try server.call(method, root + "/consumers/ada/credentials/cred-2", ids, as: a)
            #expect(answer.status == 404 && answer.detail.source == "externalCredentialId")
        }
    }
}
