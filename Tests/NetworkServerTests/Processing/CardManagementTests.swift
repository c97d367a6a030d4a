// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing
import WireJSON

@testable import NetworkServer

/// The core operations over HTTP (processing 2, 6, 11, 12).
@Suite("card management over HTTP") struct CardManagementTests {
    private let place: ProcessorServer

    init() throws {
        place = try ProcessorServer()
    }

    @Test("a card is made, read, listed, blocked and found; no answer has its number, and every body is encrypted")
    func life() throws {
        let (card, client) = try place.makeCard()
        let read = try place.core("GET", "/cards/\(card)")
        #expect(read.status == 200 && read.answer.text.hasPrefix(#"{"encryptedData":""#))
        #expect(read.answer.header("X-MC-Correlation-ID")?.utf8.count == 36)
        #expect(read.answer.header("Cache-Control") == "no-store")
        let number = try #require(read.json?["cardContractNumber"]?.string)
        #expect(number.hasPrefix("518600______") && number.utf8.count == 16)
        #expect(read.json?["cardExpiryDate"]?.string == "2912" && read.json?["clientId"]?.int64 == client)
        #expect(read.json?["statusName"]?.string == "Card OK" && read.json?["activated"]?.boolean == true)
        let blocked = try place.core("PUT", "/cards/\(card)/status", #"{"statusCode":"05","reason":"at sea"}"#)
        #expect(blocked.status == 204 && blocked.answer.text.isEmpty)
        let statuses = try place.core("GET", "/cards/\(card)/statuses").json?["cardContractStatuses"]
        let newest = try #require(statuses?.elements.first { _ in true })
        #expect(statuses?.count == 2 && newest["statusCode"]?.string == "05")
        #expect(newest["previousStatusCode"]?.string == "00" && newest["statusChangeReason"]?.string == "at sea")
        let ofClient = try place.core("GET", "/clients/\(client)/card-contracts").json?["clientCardContracts"]
        #expect(ofClient?.elements.map { $0["cardContractId"]?.int64 } == [card])
        let account = try #require(read.json?["accountContractId"]?.int64)
        let list = try place.core(
            "GET", "/accounts/\(account)/card-contracts", query: [("limit", "1"), ("statuses", "05,41")])
        #expect(list.json?["total"]?.int64 == 1 && list.json?["accountContractCardContracts"]?.count == 1)
        let rule = try place.core(
            "PUT", "/contracts/\(card)/classifiers/TKN_PAN_AC",
            #"{"classifierValue":"BLACKLIST","startDate":"2026-01-01","endDate":"2099-12-31"}"#)
        #expect(rule.status == 204)
    }

    @Test("faults have the published shape and codes; what is refused is not echoed")
    func faults() throws {
        let cases: [(String, String, String?, Int, String, String)] = [
            ("GET", "/cards/99999", nil, 404, "CARD_CONTRACT_DOES_NOT_EXIST", "Card contract with id 99999 not found."),
            ("GET", "/cards/x1", nil, 400, "REQUEST_VALIDATION", "cardContractId must be a number"),
            ("GET", "/clients/99999/card-contracts", nil, 404, "CLIENT_DOES_NOT_EXIST", "Client with id 99999"),
            (
                "GET", "/accounts/99999/card-contracts", nil, 404, "ACCOUNT_CONTRACT_DOES_NOT_EXIST",
                "Account contract with id 99999"
            ),
            (
                "PUT", "/contracts/99999/classifiers/TKN_PAN_AC", #"{"classifierValue":"NORMAL"}"#, 404,
                "CONTRACT_DOES_NOT_EXIST", "Contract with id 99999"
            ), ("PUT", "/cards/70001/status", #"{"statusCode":"99"}"#, 400, "REQUEST_VALIDATION", "statusCode"),
            (
                "PUT", "/cards/10102/active", #"{"activated":true}"#, 400, "PLASTIC_IS_MISSING",
                "The card has no plastic"
            ),
            ("POST", "/cards", #"{"accountContractId":60001}"#, 400, "REQUEST_VALIDATION", "cardContract is missing."),
        ]
        for (method, path, body, status, reason, description) in cases {
            let answer = try place.core(method, path, body)
            #expect(answer.status == status && answer.error.reason == reason, "\(path) \(answer.answer.text)")
            #expect(answer.error.description?.hasPrefix(description) == true, "\(answer.answer.text)")
            #expect(answer.source == "MASTERCARD PROCESSING")
            #expect(answer.answer.header("X-MC-Correlation-ID") != nil)
        }
    }

    @Test("a core body that is not encrypted, or not to the network, is refused")
    func unwrapped() throws {
        let body = Array(#"{"clientNumber":"p","clientType":"PR"}"#.utf8)
        let plain = try place.server.call("POST", ProcessorServer.core + "/clients", body: body, as: place.a)
        #expect(plain.status == 400 && plain.text.contains("encryptedData is missing."))
        let broken = try place.server.call(
            "POST", ProcessorServer.core + "/clients", body: Array(#"{"encryptedData":"a.b.c.d.e"}"#.utf8), as: place.a)
        #expect(broken.status == 400 && broken.text.contains("encryptedData cannot be decrypted."))
        let other = #"{"encryptedValue":"\#(try place.server.encrypt(String(decoding: body, as: UTF8.self)))"}"#
        let taken = try place.server.call(
            "POST", ProcessorServer.core + "/clients", body: Array(other.utf8), as: place.a)
        #expect(taken.status == 201, "the other name of the member: \(taken.text)")
    }

    @Test("a program without card products has no card management; another client's cards are not there")
    func strangers() throws {
        let (card, _) = try place.makeCard()
        let denied = try place.core("GET", "/cards/\(card)", as: place.server.b)
        #expect(denied.status == 403 && denied.error.reason == "OPERATION_DENIED")
        #expect(
            denied.error.description == "Operation readCardContract is disabled in your API configuration.")
        try place.server.set([("cardProducts", "DEMO_DEBIT:518602")], of: place.server.b)
        let missing = try place.core("GET", "/cards/\(card)", as: place.server.b)
        #expect(missing.status == 404 && missing.error.reason == "CARD_CONTRACT_DOES_NOT_EXIST")
        let foreign = try place.core(
            "GET", "/cards/\(card)", query: [("serviceId", place.a.credentials.serviceId)], as: place.server.b)
        #expect(foreign.status == 403 && foreign.error.reason == "OPERATION_DENIED")
        let unsigned = try place.server.call("GET", ProcessorServer.core + "/cards/\(card)", as: nil)
        #expect(unsigned.status == 400 && unsigned.gatewayReason == "INVALID_AUTH_HEADER")
    }

    @Test("a creation with a key is made once; the key is good for no other call")
    func idempotency() throws {
        let key = [("Idempotency-Key", "0f8fad5b-d9cb-469f-a165-70867728950e")]
        let body = #"{"clientNumber":"p-1","clientType":"PR"}"#
        let first = try place.core("POST", "/clients", body, headers: key)
        let again = try place.core("POST", "/clients", #"{"clientType":"PR","clientNumber":"p-1"}"#, headers: key)
        #expect(first.status == 201 && again.status == 201)
        #expect(try first.json?["clientId"]?.int64 == #require(again.json?["clientId"]?.int64))
        let other = try place.core("POST", "/clients", #"{"clientNumber":"p-2","clientType":"PR"}"#, headers: key)
        #expect(other.status == 422 && other.error.reason == "IDEMPOTENCY_KEY_ALREADY_USED")
        let bad = try place.core("POST", "/clients", body, headers: [("Idempotency-Key", "seven")])
        #expect(bad.status == 400 && bad.error.description?.hasPrefix("Idempotency-Key ") == true)
    }

    @Test("what the gateway stops has the shape of this family too")
    func gateway() throws {
        let method = try place.server.call("DELETE", ProcessorServer.core + "/cards/70001", as: place.a)
        #expect(method.status == 405 && method.gatewayReason == "METHOD_NOT_ALLOWED", "\(method.text)")
        let path = try place.server.call("GET", ProcessorServer.core + "/nothing", as: place.a)
        #expect(path.status == 404 && path.gatewayReason == "NOT_FOUND")
        let type = try place.server.call(
            "POST", ProcessorServer.core + "/clients", body: Array("{}".utf8), as: place.a, type: "text/plain")
        #expect(type.status == 415 && type.gatewayReason == "UNSUPPORTED_MEDIA_TYPE")
        let fault = #"{"operation":"readCardContract","status":503,"reason":"OUT_OF_ORDER"}"#
        #expect(try place.server.admin("POST", "faults", fault).status == 201)
        let injected = try place.core("GET", "/cards/70001")
        #expect(injected.status == 503 && injected.error.reason == "OUT_OF_ORDER", "\(injected.answer.text)")
        let bad = try place.server.call("POST", ProcessorServer.digital + "/cards/searches", body: [0x7B], as: place.a)
        #expect(bad.status == 400 && bad.gatewayReason == "REQUEST_VALIDATION")
    }
}
