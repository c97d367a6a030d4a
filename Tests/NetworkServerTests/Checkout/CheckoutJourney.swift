// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Cryptography
import HTTPClient
import JOSE
import RequestSigning
import SignIn
import Store
import Testing
import Vault
import WireJSON

@testable import NetworkServer

/// A shop on a running server, and consumers who pay there.
struct CheckoutJourney {
    static let email = "ada@example.test"
    static let address =
        #"{"name":"Ada Example","line1":"9 Capture Lane","city":"Typedville","state":"CA","#
        + #""countryCode":"US","zip":"90009"}"#
    static let accepted =
        #""complianceSettings":{"tnc":{"acceptedVersion":"LATEST"},"privacy":{"acceptedVersion":"1"}}"#

    let server: RunningServer
    let shop: MerchantOnboarding.Credentials
    let key: RSAPrivateKey

    init(_ server: RunningServer, dialect: BrowserError.Dialect = .mastercard) throws {
        self.server = server
        key = try Template.shared.get().issuerKeys[1]
        var request = MerchantOnboarding.Request(name: "Corner Shop", origins: ["https://shop.example"])
        request.signingKey = key.publicKey
        request.payloadKey = key.publicKey
        request.dialect = dialect
        shop = try MerchantOnboarding.run(
            request, dataDirectory: server.path, mode: server.configuration.mode)
        try follow()
    }

    /// Makes the server look at the registry.
    func follow() throws {
        var stranger = server.a
        stranger.credentials.consumerKey = "stranger!0"
        _ = try server.call("GET", RunningServer.base + "/cards/nobody", as: stranger)
    }

    /// As somebody who signs with the shop's key.
    var integrator: RunningServer.Issuer {
        var integrator = server.a
        integrator.credentials.consumerKey = shop.consumerKey
        integrator.credentials.srcClientId = shop.srcClientId
        integrator.key = key
        return integrator
    }

