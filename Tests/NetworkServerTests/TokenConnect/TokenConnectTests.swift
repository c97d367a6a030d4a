// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import HTTPClient
import JOSE
import Store
import Testing
import Vault
import WireJSON

@testable import NetworkServer

/// Token Connect over HTTP (token-connect 2 to 7, 12.3).
@Suite("Token Connect") struct TokenConnectTests {
    private static let connect = "/mdes/connect/1/0/"
    private static let assets = "/mdes/issuer-assets/1/0/asset/tokenrequestor/"

    private let server: RunningServer
    private var a: RunningServer.Issuer { server.a }

    init() throws {
        server = try RunningServer()
    }

    private func call(
        _ operation: String, _ body: String, as issuer: RunningServer.Issuer? = nil, _ query: [(String, String)] = []
    ) throws -> RunningServer.Answer {
        try server.call("POST", Self.connect + operation, query, body: Array(body.utf8), as: issuer ?? a)
    }

    private func reasons(_ answer: RunningServer.Answer) -> [String?] {
        answer.json?["errors"]?.elements.map { $0["reasonCode"]?.string } ?? []
    }

    private func push(_ members: String = "") throws -> String {
        let keys = try JSONWebKeySet(try server.get("/keys/mcs/fpanEncryption").response.body)
        let key = try #require(keys.newestKey(for: .cardEncryption))
        let accounts =
            #"[{"pushAccountId":"CA-0001","fundingAccountData":{"cardAccountData":"#
            + #"{"accountNumber":"5120340000000004","expiryMonth":"12","expiryYear":"30"}}}]"#
        var writer = JSONWriter()
        try MDESPayload.encrypt(Array(accounts.utf8), to: key.publicKey).write(to: &writer)
        return #"{"requestId":"r-1","tokenRequestorId":"50123197928","pushFundingAccounts":{"encryptedPayload":"#
            + String(decoding: writer.bytes, as: UTF8.self) + "}" + members + "}"
    }

