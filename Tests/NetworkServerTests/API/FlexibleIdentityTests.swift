// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing
import WireJSON

@testable import NetworkServer

/// Flexible identities over HTTP (enrollment 11): batch, single card and life cycle, in both generations.
@Suite("flexible identities over HTTP") struct FlexibleIdentityTests {
    private let server: RunningServer
    private static let documents =
        #""complianceSettings":{"tnc":{"latestVersionUri":"https://bank.example/terms"},"#
        + #""privacy":{"latestVersionUri":"https://bank.example/privacy"}}"#
    private static let rest = #""firstName":"Ada","lastName":"Example","countryCode":"US","languageCode":"en""#

    init() throws {
        server = try RunningServer()
        try server.set([("flexibleIdentities", "true")], of: server.a)
    }

    private static func linked(_ emails: [String], _ phones: [String] = []) -> String {
        let items =
            emails.map { #"{"identityType":"EMAIL_ADDRESS","identityValue":"\#($0)"}"# }
            + phones.map {
                #"{"identityType":"MOBILE_PHONE_NUMBER","mobileNumber":{"countryCode":"1","phoneNumber":"\#($0)"}}"#
            }
        return #""linkedIdentities":["# + items.joined(separator: ",") + "]"
    }

    private func enroll(
        _ identity: String, pan: String = "5186001700009726", as issuer: RunningServer.Issuer? = nil
    ) throws -> RunningServer.Answer {
        let issuer = issuer ?? server.a
        let jwe = try server.encrypt(
            #"{"primaryAccountNumber":"\#(pan)","panExpirationMonth":"08","panExpirationYear":"2031"}"#)
        let body =
            #"{"srcClientId":"\#(issuer.credentials.srcClientId)","serviceId":"\#(issuer.credentials.serviceId)","#
            + #""cardSource":"ISSUER","consumer":{\#(identity),\#(Self.rest)},"encryptedCard":"\#(jwe)","#
            + Self.documents + "}"
        return try server.call("POST", RunningServer.base + "/cards", body: Array(body.utf8), as: issuer)
    }

    private func update(_ consumer: String, _ members: String, as issuer: RunningServer.Issuer? = nil) throws
        -> RunningServer.Answer
    {
        let issuer = issuer ?? server.a
        let body =
            #"{"srcClientId":"\#(issuer.credentials.srcClientId)","serviceId":"\#(issuer.credentials.serviceId)","#
            + #""consumer":{\#(members)}}"#
        return try server.call(
            "PUT", RunningServer.base + "/profiles/" + consumer, body: Array(body.utf8), as: issuer)
    }

    private func shown(_ answer: RunningServer.Answer) -> [String] {
        ((answer.json?["maskedConsumer"] ?? answer.json?["consumer"])?["linkedIdentities"]).map { list in
            list.elements.map { item in
                item["maskedIdentityValue"]?.string ?? item["maskedMobileNumber"]?["phoneNumber"]?.string ?? ""
            }
        } ?? []
    }

    @Test("a card is enrolled by several identities, any of which finds the profile again; all are shown masked")
    func single() throws {
        let first = try enroll(Self.linked(["ada@example.test", "ada@work.test"], ["2025550101"]))
        try #require(first.status == 200, "\(first.text)")
        #expect(shown(first) == ["a*****a@example.test", "(***) ***-*101", "a*****a@work.test"])
        let masked = try #require(first.json?["maskedConsumer"])
        #expect(masked["maskedConsumerIdentity"] == nil && masked["maskedEmailAddress"] == nil)
        #expect(masked["maskedMobileNumber"] == nil && !first.text.contains("2025550101"))
        let id = try #require(masked["srcConsumerId"]?.string)
        let again = try enroll(Self.linked(["ada@work.test"]), pan: "5555555555554444")
        #expect(again.json?["maskedConsumer"]?["srcConsumerId"]?.string == id, "\(again.text)")
        let read = try server.call("GET", RunningServer.base + "/profiles/" + id, server.a.ids, as: server.a)
        #expect(shown(read) == shown(first) && read.json?["maskedCards"]?.count == 2)
        let two = try enroll(Self.linked(["ada@work.test", "new@work.test"]))
        #expect(two.status == 400 && two.detail.reason == "ALREADY_EXISTS", "\(two.text)")
        #expect(two.detail.source == "consumer.linkedIdentities")
    }

    @Test("identities that belong to two profiles are AMBIGUOUS_CONSUMER_IDENTITY")
    func ambiguous() throws {
        #expect(try enroll(Self.linked(["ada@example.test"])).status == 200)
        #expect(try enroll(Self.linked([], ["2025550102"]), pan: "5555555555554444").status == 200)
        let answer = try enroll(Self.linked(["ada@example.test"], ["2025550102"]))
        #expect(answer.status == 400 && answer.detail.reason == "AMBIGUOUS_CONSUMER_IDENTITY", "\(answer.text)")
    }

    @Test("the classic members are converted; one of them is enough, none is not")
    func classic() throws {
        let email = #""consumerIdentity":{"identityType":"EMAIL_ADDRESS","identityValue":"ada@example.test"}"#
        let answer = try enroll(email)
        #expect(answer.status == 200 && shown(answer) == ["a*****a@example.test"], "\(answer.text)")
        let none = try enroll(#""fullName":"Ada Example""#)
        #expect(none.status == 400 && none.detail.source == "consumer.linkedIdentities", "\(none.text)")
    }

    @Test("an update by the list replaces every identity; a batch and the second generation know them too")
    func lifeCycle() throws {
        let plaintext = RunningServer.plaintext("ada", phone: "0100", card: "c-1", pan: "5186001700009726")
            .replacing(
                /"consumerIdentity":\{.*?\},"mobileNumber":\{.*?\}/, with: Self.linked(["a@x.test", "b@x.test"]))
        let batch = try server.submit("b-1", plaintext, as: server.a)
        try #require(batch.status == 202, "\(batch.text)")
        let id = try #require(try enrolledConsumer(batch))
        let changed = try update(id, Self.linked(["b@x.test"], ["2025550103"]))
        #expect(changed.status == 200 && shown(changed) == ["b*****@x.test", "(***) ***-*103"], "\(changed.text)")
        // The address that is gone is free for another consumer.
        #expect(try enroll(Self.linked(["a@x.test"]), pan: "5555555555554444").status == 200)
        let taken = try update(id, Self.linked(["a@x.test"])).detail
        #expect(taken.reason == "ALREADY_EXISTS" && taken.source == "consumer.linkedIdentities")
        let path = "/directories/\(server.a.credentials.directoryId)/consumers/ada"
        let second = try server.call("GET", RunningServer.base + path, server.a.ids, as: server.a)
        #expect(second.status == 200 && shown(second) == shown(changed), "\(second.text)")
    }

    private func enrolledConsumer(_ batch: RunningServer.Answer) throws -> String? {
        let id = try #require(batch.json?["batchId"]?.string)
        let end = Date(timeIntervalSinceNow: 20)
        while Date() < end {
            let answer = try server.status(id, as: server.a)
            guard answer.json?["batchStatus"]?.string != "IN_PROGRESS" else { continue }
            return answer.json?["items"]?.elements.first { _ in true }?["srcConsumerId"]?.string
        }
        return nil
    }

    @Test("a program that is not flexible refuses the list with 403, in every operation, and changes nothing")
    func refused() throws {
        let list = Self.linked(["ada@example.test"])
        let single = try enroll(list, as: server.b)
        #expect(single.status == 403 && single.reason == "PERMISSION_DENIED", "\(single.text)")
        #expect(single.detail.reason == "INVALID_VALUE" && single.detail.source == "consumer.linkedIdentities")
        let enrolled = try server.enroll(server.b)
        let put = try update(enrolled.consumer, list, as: server.b)
        #expect(put.status == 403 && put.detail.source == "consumer.linkedIdentities", "\(put.text)")
        let missing = try enroll(#""emailAddress":"a@x.test""#, as: server.b)
        #expect(missing.status == 400 && missing.detail.source == "consumer.mobileNumber", "\(missing.text)")
    }
}
