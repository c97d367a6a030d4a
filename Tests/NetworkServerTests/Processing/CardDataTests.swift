// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import JOSE
import Testing
import Vault
import WireJSON

@testable import NetworkServer

/// Card data for an enrollment over HTTP (processing 3, 4).
@Suite("card data over HTTP") struct CardDataTests {
    private let place: ProcessorServer

    init() throws {
        place = try ProcessorServer()
    }

    private func search(
        _ body: String, key: String?, as issuer: RunningServer.Issuer? = nil
    ) throws -> ProcessorServer.Answer {
        try place.digital(
            "POST", "/cards/searches", body, as: issuer,
            headers: key.map { [("Enroll-Client-Encryption-Key", $0)] } ?? [])
    }

    private static let one = #"{"enrollType":"SYNCHRONOUS","synchronousRequest":{"cardContractId":70001}}"#

    /// The key of the issuer stands for an enrollment elsewhere.
    private var otherKey: String { Base64.encode(place.a.key.publicKey.subjectPublicKeyInfo) }

    private func open(_ answer: ProcessorServer.Answer) throws -> JSONValue {
        let token = try #require(answer.json?["cardData"]?.string, "\(answer.answer.text)")
        let header = Array(token.utf8).withUnsafeBytes { try? JWE.header(of: $0) }
        #expect(header?.encryption == .a256GCM && header?.contentType == "application/json")
        #expect(header?.keyID == KeyFingerprints(place.a.key.publicKey).keySHA256)
        return try JSONDocument.parse(JWE.decrypt(token, keys: DecryptionKeySet([DecryptionKey(place.a.key)]))).root
    }

    @Test("one card: its PAN and expiry beside whatever the caller sent, and nothing of it in clear")
    func synchronous() throws {
        let answer = try search(
            #"{"enrollType":"SYNCHRONOUS","synchronousRequest":{"cardContractId":"70001","#
                + #""cardholderFullName":"TEST CARDHOLDER","billingAddress":{"line1":"1 Road","countryCode":"GB"},"#
                + #""extra":{"b":[1,2.5,null],"a":"ü"}}}"#, key: otherKey)
        #expect(answer.status == 200 && answer.json?.count == 1 && answer.answer.header("Cache-Control") == "no-store")
        let card = try open(answer)
        #expect(card["primaryAccountNumber"]?.string == "5186001700009726")
        #expect(card["panExpirationMonth"]?.string == "12" && card["panExpirationYear"]?.string == "2029")
        #expect(card["cardholderFullName"]?.string == "TEST CARDHOLDER" && card["cardContractId"] == nil)
        #expect(card["billingAddress"]?["countryCode"]?.string == "GB" && card["cardSecurityCode"] == nil)
        #expect(
            card["extra"].map { String(decoding: $0.canonicalBytes(), as: UTF8.self) }
                == #"{"a":"ü","b":[1,2.5,null]}"#
        )
    }