    @Test("a pushed card gets a receipt, the page of this server, and a signature that the published keys verify")
    func push() throws {
        let answer = try call("pushMultipleAccounts", push(#","signatureData":{"locale":"en_GB"}"#))
        #expect(answer.status == 200 && answer.json?["responseId"]?.string == "r-1", "\(answer.text)")
        let entry = answer.json?["pushAccountReceipts"]?.elements.first { _ in true }
        let receipt = try #require(entry?["pushAccountReceipt"]?.string)
        let method = answer.json?["availablePushMethods"]?.elements.first { _ in true }
        #expect(method?["uri"]?.string == server.url("/provision"))
        let keys = try server.get(Self.connect + "jwks")
        #expect(keys.status == 200 && keys.header("Cache-Control") == "public, max-age=300")
        let token = try #require(answer.json?["signature"]?.string)
        let message = try JWS.verify(token, keys: VerificationKeySet(JSONWebKeySet(keys.response.body)))
        #expect(
            String(decoding: message.payload, as: UTF8.self)
                == #"{"pushAccountReceipts":["\#(receipt)"],"completeWebsiteActivation":true,"#
                + #""accountHolderDataSupplied":false,"locale":"en_GB"}"#)
        #expect(message.header.keyID?.contains("token-connect") == true)
        // Cards and checkout have keys of their own.
        #expect(try !server.get("/keys").text.contains("token-connect"))
    }

    @Test("after a change of the signing key both keys are published, and the new one signs")
    func rotation() throws {
        func signature() throws -> String {
            try #require(call("pushMultipleAccounts", push()).json?["signature"]?.string)
        }
        let old = try signature()
        let made = try KeyAdministration(server.configuration).rotate(.pushSignature)
        server.server?.reloadKeys()
        let new = try signature()
        let keys = try VerificationKeySet(JSONWebKeySet(server.get(Self.connect + "jwks").response.body))
        #expect(try JWS.verify(new, keys: keys).header.keyID == made.id)
        #expect(try JWS.verify(old, keys: keys).header.keyID != made.id)
    }

    @Test("requestors are listed with all digits, and their logo can be kept for ever")
    func requestors() throws {
        let answer = try call("getEligibleTokenRequestors", #"{"requestId":"r-2","accountRanges":["512034000"]}"#)
        #expect(answer.status == 200 && answer.text.contains(#""enabledAccountRanges":[5120340000000000000]"#))
        let first = answer.json?["tokenRequestors"]?.elements.first { _ in true }
        let id = try #require(first?["imageAssetId"]?.string)
        let asset = try server.call("GET", Self.assets + id, as: a)
        #expect(asset.status == 200 && asset.header("Cache-Control")?.hasSuffix("immutable") == true)
        #expect(asset.json?["mediaContents"]?.count == 2)
        let none = try server.call("GET", Self.assets + "nothing", as: a)
        #expect(none.status == 404 && reasons(none) == ["INVALID_FIELD_VALUE"])
        #expect(none.text.contains(#""description":"Invalid Field Value - AssetId""#))
    }

    @Test("what a request has wrong stands in a 200, under the request's id when it has one")
    func businessErrors() throws {
        for operation in ["getEligibleTokenRequestors", "pushMultipleAccounts"] {
            for body in ["", "{", "[]", #"{"requestId":"a","requestId":"b"}"#] {
                let answer = try call(operation, body)
                if body.isEmpty {
                    // Without a body there is no media type either.
                    #expect(answer.status == 415 && answer.gatewayReason == "UNSUPPORTED_MEDIA_TYPE")
                } else {
                    #expect(answer.status == 200 && reasons(answer) == ["INVALID_JSON"])
                    #expect(answer.json?["responseId"]?.string?.utf8.count == 36)
                }
            }
            let answer = try call(operation, #"{"requestId":"mine"}"#)
            #expect(answer.status == 200 && answer.json?["responseId"]?.string == "mine")
            #expect(reasons(answer).first == "MISSING_REQUIRED_FIELD")
        }
        let foreign = try call("pushMultipleAccounts", push(), [("serviceId", server.b.credentials.serviceId)])
        #expect(foreign.status == 200 && reasons(foreign) == ["AUTHORIZATION_FAILED"])
        let own = try call("pushMultipleAccounts", push(), [("serviceId", a.credentials.serviceId)])
        #expect(own.text.contains("MCC-STL-"))
        try server.set([("tokenConnect", "false")], of: a)
        #expect(try reasons(call("pushMultipleAccounts", push())) == ["AUTHORIZATION_FAILED"])
    }

    @Test("a fault of the server is the platform's, inside a 200, and no receipt is given")
    func internalFailure() throws {
        server.server?.storage.directory.close()
        let answer = try call("pushMultipleAccounts", push())
        #expect(
            answer.text
                == #"{"responseId":"r-1","errors":[{"source":"MDES","reasonCode":"INTERNAL_SERVICE_FAILURE","#
                + #""description":"The request could not be processed."}]}"#)
    }

    @Test("what the gateway refuses has its shape: signature, path, method, media type")
    func gatewayErrors() throws {
        let body = Array(#"{"requestId":"r","accountRanges":["512034000"]}"#.utf8)
        let path = Self.connect + "getEligibleTokenRequestors"
        let unsigned = try server.call("POST", path, body: body, as: nil)
        #expect(unsigned.status == 400 && unsigned.gatewayReason == "INVALID_AUTH_HEADER")
        for (method, path, status, reason) in [
            ("GET", path, 405, "METHOD_NOT_ALLOWED"), ("POST", Self.connect + "pushAccount", 404, "RESOURCE_UNKNOWN"),
            ("POST", Self.assets + "x", 405, "METHOD_NOT_ALLOWED"),
            ("GET", "/mdes/issuer-assets/1/0/asset", 404, "RESOURCE_UNKNOWN"),
        ] {
            let answer = try server.call(method, path, body: method == "POST" ? body : [], as: a)
            #expect(answer.status == status && answer.gatewayReason == reason, "\(method) \(path): \(answer.text)")
            #expect((answer.header("Allow") == nil) == (status != 405))
        }
        let text = try server.call("POST", path, body: body, as: a, type: "text/plain")
        #expect(text.status == 415 && text.gatewayReason == "UNSUPPORTED_MEDIA_TYPE")
        let other = try server.call("GET", "/mdes/other", as: a)
        #expect(other.status == 404 && other.gatewayReason == nil, "other families keep the service's shape")
    }
}
