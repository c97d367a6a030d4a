// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import JOSE
import SQLite
import Testing
import WireJSON

@testable import NetworkServer

/// The ID token at the end of a checkout (checkout 4.7, 5.8): for who has proved who they are in its window, and for
/// shops that are to sign their consumer out.
@Suite("the ID token at the end of a checkout") struct CheckoutIdTokenTests {
    private typealias J = CheckoutJourney

    private let journey: J
    private static let remember =
        #""complianceSettings":{"complianceResources":[{"complianceType":"REMEMBER_ME","uri":"x"}]}"#
    private static let confirm = #"{"confirmPayment":true}"#

    init() throws { journey = try J(RunningServer()) }

    private func claims(_ token: String) throws -> JSONValue {
        let payload = try #require(Base64URL.decode(String(token.split(separator: ".")[1])))
        return try JSONDocument.parse(payload).root
    }

    private func profiles(_ token: String) throws -> RunningServer.Answer {
        try journey.page("/src/api/profiles", "{" + journey.parties + #","idTokens":["\#(token)"]}"#)
    }

    private func unbind(_ token: String) throws -> RunningServer.Answer {
        try journey.page("/src/api/app-instances/unbind", "{" + journey.parties + #","idToken":"\#(token)"}"#)
    }

    /// A card, and a browser that is remembered for its consumer.
    private func remembered() throws -> (card: String, recognition: String, idToken: String) {
        let card = try journey.enroll().card
        let first = try journey.checkout(card: card, Self.remember)
        let recognition = try #require(first.json?["recognitionToken"]?.string, "\(first.text)")
        let answer = try journey.recognize(recognition)
        return (card, recognition, try #require(answer.json?["idTokens"]?.elements.first { _ in true }?.string))
    }

    @Test("a code in the window proves an identity: the shop gets a fresh token for it, once, and it is good")
    func proved() throws {
        try journey.server.set([("firstUseAuthentication", "otp")], of: journey.server.a)
        try journey.follow()
        let card = try journey.enroll().card
        let session = try J.session(try journey.checkout(card: card))
        _ = try journey.act(session, "authenticate")
        let code = try ProvisionJourney(journey.server).code(for: J.email)
        let done = try journey.act(session, "authenticate", #""validationData":"\#(code)""#)
        let token = try #require(done.json?["idToken"]?.string, "\(done.text)")
        #expect(done.json?["unbindAppInstance"] == nil)
        let root = try claims(token)
        #expect(root["amr"]?.elements.compactMap(\.string) == ["email_otp", "otp"] && root["auth_time"] != nil)
        #expect(try profiles(token).json?["profiles"]?.elements.count { _ in true } == 1)
        // Who asks again gets the same; it is gone with the credentials.
        #expect(try journey.act(session, "status").json?["idToken"]?.string == token)
        #expect(try journey.credentials(try J.correlation(done), card: card).status == 200)
        #expect(try journey.act(session, "status").json?["idToken"] == nil)
    }

    @Test("a checkout that proves nothing and signs nobody out carries none")
    func none() throws {
        let card = try journey.enroll().card
        #expect(try journey.checkout(card: card).json?["idToken"] == nil)
        for action in ["confirm", "cancel", "change-card", "add-card"] {
            let session = try J.session(try journey.checkout(card: card, options: Self.confirm))
            #expect(try journey.act(session, action).json?["idToken"] == nil)
        }
    }

    @Test("a network with a public address is named by the first of them in the tokens that it gives")
    func named() throws {
        let server = journey.server
        let (card, before, _) = try remembered()
        server.stop()
        server.configuration.publicOrigins = ["https://c2p.example", "https://other.example"]
        try server.start()
        // A browser that was remembered before is known still.
        let answer = try journey.recognize(before)
        let idToken = try #require(answer.json?["idTokens"]?.elements.first { _ in true }?.string, "\(answer.text)")
        let paid = try journey.checkout(card: card, #""idToken":"\#(idToken)""#, email: nil)
        let recognition = try #require(paid.json?["recognitionToken"]?.string, "\(paid.text)")
        for token in [idToken, recognition] {
            let root = try claims(token)
            #expect(root["iss"]?.string == "https://c2p.example")
            #expect(
                root["aud"]?.elements.compactMap(\.string) == ["https://c2p.example", journey.shop.srcClientId])
        }
        let signed = try journey.open(paid, "checkoutResponse")
        #expect(signed.header["iss"]?.string == "https://c2p.example")
        #expect(try journey.recognize(recognition).json?["recognized"]?.boolean == true)
    }

    @Test("after Not you? the token signs the browser out, and nobody in")
    func switched() throws {
        let (card, recognition, idToken) = try remembered()
        let session = try J.session(
            try journey.checkout(card: card, options: Self.confirm, #""idToken":"\#(idToken)""#, email: nil))
        let answer = try journey.act(session, "switch-consumer")
        #expect(J.action(answer) == "SWITCH_CONSUMER" && answer.json?["unbindAppInstance"]?.boolean == true)
        let token = try #require(answer.json?["idToken"]?.string, "\(answer.text)")
        #expect(try claims(token)["sub"]?.string == claims(idToken)["sub"]?.string)
        #expect(try profiles(token).refused(401, "AUTH_INVALID"))
        // Neither does the one that the checkout was begun with: whoever sits there now is somebody else.
        #expect(try profiles(idToken).refused(401, "AUTH_INVALID"))
        let paying = try journey.checkout(card: card, #""idToken":"\#(token)""#, email: nil)
        #expect(paying.refused(401, "AUTH_INVALID"), "\(paying.text)")
        #expect(try journey.recognize(recognition).json?["recognized"]?.boolean == true)
        #expect(try unbind(token).status == 200)
        #expect(try journey.recognize(recognition).refused(401, "AUTH_INVALID"))
    }

    @Test("after Not you? the token that the checkout was begun with forgets the browser too; other ends leave it")
    func left() throws {
        let (card, recognition, idToken) = try remembered()
        for action in ["cancel", "change-card", "switch-consumer"] {
            #expect(try profiles(idToken).status == 200)
            let session = try J.session(
                try journey.checkout(card: card, options: Self.confirm, #""idToken":"\#(idToken)""#, email: nil))
            _ = try journey.act(session, action)
        }
        #expect(try unbind(idToken).status == 200)
        #expect(try journey.recognize(recognition).refused(401, "AUTH_INVALID"))
    }

    @Test(
        "a purchase that is made is told of also where its tokens cannot be written",
        arguments: ["sign_in", "recognition"])
    func storeFails(_ table: String) throws {
        let server = journey.server
        try server.set([("firstUseAuthentication", "otp")], of: server.a)
        try journey.follow()
        let card = try journey.enroll().card
        let session = try J.session(try journey.checkout(card: card, Self.remember))
        _ = try journey.act(session, "authenticate")
        let code = try ProvisionJourney(server).code(for: J.email)
        let database = try Connection(path: server.path + "/directory.db")
        try database.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON \(table) BEGIN SELECT RAISE(ABORT, 'broken'); END")
        let done = try journey.act(session, "authenticate", #""validationData":"\#(code)""#)
        #expect(J.action(done) == "COMPLETE" && done.json?["checkoutResponse"] != nil, "\(done.text)")
        #expect((done.json?["idToken"] == nil) == (table == "sign_in"))
        #expect(done.json?["recognitionToken"] == nil)
        try database.execute("DROP TRIGGER broken")
        // Who says the same again gets them.
        let again = try journey.act(session, "confirm")
        #expect(again.json?["idToken"] != nil && again.json?["recognitionToken"] != nil, "\(again.text)")
    }

    @Test(
        "whoever acts in a window whose credentials were given gets no more tokens of its consumer", arguments: [1, 2])
    func spent(_ number: Int) throws {
        let (card, _, idToken) = try remembered()
        let session =
            number == 1
            ? try J.session(try journey.checkout(card: card, options: Self.confirm, Self.remember))
            : try J.session(
                try journey.checkout(card: card, options: Self.confirm, #""idToken":"\#(idToken)""#, email: nil))
        let done = try journey.act(session, "confirm")
        #expect(done.json?["recognitionToken"] != nil, "\(done.text)")
        #expect(try journey.credentials(try J.correlation(done), card: card).status == 200)
        for action in ["confirm", "cancel", "status"] {
            let again = try journey.act(session, action)
            #expect(J.action(again) == "COMPLETE", "\(again.text)")
            #expect(again.json?["recognitionToken"] == nil && again.json?["idToken"] == nil, "\(again.text)")
        }
    }

    @Test("where Remember Me is cleared the purchase is done, and the token signs the browser out")
    func cleared() throws {
        let (card, recognition, idToken) = try remembered()
        for end in ["confirm", "cancel"] {
            let session = try J.session(
                try journey.checkout(card: card, options: Self.confirm, #""idToken":"\#(idToken)""#, email: nil))
            _ = try journey.act(session, "set-remember-me", #""rememberMe":false"#)
            let answer = try journey.act(session, end)
            #expect(answer.json?["unbindAppInstance"]?.boolean == true)
            let token = try #require(answer.json?["idToken"]?.string, "\(answer.text)")
            // Nothing was proved anew.
            #expect(try claims(token)["amr"] == nil && claims(token)["auth_time"] == nil)
            #expect(try profiles(token).status == 200)
            if end == "cancel" { #expect(try unbind(token).status == 200) }
        }
        #expect(try journey.recognize(recognition).refused(401, "AUTH_INVALID"))
    }
}
