// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing
import WireJSON

@testable import NetworkServer

/// Delegation set by the sandbox (checkout 4.14, 6.2).
@Suite("sandbox: delegation") struct DelegationTests {
    private typealias J = CheckoutJourney
    private let server: RunningServer

    init() throws {
        server = try RunningServer()
    }

    private func set(_ issuer: String, _ body: String) throws -> RunningServer.Answer {
        try server.admin("POST", "issuers/" + issuer.replacing("#", with: "%23") + "/delegation", body)
    }

    @Test("a field is delegated from the next call on, by any of the issuer's ids, and taken back")
    func delegated() throws {
        let journey = try J(server)
        let card = try journey.enroll(billing: false).card
        let options = #"{"dpaBillingPreference":"FULL"}"#
        func isOffered() throws -> Bool {
            try journey.checkout(card: card, options: options).json?["storageOffered"]?.boolean ?? false
        }
        #expect(try !isOffered())
        let ids = server.a.credentials
        for issuer in [ids.serviceId, ids.directoryId, ids.srcClientId] {
            let on = try set(issuer, #"{"billingAddress":true}"#)
            #expect(on.status == 200, "\(on.text)")
            #expect(on.json?["billingAddress"]?.boolean == true && on.json?["shippingAddress"]?.boolean == false)
            #expect(try isOffered())
            #expect(try set(issuer, #"{"billingAddress":false}"#).status == 200)
            #expect(try !isOffered())
        }
        let both = try set(ids.serviceId, #"{"billingAddress":true,"shippingAddress":true}"#)
        #expect(both.json?["serviceId"]?.string == ids.serviceId && both.json?["shippingAddress"]?.boolean == true)
        // The other issuer's stays, and what changed is kept as for every setting.
        let administration = try ProgramAdministration(dataDirectory: server.path)
        let other = try administration.program(name: nil, serviceId: server.b.credentials.serviceId)
        #expect(other.settings.first { $0.name == "allowCheckoutUpdates.billingAddress" }?.text == "false")
        #expect(try administration.changes(serviceId: ids.serviceId).count == 8)
    }

    @Test("what is wrong is refused: no such issuer, the general directory, no field, another type, another member")
    func refused() throws {
        for issuer in ["nobody", "SRC", "%2e%2e"] {
            #expect(try set(issuer, #"{"billingAddress":true}"#).refused(404, "NOT_FOUND"), "\(issuer)")
        }
        let id = server.a.credentials.serviceId
        for (body, source) in [
            ("{}", "body"), (#"{"billingAddress":"yes"}"#, "billingAddress"), (#"{"email":true}"#, "email"),
            (#"{"shippingAddress":1}"#, "shippingAddress"),
        ] {
            let answer = try set(id, body)
            #expect(answer.status == 400 && answer.detail.source == source, "\(answer.text)")
        }
        #expect(try server.admin("GET", "issuers/x/delegation").status == 405)
    }
}
