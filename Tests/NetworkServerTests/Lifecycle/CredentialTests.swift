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

    /// Sends a batch with one consumer and waits until it is final.
    private func batch(_ id: String, credential: String, pan: String) throws -> RunningServer.Answer {
        let people =
            #"{"consumers":[{"externalConsumerId":"ada","consumerIdentity":{"identityType":"EMAIL_ADDRESS","#
            + #""identityValue":"ada@example.test"},"mobileNumber":{"countryCode":"1","phoneNumber":"2025550100"},"#
            + #""firstName":"Ada","lastName":"Example","countryCode":"US","languageCode":"en","credentials":[{"#
            + #""externalCredentialId":"\#(credential)","credentialType":"PAYMENT_CARD","#
            + #""primaryAccountNumber":"\#(pan)","panExpirationMonth":"08","panExpirationYear":"2031"}]}]}"#
        let body =
            #"{"srcClientId":"\#(a.credentials.srcClientId)","externalBatchId":"\#(id)","#
            + #""enrollmentData":"\#(try server.encrypt(people))"}"#
        let accepted = try server.call("POST", root + "/credentials/batch", body: Array(body.utf8), as: a)
        guard accepted.status == 202, let batch = accepted.json?["batchId"]?.string else { return accepted }
        while true {
            let answer = try server.call("GET", root + "/credentials/batch/" + batch, ids, as: a)
            if answer.status != 200 || answer.json?["batchStatus"]?.string != "IN_PROGRESS" { return answer }
        }
    }

    @Test("a batch by the issuer's own names: its status has them, a record's fault names the credential (12.3)")
    func batches() throws {
        let first = try batch("b-1", credential: "cred-1", pan: "5555555555554444")
        #expect(first.status == 200 && first.json?["batchStatus"]?.string == "COMPLETED_SUCCESSFULLY", "\(first.text)")
        let item = first.json?["items"]?.elements.first { _ in true }
        #expect(item?["externalCredentialId"]?.string == "cred-1" && item?["externalCardId"] == nil, "\(first.text)")
        let read = try server.call("GET", root + "/consumers/ada/credentials/cred-1", ids, as: a)
        #expect(read.status == 200)
        // A card has one name here: another one is this record's fault, and the rest of the batch's business goes on.
        let second = try batch("b-2", credential: "cred-2", pan: "5555555555554444")
        let detail = second.json?["items"]?.elements.first { _ in true }?["error"]?["errordetail"]?.elements
            .first { _ in true }
        #expect(second.json?["batchStatus"]?.string == "COMPLETED_WITH_ERRORS", "\(second.text)")
        #expect(
            detail?["reason"]?.string == "ALREADY_EXISTS" && detail?["source"]?.string == "externalCredentialId",
            "\(second.text)")
        // The names of the first generation are not those of this one.
        let old = #"{"consumers":[{"externalConsumerId":"eve","cards":[]}]}"#
        let body =
            #"{"srcClientId":"\#(a.credentials.srcClientId)","externalBatchId":"b-3","#
            + #""enrollmentData":"\#(try server.encrypt(old))"}"#
        let refused = try server.call("POST", root + "/credentials/batch", body: Array(body.utf8), as: a)
        #expect(refused.status == 400 && refused.text.contains("consumers[0].credentials"), "\(refused.text)")
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
        #expect(foreign.status == 403 && foreign.detail.source == "serviceId", "\(foreign.text)")
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
