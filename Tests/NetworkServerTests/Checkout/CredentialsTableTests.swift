// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Store
import Testing
import Vault
import WireJSON

@testable import NetworkServer

/// The rows of the error table of O9 (checkout 4.9) that the matrix of 5.9 and the reading of the request do not have.
@Suite("checkout 4.9: refusals of credentials") struct CredentialsTableTests {
    private typealias J = CheckoutJourney

    private let journey: CheckoutJourney
    private let enrolled: RunningServer.Enrolled
    private let correlation: String

    init() throws {
        journey = try J(RunningServer())
        enrolled = try journey.enroll()
        correlation = try J.correlation(try journey.checkout(card: enrolled.card))
    }

    private var storage: ServerStorage {
        get throws { try #require(journey.server.server?.storage) }
    }

    private func credentials(_ more: String = "") throws -> RunningServer.Answer {
        try journey.credentials(correlation, card: enrolled.card, more)
    }

    /// A key that nobody knows makes the server look at the registry.
    private func looked() throws -> RunningServer.Answer {
        try journey.follow()
        return try credentials()
    }

    @Test("400 INVALID_ARGUMENT, consumer not found: its issuer has deleted the profile")
    func consumerGone() throws {
        let a = journey.server.a
        let gone = try journey.server.call(
            "DELETE", RunningServer.base + "/profiles/" + enrolled.consumer, a.ids, as: a)
        #expect(gone.status == 200)
        let answer = try credentials()
        #expect(answer.refused(400, "INVALID_ARGUMENT") && answer.detail.reason == "CARD_NOT_FOUND", "\(answer.text)")
    }

    @Test("400 INVALID_ARGUMENT, value too long", arguments: ["line1", "city", "state", "zip"])
    func tooLong(_ name: String) throws {
        let long = String(repeating: "x", count: 300)
        for address in ["billingAddress", "shippingAddress"] {
            let answer = try credentials(#""\#(address)":{"\#(name)":"\#(long)"}"#)
            #expect(answer.refused(400, "INVALID_ARGUMENT"), "\(answer.text)")
            #expect(answer.detail.source == address + "." + name && !answer.text.contains(long))
        }
        let device = try credentials(#""digitalTransactionData":{"ipAddress":"\#(String(repeating: "1", count: 40))"}"#)
        #expect(device.refused(400, "INVALID_ARGUMENT") && device.detail.source == "digitalTransactionData.ipAddress")
    }

    @Test("401: a signature that is not accepted is refused by the gateway, in its shape and statuses (security 2.7)")
    func unauthenticated() throws {
        var stranger = journey.integrator
        stranger.key = journey.server.a.key
        let forged = try journey.credentials(correlation, card: enrolled.card, as: stranger)
        #expect(forged.status == 403 && forged.gatewayReason == "AUTHENTICATION_FAILED", "\(forged.text)")
        let body = "{" + journey.parties + #","srcCorrelationId":"\#(correlation)","srcDigitalCardId":"c"}"#
        let unsigned = try journey.server.call(
            "POST", RunningServer.base + "/transaction/credentials", body: Array(body.utf8), as: nil)
        #expect(unsigned.status == 400 && unsigned.gatewayReason == "INVALID_AUTH_HEADER", "\(unsigned.text)")
    }

    @Test(
        "403 PERMISSION_DENIED, encryption key expired: one that is switched off is none, and of two one must be named")
    func keyExpired() throws {
        let der = try #require(
            try storage.registry.snapshot().payloadKeys.first { $0.srcClientId == journey.shop.srcClientId }
        ).publicKey
        func refusal(_ active: [Bool]) throws -> ServiceError? {
            var keys = PayloadKeys()
            for (index, isActive) in active.enumerated() {
                try keys.add(
                    PayloadKeyRow(
                        srcClientId: "c", fingerprint: "\(index)", publicKey: der, isDefault: false,
                        isActive: isActive))
            }
            do {
                _ = try keys.key(nil)
                return nil
            } catch {
                return error
            }
        }
        #expect(try refusal([true]) == nil)
        #expect(try refusal([true, false]) == nil)
        for (active, reason) in [([false], DetailReason.notFound), ([], .notFound), ([true, true], .multipleFound)] {
            let error = try #require(try refusal(active))
            #expect(error.errorClass == .permissionDenied && error.details.first?.reason == reason, "\(active)")
        }
    }

    @Test("403 PERMISSION_DENIED: a shop that nobody has, and a client that is somebody else")
    func unknownParties() throws {
        for (client, dpa, source) in [
            (journey.shop.srcClientId, "none_shop1", "srcDpaId"),
            ("11111111-2222-4333-8444-555555555555", journey.shop.srcDpaId, "srcClientId"),
        ] {
            let body =
                #"{"srcClientId":"\#(client)","srcDpaId":"\#(dpa)","srcCorrelationId":"\#(correlation)","#
                + #""srcDigitalCardId":"\#(enrolled.card)"}"#
            let answer = try journey.server.call(
                "POST", RunningServer.base + "/transaction/credentials", body: Array(body.utf8), as: journey.integrator)
            #expect(answer.refused(403, "PERMISSION_DENIED") && answer.detail.source == source, "\(answer.text)")
        }
    }

    @Test("403 LOCKED with RESTRICTED: the shop is barred")
    func barred() throws {
        var shop = try #require(
            try storage.registry.snapshot().applications.first { $0.srcDpaId == journey.shop.srcDpaId })
        var settings = try ApplicationSettings(json: shop.settings)
        settings.isBarred = true
        shop.settings = settings.json
        #expect(try storage.registry.replace(application: shop))
        let answer = try looked()
        #expect(answer.refused(403, "LOCKED") && answer.detail.reason == "RESTRICTED", "\(answer.text)")
        #expect(answer.detail.source == "srcDpaId")
    }

    @Test("403 LOCKED: the client is locked")
    func clientLocked() throws {
        _ = try storage.registry.setStatus(.locked, srcClientId: journey.shop.srcClientId)
        #expect(try looked().refused(403, "LOCKED"))
    }

    @Test("500 INTERNAL: what is kept cannot be read; nothing of it is told")
    func `internal`() throws {
        let correlation = correlation
        try storage.directory.write { writing in
            guard var row = try writing.checkouts(correlation: correlation, client: nil, limit: 1).first else { return }
            row.sealed = Array(row.sealed.reversed())
            try writing.update(checkout: row)
        }
        let answer = try credentials()
        #expect(answer.refused(500, "INTERNAL") && answer.json?["errordetail"] == nil, "\(answer.text)")
    }

    @Test("503 UNAVAILABLE says when to come again, and gives no credentials")
    func unavailable() throws {
        let fault = #"{"operation":"transactionCredentials","nth":1,"status":503,"reason":"UNAVAILABLE"}"#
        #expect(try journey.server.admin("POST", "faults", fault).status == 201)
        let answer = try credentials()
        #expect(answer.refused(503, "UNAVAILABLE") && answer.header("Retry-After") != nil, "\(answer.text)")
        #expect(try credentials().status == 200)
    }

    @Test("400 INVALID_STATE: after a final cancellation there are none")
    func cancelled() throws {
        let data =
            #"{"checkoutEventType":"04","checkoutEventStatus":"03","confirmationStatus":"01","#
            + #""confirmationTimestamp":"2030-01-01T00:00:30Z"}"#
        #expect(try journey.confirm(correlation, data).status == 204)
        let answer = try credentials()
        #expect(answer.refused(400, "INVALID_ARGUMENT") && answer.detail.reason == "INVALID_STATE", "\(answer.text)")
    }
}