    var parties: String { #""srcClientId":"\#(shop.srcClientId)","srcDpaId":"\#(shop.srcDpaId)""# }

    // MARK: Before

    /// Enrolls a card of issuer A, and gives its ids.
    func enroll(
        _ batch: String = "b-1", name: String = "ada", billing: Bool = true, terms: Bool = true,
        pan: String = "5186001700009726", year: String = "2031", phone: String = "0100"
    ) throws -> RunningServer.Enrolled {
        var text = RunningServer.plaintext(name, phone: phone, card: name + pan.suffix(4), pan: pan)
            .replacing(#""panExpirationYear":"2031""#, with: #""panExpirationYear":"\#(year)""#)
        if !billing {
            text = text.replacing(
                #","billingAddress":{"line1":"1 Sample Road","city":"Testford","state":"CA","#
                    + #""countryCode":"US","zip":"90000"}"#,
                with: "")
        }
        if terms { text = text.replacing(#""firstName""#, with: Self.accepted + #","firstName""#) }
        let accepted = try server.submit(batch, text, as: server.a)
        let id = try #require(accepted.json?["batchId"]?.string, "\(accepted.text)")
        while true {
            let answer = try server.status(id, as: server.a)
            guard answer.json?["batchStatus"]?.string != "IN_PROGRESS" else { continue }
            let item = try #require(answer.json?["items"]?.elements.first { _ in true })
            return RunningServer.Enrolled(
                batch: id, consumer: try #require(item["srcConsumerId"]?.string, "\(answer.text)"),
                card: try #require(item["srcDigitalCardId"]?.string))
        }
    }

    func idToken(_ email: String = CheckoutJourney.email) throws -> String {
        let storage = try #require(server.server?.storage)
        let directories = try storage.registry.snapshot().programs.map(\.directory)
        let tokens = IdTokens(
            store: storage.directory, vault: storage.vault, clock: server.clock, directories: { directories })
        return try tokens.issue(
            for: [.email(try Email(email))], client: shop.srcClientId, dpa: shop.srcDpaId, method: .emailCode)
    }

    /// Lets time go by, and happen what falls due.
    func wait(_ seconds: Int) throws {
        server.clock.advance(by: .seconds(seconds))
        _ = try server.admin("POST", "clock/advance", #"{"seconds":0}"#)
    }

    // MARK: From the page

    func page(_ path: String, _ body: String) throws -> RunningServer.Answer {
        try server.call(
            "POST", path, body: Array(body.utf8), as: nil, headers: [("Origin", "https://shop.example")])
    }

    /// Begins a checkout.
    func checkout(
        card: String?, options: String = "{}", _ more: String = "", email: String? = CheckoutJourney.email
    ) throws -> RunningServer.Answer {
        let token = try email.map { #","idToken":"\#(try idToken($0))""# } ?? ""
        let card = card.map { #","srcDigitalCardId":"\#($0)""# } ?? ""
        return try page(
            "/src/api/checkout",
            "{" + parties + card + token + #","dpaTransactionOptions":\#(options)"# + (more.isEmpty ? "" : "," + more)
                + "}")
    }

    /// Comes with a browser that is remembered.
    func recognize(_ token: String) throws -> RunningServer.Answer {
        try page("/src/api/identities/recognize", "{" + parties + #","recognitionTokens":["\#(token)"]}"#)
    }

    func act(_ session: String, _ action: String, _ more: String = "") throws -> RunningServer.Answer {
        try page(
            "/dcf/\(session)/actions",
            "{" + parties + #","action":"\#(action)""# + (more.isEmpty ? "" : "," + more) + "}")
    }

    func submit(
        _ session: String, _ data: String = #"{"billingAddress":\#(CheckoutJourney.address)}"#, consent: Bool? = nil
    ) throws -> RunningServer.Answer {
        try act(session, "submit-data", #""data":\#(data)"# + (consent.map { #","consent":\#($0)"# } ?? ""))
    }

    static func session(_ answer: RunningServer.Answer) throws -> String {
        try #require(answer.json?["dcfSessionId"]?.string, "\(answer.text)")
    }

    static func steps(_ answer: RunningServer.Answer) -> [String] {
        answer.json?["requiredSteps"]?.elements.compactMap(\.string) ?? []
    }

    static func action(_ answer: RunningServer.Answer) -> String? { answer.json?["dcfActionCode"]?.string }

    static func correlation(_ answer: RunningServer.Answer) throws -> String {
        try #require(answer.json?["srcCorrelationId"]?.string, "\(answer.text)")
    }

    /// `field:reason` of each captured field.
    static func outcomes(_ answer: RunningServer.Answer) -> [String] {
        answer.json?["dataCapture"]?.elements.map {
            ($0["field"]?.string ?? "") + ":" + ($0["reason"]?.string ?? "")
        } ?? []
    }

    // MARK: From the server

    func credentials(
        _ correlation: String, card: String, _ more: String = "", as caller: RunningServer.Issuer? = nil
    ) throws -> RunningServer.Answer {
        let body =
            "{" + parties + #","srcCorrelationId":"\#(correlation)","srcDigitalCardId":"\#(card)""#
            + (more.isEmpty ? "" : "," + more) + "}"
        return try server.call(
            "POST", RunningServer.base + "/transaction/credentials", body: Array(body.utf8), as: caller ?? integrator)
    }

    func confirm(
        _ correlation: String, _ data: String, as caller: RunningServer.Issuer? = nil, client: String? = nil
    ) throws -> RunningServer.Answer {
        let body =
            #"{"srcClientId":"\#(client ?? shop.srcClientId)","srcCorrelationId":"\#(correlation)","#
            + #""confirmationData":\#(data)}"#
        return try server.call("POST", "/src/api/confirmations", body: Array(body.utf8), as: caller ?? integrator)
    }

    /// A signed answer, verified with the published keys, and what is in it for the shop alone.
    struct Opened {
        var header: JSONValue
        var payload: JSONValue
        var secret: JSONValue?
    }

    func open(_ answer: RunningServer.Answer, _ name: String = "checkoutResponseJWS") throws -> Opened {
        let text = try #require(answer.json?[name]?.string, "\(answer.text)")
        let set = try JSONWebKeySet(try server.get("/keys/mcs/payloadVerification").response.body)
        let parts = text.split(separator: ".").map(String.init)
        let header = try JSONDocument.parse(try #require(Base64URL.decode(parts[0]))).root
        let kid = try #require(header["kid"]?.string)
        let key = try #require(set.keys.first { $0.keyID == kid })
        let message = try JWS.verify(text, key: key.publicKey)
        let payload = try JSONDocument.parse(message.payload).root
        let secret = try payload["encryptedPayload"]?.string.map { token in
            let fingerprint = KeyFingerprints(self.key.publicKey).keySHA256
            return try JSONDocument.parse(
                JWE.decrypt(
                    Array(token.utf8), keys: DecryptionKeySet([DecryptionKey(self.key, keyID: fingerprint)]))
            ).root
        }
        return Opened(header: header, payload: payload, secret: secret)
    }

    /// The profile as its issuer reads it.
    func profile(_ enrolled: RunningServer.Enrolled) throws -> JSONValue {
        let answer = try server.call(
            "GET", RunningServer.base + "/profiles/" + enrolled.consumer, server.a.ids, as: server.a)
        return try #require(answer.json, "\(answer.text)")
    }
}
