// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Foundation
import Store
import Testing
import Vault
import WireJSON

@testable import NetworkServer

/// Data capture end to end: the rows of checkout 6.2, and the rules of 6.3.
@Suite("data capture") struct DataCaptureTests {
    private typealias J = CheckoutJourney
    private static let full = #"{"dpaBillingPreference":"FULL"}"#

    private func journey(billing: Bool = false, shipping: Bool = false) throws -> J {
        let journey = try J(RunningServer())
        try journey.server.set(
            [
                ("allowCheckoutUpdates.billingAddress", "\(billing)"),
                ("allowCheckoutUpdates.shippingAddress", "\(shipping)"),
            ], of: journey.server.a)
        return journey
    }

    private func billing(_ journey: J, _ enrolled: RunningServer.Enrolled) throws -> (id: String, line: String)? {
        let card = try journey.profile(enrolled)["maskedCards"]?.elements.first { _ in true }
        return card?["maskedBillingAddress"].map { ($0["addressId"]?.string ?? "", $0["line1"]?.string ?? "") }
    }

    private func payload(_ journey: J, _ answer: RunningServer.Answer, _ card: String) throws -> JSONValue {
        try #require(try journey.open(journey.credentials(J.correlation(answer), card: card)).secret)
    }

    @Test("row 1: what the shop does not want is not asked")
    func notRequested() throws {
        let journey = try journey(billing: true)
        let enrolled = try journey.enroll(billing: false)
        let answer = try journey.checkout(card: enrolled.card)
        #expect(J.action(answer) == "COMPLETE" && answer.json?["dataCapture"] == nil)
        #expect(try payload(journey, answer, enrolled.card)["billingAddress"] == nil)
        #expect(try billing(journey, enrolled) == nil)
    }

    @Test("row 2: what is there is not asked, and given as it is")
    func present() throws {
        let journey = try journey(billing: true)
        let enrolled = try journey.enroll()
        let before = try #require(try billing(journey, enrolled))
        let answer = try journey.checkout(card: enrolled.card, options: Self.full)
        #expect(J.outcomes(answer) == ["billingAddress:ALREADY_PRESENT"])
        let secret = try payload(journey, answer, enrolled.card)
        #expect(secret["billingAddress"]?["line1"]?.string == "1 Sample Road")
        #expect(try #require(try billing(journey, enrolled)) == before)
    }

    @Test(
        "rows 3 to 6: stored if and only if it is delegated and agreed to",
        arguments: [
            (true, true, "STORED"), (true, false, "NO_CONSENT"), (false, true, "NO_DELEGATION"),
            (false, false, "NO_DELEGATION"),
        ])
    func missing(_ delegated: Bool, _ consented: Bool, _ reason: String) throws {
        let journey = try journey(billing: delegated)
        let enrolled = try journey.enroll(billing: false)
        let opened = try journey.checkout(card: enrolled.card, options: Self.full)
        #expect(J.steps(opened) == ["DATA_CAPTURE"] && (opened.json?["storageOffered"]?.boolean ?? false) == delegated)
        let session = try J.session(opened)
        if !delegated, consented {
            // There is nothing to agree to.
            #expect(try journey.act(session, "consent-storage").reason == "INVALID_REQUEST")
        }
        let done = try journey.submit(session, consent: delegated ? consented : nil)
        #expect(J.action(done) == "COMPLETE" && J.outcomes(done) == ["billingAddress:" + reason], "\(done.text)")
        let secret = try payload(journey, done, enrolled.card)
        #expect(secret["billingAddress"]?["line1"]?.string == "9 Capture Lane")
        #expect(try billing(journey, enrolled)?.line == (reason == "STORED" ? "9*** C*** L***" : nil))
        // What belongs to this checkout alone went with the first answer.
        let again = try payload(journey, done, enrolled.card)
        #expect((again["billingAddress"] == nil) == (reason != "STORED"))
    }

    @Test("row 7: a checkout that is not completed stores nothing")
    func notCompleted() throws {
        let journey = try journey(billing: true)
        let enrolled = try journey.enroll(billing: false)
        let options = #"{"dpaBillingPreference":"FULL","confirmPayment":true}"#
        let opened = try journey.checkout(card: enrolled.card, options: options)
        let session = try J.session(opened)
        #expect(J.steps(try journey.submit(session, consent: true)) == ["CONFIRM"])
        let left = try journey.act(session, "cancel")
        #expect(J.action(left) == "CANCEL" && J.outcomes(left) == ["billingAddress:NOT_COMPLETED"])
        #expect(left.json?["checkoutResponse"] == nil)
        let payload = try journey.credentials(try J.correlation(opened), card: enrolled.card)
        #expect(payload.refused(400, "INVALID_ARGUMENT") && payload.detail.reason == "INVALID_STATE")
        #expect(try billing(journey, enrolled) == nil)
    }