    @Test("many persons: each card gets its own PAN, in its place")
    func asynchronous() throws {
        let answer = try search(
            #"{"enrollType":"ASYNCHRONOUS","asynchronousRequest":{"consumers":["#
                + #"{"externalConsumerId":"c-1","cards":[{"externalCardId":"k-1","cardContractId":70001},"#
                + #"{"externalCardId":"k-2","cardContractId":70002}]},"#
                + #"{"externalConsumerId":"c-2","cards":[{"externalCardId":"k-3","cardContractId":70005}]}]}}"#,
            key: otherKey)
        let consumers = try #require(try open(answer)["consumers"])
        let found = consumers.elements.map { consumer in
            [consumer["externalConsumerId"]?.string ?? ""]
                + (consumer["cards"]?.elements.map { card in
                    "\(card["externalCardId"]?.string ?? "") \(card["primaryAccountNumber"]?.string ?? "")"
                } ?? [])
        }
        // 70005 is blocked: that is not looked at here.
        #expect(
            found == [
                ["c-1", "k-1 5186001700009726", "k-2 5186000000000005"], ["c-2", "k-3 5186000000000054"],
            ])
    }

    @Test("what is wrong is named, and nothing is given for half of the cards")
    func faults() throws {
        let cases: [(String, Int, String)] = [
            (#"{"enrollType":"BOTH"}"#, 400, "enrollType must be"),
            (#"{"enrollType":"SYNCHRONOUS"}"#, 400, "synchronousRequest is missing"),
            (
                #"{"enrollType":"SYNCHRONOUS","synchronousRequest":{}}"#, 400,
                "synchronousRequest.cardContractId is missing"
            ),
            (
                #"{"enrollType":"ASYNCHRONOUS","asynchronousRequest":{"consumers":[]}}"#, 400,
                "asynchronousRequest.consumers must have 1 to 250 elements"
            ),
            (
                #"{"enrollType":"ASYNCHRONOUS","asynchronousRequest":{"consumers":[{"cards":[{"cardContractId":70001},"#
                    + #"{"cardContractId":99999},{"cardContractId":99998}]}]}}"#, 404,
                "Card contract with id 99999 not found."
            ),
        ]
        for (body, status, description) in cases {
            let answer = try search(body, key: otherKey)
            #expect(answer.status == status && answer.error.description?.hasPrefix(description) == true, "\(body)")
        }
        for name in ["primaryAccountNumber", "panExpirationMonth", "panExpirationYear", "cardSecurityCode"] {
            let answer = try search(
                Self.one.replacing("70001}", with: #"70001,"\#(name)":"5186001700009726"}"#), key: otherKey)
            #expect(answer.error.description == "synchronousRequest.\(name) must not be sent.", "\(answer.answer.text)")
            #expect(!answer.answer.text.contains("5186"))
        }
    }

    @Test("the key is read as a certificate, as PEM on one line and as a bare key; what is none is refused")
    func keys() throws {
        let pem = "-----BEGIN PUBLIC KEY----- " + otherKey + " -----END PUBLIC KEY-----"
        let urlSafe = otherKey.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        for key in [otherKey, pem, urlSafe] { #expect(try search(Self.one, key: key).status == 200) }
        for key in [nil, "AAAA", "-----BEGIN", "no base64!"] as [String?] {
            let answer = try search(Self.one, key: key)
            #expect(answer.status == 400 && answer.error.reason == "REQUEST_VALIDATION", "\(key ?? "none")")
            #expect(answer.error.description?.hasPrefix("Enroll-Client-Encryption-Key ") == true)
        }
    }

    @Test("a program's list of keys counts in a sandbox too; the network's own key is always on it")
    func list() throws {
        let other = KeyFingerprints(place.server.b.key.publicKey).keySHA256
        try place.server.set([("enrollKeys", other)], of: place.a)
        let denied = try search(Self.one, key: otherKey)
        #expect(denied.status == 403 && denied.error.reason == "OPERATION_DENIED")
        #expect(try search(Self.one, key: place.networkKey()).status == 200)
        try place.server.set(
            [("enrollKeys", other + "," + KeyFingerprints(place.a.key.publicKey).keySHA256.uppercased())], of: place.a)
        #expect(try search(Self.one, key: otherKey).status == 200)
    }

    @Test("an encrypted request gets an encrypted answer, a plain one a plain one")
    func wrapped() throws {
        let body = #"{"encryptedData":"\#(try place.server.encrypt(Self.one))"}"#
        let answer = try place.server.call(
            "POST", ProcessorServer.digital + "/cards/searches", body: Array(body.utf8), as: place.a,
            headers: [("Enroll-Client-Encryption-Key", otherKey)])
        #expect(answer.json?["cardData"] == nil)
        #expect(try place.opened(answer, place.a).json?["cardData"]?.string != nil)
    }

    @Test("in production a caller's own key gets nothing, the network's own and those of the list do")
    func production() throws {
        let place = try ProcessorServer {
            $0.mode = .production
            // A directory keeps the mode that it was made in.
            $0.dataDirectory += "/production"
            $0.rootPassphrase = Array("a passphrase that is long enough".utf8)
        }
        #expect(try place.core("GET", "/cards/70001").status == 404)
        let (card, _) = try place.makeCard()
        let body = #"{"enrollType":"SYNCHRONOUS","synchronousRequest":{"cardContractId":\#(card)}}"#
        func search(_ key: String) throws -> ProcessorServer.Answer {
            try place.digital("POST", "/cards/searches", body, headers: [("Enroll-Client-Encryption-Key", key)])
        }
        let own = Base64.encode(place.a.key.publicKey.subjectPublicKeyInfo)
        let denied = try search(own)
        #expect(denied.status == 403 && denied.error.reason == "OPERATION_DENIED" && denied.json?["cardData"] == nil)
        #expect(try search(place.networkKey()).status == 200)
        try place.server.set([("enrollKeys", KeyFingerprints(place.a.key.publicKey).keySHA256)], of: place.a)
        #expect(try search(own).status == 200)
        #expect(try place.enroll(card).status == 200, "the network opens what was encrypted to its key")
    }
}
