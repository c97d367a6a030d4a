// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Cryptography
import Foundation
import HTTPClient
import JOSE
import RequestSigning
import Testing
import WireJSON

@testable import NetworkServer

/// A running server whose first issuer has card management, and calls of it as the published clients make them.
final class ProcessorServer {
    static let core = "/global-processing/core"
    static let digital = "/global-processing/digital"

    let server: RunningServer
    var a: RunningServer.Issuer { server.a }

    init(_ change: (inout ServerConfiguration) -> Void = { _ in }, products: String = "DEMO_DEBIT:518600") throws {
        server = try RunningServer(change)
        try server.set([("cardProducts", products)], of: server.a)
    }

    /// What a call was answered with, opened.
    struct Answer {
        var answer: RunningServer.Answer
        var json: JSONValue?
        var status: Int { answer.status }
        /// Reason and description of the one error.
        var error: (reason: String?, description: String?) {
            let error = answer.json?["Errors"]?["Error"]?.elements.first { _ in true }
            return (error?["ReasonCode"]?.string, error?["Description"]?.string)
        }
        var source: String? {
            answer.json?["Errors"]?["Error"]?.elements.first { _ in true }?["Source"]?.string
        }
    }

    /// A core call: its body encrypted to the network, its answer opened with the issuer's key.
    func core(
        _ method: String, _ path: String, _ body: String? = nil, query: [(String, String)] = [],
        as issuer: RunningServer.Issuer? = nil, headers: [(String, String)] = []
    ) throws -> Answer {
        let issuer = issuer ?? a
        let content = try body.map { Array(#"{"encryptedData":"\#(try server.encrypt($0))"}"#.utf8) } ?? []
        return try opened(
            server.call(method, Self.core + path, query, body: content, as: issuer, headers: headers), issuer)
    }

    /// A digital call in clear.
    func digital(
        _ method: String, _ path: String, _ body: String? = nil, query: [(String, String)] = [],
        as issuer: RunningServer.Issuer? = nil, headers: [(String, String)] = []
    ) throws -> Answer {
        let answer = try server.call(
            method, Self.digital + path, query, body: Array((body ?? "").utf8), as: issuer ?? a, headers: headers)
        return Answer(answer: answer, json: answer.json)
    }

    func opened(_ answer: RunningServer.Answer, _ issuer: RunningServer.Issuer) throws -> Answer {
        guard let token = answer.json?["encryptedData"]?.string else { return Answer(answer: answer, json: nil) }
        let plaintext = try JWE.decrypt(token, keys: DecryptionKeySet([DecryptionKey(issuer.key)]))
        return Answer(answer: answer, json: try JSONDocument.parse(plaintext).root)
    }

    /// Client, account and card of an issuer, by the calls that make them. Answers the card's and the client's numbers.
    func makeCard(
        as issuer: RunningServer.Issuer? = nil, production: String = "NWOPIN_NOPROD"
    ) throws -> (card: Int64, client: Int64) {
        func id(_ path: String, _ name: String, _ body: String) throws -> Int64 {
            let answer = try core("POST", path, body, as: issuer)
            try #require(answer.status == 201, "\(answer.answer.text)")
            return try #require(answer.json?[name]?.int64)
        }
        let client = try id(
            "/clients", "clientId", #"{"clientNumber":"p-1","clientType":"PR","firstName":"Ada","lastName":"Example"}"#)
        let account = try id(
            "/accounts", "accountContractId",
            #"{"accountContractNumber":"a-1","clientId":\#(client),"productCode":"CURRENT"}"#)
        let card = try id(
            "/cards", "cardContractId",
            #"{"accountContractId":\#(account),"cardContract":{"productCode":"DEMO_DEBIT","#
                + #""productionCode":"\#(production)","cardExpiryDate":"2912"}}"#)
        return (card, client)
    }

    /// The network's own key as the header has it.
    func networkKey() throws -> String {
        let keys = try JSONWebKeySet(try server.get("/keys/mcs/fpanEncryption").response.body)
        return Base64.encode(try #require(keys.newestKey(for: .cardEncryption)).publicKey.subjectPublicKeyInfo)
    }

    /// `cardData` of a card for the network's own enrollment.
    func cardData(_ card: Int64) throws -> String {
        let answer = try digital(
            "POST", "/cards/searches",
            #"{"enrollType":"SYNCHRONOUS","synchronousRequest":{"cardContractId":\#(card)}}"#,
            headers: [("Enroll-Client-Encryption-Key", try networkKey())])
        return try #require(answer.json?["cardData"]?.string, "\(answer.answer.text)")
    }

    /// Enrolls a card of which the issuer knows nothing but its number.
    func enroll(_ card: Int64) throws -> RunningServer.Answer {
        let document = #"{"latestVersionUri":"https://bank.example/document"}"#
        let body =
            #"{"srcClientId":"\#(a.credentials.srcClientId)","serviceId":"\#(a.credentials.serviceId)","#
            + #""cardSource":"ISSUER","encryptedCard":"\#(try cardData(card))","#
            + #""complianceSettings":{"tnc":\#(document),"privacy":\#(document)},"#
            + #""consumer":{"consumerIdentity":{"identityType":"EMAIL_ADDRESS","identityValue":"ada@example.test"},"#
            + #""mobileNumber":{"countryCode":"1","phoneNumber":"2025550100"},"#
            + #""firstName":"Ada","lastName":"Example","countryCode":"US","languageCode":"en"}}"#
        return try server.call("POST", RunningServer.base + "/cards", body: Array(body.utf8), as: a)
    }
}