    @Test("row 8: who does not give what is needed goes no further")
    func refused() throws {
        let journey = try journey(billing: true, shipping: true)
        let enrolled = try journey.enroll(billing: false)
        let options = #"{"dpaBillingPreference":"FULL","dpaShippingPreference":"FULL"}"#
        let session = try J.session(try journey.checkout(card: enrolled.card, options: options))
        let none = try journey.submit(session, "{}")
        #expect(none.status == 400 && none.reason == "BILLING_ADDRESS_REQUIRED", "\(none.text)")
        let half = try journey.submit(session)
        #expect(half.reason == "INVALID_PARAMETER" && half.detail.source == "shippingAddress", "\(half.text)")
        let odd = try journey.submit(session, #"{"billingAddress":{"line1":"1","city":"2","countryCode":"US"}}"#)
        #expect(odd.status == 400 && odd.reason == "INVALID_PARAMETER")
        let alien = try journey.submit(session, #"{"consumerEmailAddress":"x@example.test"}"#)
        #expect(alien.reason == "INVALID_PARAMETER" && alien.detail.source == "consumerEmailAddress")
        #expect(J.steps(try journey.act(session, "status")) == ["DATA_CAPTURE"])
        #expect(J.action(try journey.act(session, "cancel")) == "CANCEL")
        #expect(try billing(journey, enrolled) == nil)
    }

    @Test(
        "rows 9 and 10: what is typed again replaces what is there under a new id, or serves once",
        arguments: [
            (true, true), (true, false), (false, false),
        ])
    func edited(_ delegated: Bool, _ consented: Bool) throws {
        let journey = try journey(billing: delegated)
        let enrolled = try journey.enroll()
        let before = try #require(try billing(journey, enrolled))
        let options = #"{"dpaBillingPreference":"FULL","confirmPayment":true}"#
        let session = try J.session(try journey.checkout(card: enrolled.card, options: options))
        #expect(J.steps(try journey.submit(session, consent: delegated ? consented : nil)) == ["CONFIRM"])
        let done = try journey.act(session, "confirm")
        let secret = try payload(journey, done, enrolled.card)
        #expect(secret["billingAddress"]?["line1"]?.string == "9 Capture Lane")
        let after = try #require(try billing(journey, enrolled))
        if delegated, consented {
            #expect(after.id != before.id && after.line == "9*** C*** L***")
        } else {
            #expect(after == before)
        }
    }

    @Test("row 11: of two addresses the delegated one is stored")
    func both() throws {
        let journey = try journey(billing: true)
        let enrolled = try journey.enroll(billing: false)
        let options = #"{"dpaBillingPreference":"FULL","dpaShippingPreference":"FULL"}"#
        let session = try J.session(try journey.checkout(card: enrolled.card, options: options))
        let done = try journey.submit(
            session, #"{"billingAddress":\#(J.address),"shippingAddress":\#(J.address)}"#, consent: true)
        #expect(J.outcomes(done) == ["billingAddress:STORED", "shippingAddress:NO_DELEGATION"], "\(done.text)")
        let signed = try journey.open(done, "checkoutResponse").payload
        #expect(signed["shippingAddressZip"]?.string == "90009" && signed["shippingCountryCode"]?.string == "US")
        let secret = try payload(journey, done, enrolled.card)
        #expect(secret["shippingAddress"]?["city"]?.string == "Typedville")
        let card = try journey.profile(enrolled)["maskedCards"]?.elements.first { _ in true }
        #expect(card?["maskedBillingAddress"] != nil && card?["maskedShippingAddress"] == nil)
    }

    @Test("row 12: a card that is staged and not claimed asks for nothing, and takes nothing")
    func unclaimed() throws {
        let journey = try journey(billing: true)
        let text = RunningServer.plaintext("ada", phone: "0100", card: "ada-1", pan: "5186001700009726")
            .replacing(
                #","billingAddress":{"line1":"1 Sample Road","city":"Testford","state":"CA","#
                    + #""countryCode":"US","zip":"90000"}"#, with: "")
        let a = journey.server.a
        let staged = try journey.server.call(
            "POST", RunningServer.base + "/cards/batch/pre-provisioning",
            body: journey.server.envelope(
                "staged", journey.server.encrypt(text), client: a.credentials.srcClientId,
                service: a.credentials.serviceId), as: a)
        let batch = try #require(staged.json?["batchId"]?.string, "\(staged.text)")
        while try journey.server.status(batch, as: a).json?["batchStatus"]?.string == "IN_PROGRESS" {}
        let token = #""idToken":"\#(try journey.idToken())""#
        let profiles = try journey.page(
            "/src/api/profiles", "{" + journey.parties + #","idTokens":["\#(try journey.idToken())"]}"#)
        let profile = try #require(profiles.json?["profiles"]?.elements.first { _ in true }, "\(profiles.text)")
        #expect(profile["maskedCards"]?.count == 0)
        let id = try #require(
            profile["preProvisionedCards"]?.elements.first { _ in true }?["preProvisionedCardId"]?.string)
        let refused = try journey.checkout(card: id, options: Self.full)
        #expect(refused.refused(400, "CARD_NOT_RECOGNIZED"), "\(refused.text)")
        // After the claim the rows above hold.
        let claimed = try journey.page(
            "/src/api/profiles/pre-provisioned-cards/\(id)/provision",
            "{" + journey.parties + "," + token + "," + J.accepted + "}")
        let card = try #require(claimed.json?["maskedCard"]?["srcDigitalCardId"]?.string, "\(claimed.text)")
        #expect(J.steps(try journey.checkout(card: card, options: Self.full)) == ["DATA_CAPTURE"])
    }

    @Test("a stored delivery address is the profile's, is seen by the issuer, and is not asked for again")
    func shipping() throws {
        let journey = try journey(shipping: true)
        let enrolled = try journey.enroll()
        let options = #"{"dpaShippingPreference":"FULL","dpaAcceptedShippingCountries":["US","CA"]}"#
        let session = try J.session(try journey.checkout(card: enrolled.card, options: options))
        let far = J.address.replacing(#""countryCode":"US""#, with: #""countryCode":"DE""#)
        #expect(try journey.submit(session, #"{"shippingAddress":\#(far)}"#).detail.source == "shippingAddress")
        #expect(J.steps(try journey.act(session, "consent-storage")) == ["DATA_CAPTURE"])
        let done = try journey.submit(session, #"{"shippingAddress":\#(J.address)}"#)
        #expect(J.outcomes(done) == ["shippingAddress:STORED"], "\(done.text)")
        let card = try journey.profile(enrolled)["maskedCards"]?.elements.first { _ in true }
        #expect(card?["maskedShippingAddress"]?["line1"]?.string == "9*** C*** L***")
        let again = try journey.checkout(card: enrolled.card, options: options)
        #expect(J.outcomes(again) == ["shippingAddress:ALREADY_PRESENT"])
        // Not where this shop sends to: asked again.
        let elsewhere = #"{"dpaShippingPreference":"FULL","dpaAcceptedShippingCountries":["CA"]}"#
        #expect(J.steps(try journey.checkout(card: enrolled.card, options: elsewhere)) == ["DATA_CAPTURE"])
    }

    @Test("delegation as it is at completion decides")
    func withdrawn() throws {
        let journey = try journey(billing: true)
        let enrolled = try journey.enroll(billing: false)
        let options = #"{"dpaBillingPreference":"FULL","confirmPayment":true}"#
        let session = try J.session(try journey.checkout(card: enrolled.card, options: options))
        _ = try journey.submit(session, consent: true)
        try journey.server.set([("allowCheckoutUpdates.billingAddress", "false")], of: journey.server.a)
        #expect(J.outcomes(try journey.act(session, "confirm")) == ["billingAddress:NO_DELEGATION"])
        #expect(try billing(journey, enrolled) == nil)
    }

    @Test("the consent is recorded with fields, version, time and correlation; consent taken back is none")
    func consent() throws {
        let journey = try journey(billing: true)
        let enrolled = try journey.enroll(billing: false)
        let opened = try journey.checkout(card: enrolled.card, options: Self.full)
        let session = try J.session(opened)
        _ = try journey.act(session, "consent-storage")
        _ = try journey.act(session, "consent-storage", #""consent":false"#)
        _ = try journey.act(session, "consent-storage", #""consent":true"#)
        _ = try journey.submit(session)
        let storage = try #require(journey.server.server?.storage)
        let consumer = try #require(storage.vault.row(of: enrolled.consumer, kind: .consumer))
        let rows = try storage.directory.read { try $0.consents(of: consumer, limit: 9) }
        #expect(rows.map(\.kind) == [.storage] && rows.first?.fields == ["billingAddress"])
        #expect(rows.first?.correlation == (try J.correlation(opened)) && rows.first?.version == "1")
        #expect(rows.first?.at == journey.server.clock.now && rows.first?.channel == "CHECKOUT")
    }

    @Test("the issuer is told which fields changed, and no value; its own word replaces what was typed")
    func notification() throws {
        let journey = try journey(billing: true)
        try journey.server.set([("notificationURL", "https://issuer.example/hook")], of: journey.server.a)
        let enrolled = try journey.enroll(billing: false)
        _ = try journey.submit(
            try J.session(try journey.checkout(card: enrolled.card, options: Self.full)), consent: true)
        let storage = try #require(journey.server.server?.storage)
        let directory = try #require(
            try storage.registry.snapshot().programs.first { $0.serviceId == journey.server.a.credentials.serviceId }
        ).directory
        let bodies = try storage.directory.read { try $0.notifications(directory: directory, limit: 50) }
            .map { String(decoding: $0.draft.body, as: UTF8.self) }
        let told = try #require(bodies.first { $0.contains("CONSUMER_DATA_UPDATED") }, "\(bodies)")
        #expect(told.contains(#""fields":["billingAddress"]"#) && !told.contains("Capture"))
        let put = try journey.server.call(
            "PUT", RunningServer.base + "/cards/" + enrolled.card, journey.server.a.ids,
            body: Array(
                #"{"billingAddress":{"line1":"2 Bank Street","city":"Town","state":"CA","countryCode":"US","zip":"1"}}"#
                    .utf8), as: journey.server.a)
        #expect(put.status == 200, "\(put.text)")
        #expect(try billing(journey, enrolled)?.line == "2*** B*** S***")
    }

    @Test("an address check asks for the address though the shop does not, and is done with it")
    func addressCheck() throws {
        let journey = try journey()
        let enrolled = try journey.enroll()
        let storage = try #require(journey.server.server?.storage)
        let row = try #require(storage.vault.row(of: enrolled.card, kind: .card))
        try PendingCard.set("PENDING_AVS", of: row, storage)
        let opened = try journey.checkout(card: enrolled.card)
        #expect(J.steps(opened) == ["DATA_CAPTURE"], "\(opened.text)")
        let done = try journey.submit(try J.session(opened))
        #expect(J.action(done) == "COMPLETE", "\(done.text)")
        let secret = try payload(journey, done, enrolled.card)
        #expect(secret["billingAddress"] == nil)
        #expect(J.action(try journey.checkout(card: enrolled.card)) == "COMPLETE")
    }

    @Test("a session goes on after a restart, and nothing that was typed is in a file in clear")
    func restart() throws {
        let journey = try journey(billing: true)
        let enrolled = try journey.enroll(billing: false)
        let options = #"{"dpaBillingPreference":"FULL","confirmPayment":true}"#
        let opened = try journey.checkout(card: enrolled.card, options: options)
        let session = try J.session(opened)
        _ = try journey.submit(session)
        journey.server.stop()
        try journey.server.start()
        #expect(J.steps(try journey.act(session, "status")) == ["CONFIRM"])
        let done = try journey.act(session, "confirm")
        let secret = try payload(journey, done, enrolled.card)
        #expect(secret["billingAddress"]?["line1"]?.string == "9 Capture Lane")
        journey.server.stop()
        let files = try #require(FileManager.default.enumerator(atPath: journey.server.path)).allObjects
        for case let name as String in files {
            let path = journey.server.path + "/" + name
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            for text in ["Capture Lane", "Typedville", "90009"] {
                #expect(data.firstRange(of: Data(text.utf8)) == nil, "\(name)")
            }
        }
    }

    @Test("what a checkout holds is gone from the database when its time is over")
    func gone() throws {
        let journey = try journey()
        let enrolled = try journey.enroll(billing: false)
        let opened = try journey.checkout(card: enrolled.card, options: Self.full)
        let done = try journey.submit(try J.session(opened))
        let storage = try #require(journey.server.server?.storage)
        func sealed() throws -> Int? {
            try storage.directory.read {
                try $0.checkouts(correlation: J.correlation(done), client: nil, limit: 1).first?.sealed.count
            }
        }
        let before = try #require(try sealed())
        _ = try journey.credentials(try J.correlation(done), card: enrolled.card)
        let spent = try #require(try sealed())
        #expect(spent > 0 && spent < before)
        try journey.wait(901)
        #expect(try sealed() == 0)
    }
}
