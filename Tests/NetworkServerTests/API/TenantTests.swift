// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing
import WireJSON

@testable import NetworkServer

@Suite("tenants") struct TenantTests {
    private static let unknownClient = "0a1b2c3d-0000-4000-8000-0123456789ab"

    /// A call of an operation on something of issuer A, by ids that the caller gives.
    private struct Route {
        var method: String
        var path: String
        var query: [(String, String)] = []
        /// Members of the body beside the ids; nil: the ids are in the query.
        var members: String?
    }

    private func routes(_ enrolled: RunningServer.Enrolled, _ jwe: String) -> [Route] {
        let base = RunningServer.base
        let address = #""billingAddress":{"line1":"2 Other Road","city":"Ort","countryCode":"NL"}"#
        let consumer =
            #""cardSource":"ISSUER","encryptedCard":"\#(jwe)","consumer":{"consumerIdentity":{"identityType":"#
            + #""EMAIL_ADDRESS","identityValue":"eve@example.test"},"mobileNumber":{"countryCode":"1","phoneNumber":"#
            + #""2025550177"},"firstName":"E","lastName":"V","countryCode":"US","languageCode":"en"},"#
            + #""complianceSettings":{"tnc":{"latestVersionUri":"https://a.example"},"#
            + #""privacy":{"latestVersionUri":"https://a.example"}}"#
        return [
            Route(method: "POST", path: base + "/cards", members: consumer),
            Route(method: "GET", path: base + "/cards/batch/status/" + enrolled.batch),
            Route(method: "GET", path: base + "/cards/batch/" + enrolled.batch),
            Route(method: "GET", path: base + "/profiles/" + enrolled.consumer),
            Route(
                method: "PUT", path: base + "/profiles/" + enrolled.consumer, members: #""consumer":{"lastName":"X"}"#),
            Route(method: "DELETE", path: base + "/profiles", query: [("consumerId", enrolled.consumer)]),
            Route(method: "DELETE", path: base + "/profiles/" + enrolled.consumer),
            Route(method: "GET", path: base + "/cards/" + enrolled.card),
            Route(method: "PUT", path: base + "/cards/" + enrolled.card, members: address),
            Route(method: "DELETE", path: base + "/cards/" + enrolled.card),
            Route(
                method: "POST", path: base + "/cards/batch",
                members: #""externalBatchId":"other","enrollmentData":"\#(jwe)""#),
        ]
    }

    private func send(
        _ route: Route, _ server: RunningServer, client: String, service: String, as issuer: RunningServer.Issuer?
    ) throws -> RunningServer.Answer {
        guard let members = route.members else {
            let ids = [("srcClientId", client), ("serviceId", service)]
            return try server.call(route.method, route.path, ids + route.query, as: issuer)
        }
        let body = #"{"srcClientId":"\#(client)","serviceId":"\#(service)",\#(members)}"#
        return try server.call(route.method, route.path, body: Array(body.utf8), as: issuer)
    }

    @Test("on every route a caller reaches its own directory and nobody else's, and learns nothing of others")
    func matrix() throws {
        let server = try RunningServer()
        let (a, b) = (server.a.credentials, server.b.credentials)
        let enrolled = try server.enroll(server.a)
        let jwe = try server.encrypt(
            RunningServer.plaintext("eve", phone: "0150", card: "eve-card", pan: "5186001700009726"))
        for route in routes(enrolled, jwe) {
            let name = "\(route.method) \(route.path)"
            let type = route.members == nil ? "QUERY" : "BODY"
            func expect(
                _ client: String, _ service: String, _ issuer: RunningServer.Issuer?, _ status: Int, _ reason: String?,
                _ source: String? = nil
            ) throws {
                let answer = try send(route, server, client: client, service: service, as: issuer)
                #expect(answer.status == status && answer.reason == reason, "\(name): \(answer.text)")
                if let source { #expect(answer.detail.source == source && answer.detail.type == type, "\(name)") }
                #expect(!answer.text.contains(a.serviceId), "\(name)")
            }
            // Not signed at all: the gateway answers, in its own layout.
            let unsigned = try send(route, server, client: a.srcClientId, service: a.serviceId, as: nil)
            #expect(unsigned.status == 400 && unsigned.gatewayReason == "INVALID_AUTH_HEADER", "\(name)")
            // Somebody else's ids, in every mixture.
            try expect(a.srcClientId, a.serviceId, server.b, 403, "PERMISSION_DENIED", "srcClientId")
            try expect(a.srcClientId, b.serviceId, server.b, 403, "PERMISSION_DENIED", "srcClientId")
            try expect(b.srcClientId, a.serviceId, server.b, 403, "PERMISSION_DENIED", "serviceId")
            // Ids that nobody has.
            try expect(Self.unknownClient, a.serviceId, server.a, 400, "INVALID_STATE", "srcClientId")
            try expect(a.srcClientId, "ISSUER_C2P#NOBODY#01", server.a, 400, "INVALID_STATE", "serviceId")
            // A's things through B's own directory: as if they did not exist. (A new batch is B's own.)
            if route.method != "POST" { try expect(b.srcClientId, b.serviceId, server.b, 404, "NOT_FOUND") }
        }
        // Nothing of all that has changed anything of A's.
        let profile = try server.call(
            "GET", RunningServer.base + "/profiles/" + enrolled.consumer, server.a.ids, as: server.a)
        #expect(profile.status == 200 && profile.json?["maskedCards"]?.count == 1)
    }

    @Test("linkedIdentities are for programs that have them: a batch with them is 403 and changes nothing (11)")
    func linkedIdentities() throws {
        let server = try RunningServer()
        let plaintext = RunningServer.plaintext("ada", phone: "0100", card: "c-1", pan: "5186001700009726")
            .replacingOccurrences(of: #""firstName""#, with: #""linkedIdentities":[],"firstName""#)
        let batch = try server.submit("b-1", plaintext, as: server.a)
        #expect(batch.status == 403 && batch.reason == "PERMISSION_DENIED", "\(batch.text)")
        #expect(batch.detail.reason == "INVALID_VALUE" && batch.detail.source == "linkedIdentities")
        // The id of the refused batch is free.
        _ = try server.enroll(server.a, id: "b-1")
    }

    @Test("ids that are missing or malformed are INVALID_ARGUMENT at their place")
    func malformedIds() throws {
        let server = try RunningServer()
        let a = server.a.credentials
        let path = RunningServer.base + "/profiles/" + "0a1b2c3d-0000-8000-8000-0123456789ab"
        let cases: [([(String, String)], String, String)] = [
            ([("serviceId", a.serviceId)], "CANNOT_BE_NULL", "srcClientId"),
            ([("srcClientId", a.srcClientId)], "CANNOT_BE_NULL", "serviceId"),
            ([("srcClientId", "nonsense"), ("serviceId", a.serviceId)], "INVALID_", "srcClientId"),
            (server.a.ids + [("srcClientId", a.srcClientId)], "INVALID_VALUE", "srcClientId"),
        ]
        for (query, reason, source) in cases {
            let answer = try server.call("GET", path, query, as: server.a)
            #expect(answer.status == 400 && answer.reason == "INVALID_ARGUMENT", "\(answer.text)")
            #expect(answer.detail.reason?.hasPrefix(reason) == true && answer.detail.source == source)
            #expect(answer.detail.type == "QUERY" && !answer.text.contains("nonsense"))
        }
        #expect(try server.call("GET", path, server.a.ids, as: server.a).status == 404)
    }
}
