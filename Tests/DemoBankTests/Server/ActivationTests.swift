// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Foundation
import HTTPClient
import IssuerKit
import Pages
import Testing

@testable import DemoBank

/// Where the network sends a cardholder to be authenticated, and what the network tells by itself.
@Suite struct ActivationTests {
    /// A card of Sam's whose token waits for its holder.
    private func waiting(_ town: Town) throws -> String {
        let url = try #require(try town.browser("sam").post("/bank/cards/sam-3/push").location)
        let consumer = try #require(DemoCustomers.named("sam")?.consumer(.english))
        let card = try town.client.enrollCard(
            receipt: .init(PushSignatureReader.receipt(of: url)), of: consumer
        ).maskedCard
        return try #require(card.tokenUniqueReference)
    }

    private func fields(_ reference: String, _ back: String, _ password: String = DemoCustomers.password)
        -> [(String, String)]
    {
        [("card", "sam-3"), ("tokenUniqueReference", reference), ("return", back), ("password", password)]
    }

    @Test("The cardholder is authenticated, the token switched on, and the browser goes back to the network.")
    func there() throws {
        let town = try Town()
        let reference = try waiting(town)
        let back = (town.client.profile.origin ?? "") + "/provision/done?a=1&b=2"
        let query = "tokenUniqueReference=\(reference)&return=" + Browser.encode(back)
        // Who is not signed in is asked to, and comes back to this page.
        let stranger = try town.browser()
        #expect(try stranger.get("/bank/activate?" + query).text.contains("name=\"next\""))
        let browser = try town.browser("sam")
        let page = try browser.get("/bank/activate?" + query)
        #expect(page.status == 200 && page.text.contains("value=\"\(reference)\""))
        #expect(page.header("Content-Security-Policy")?.contains("form-action 'self' http://127.0.0.1:") == true)
        let wrong = try browser.post("/bank/activate", fields(reference, back, "nothing"))
        #expect(wrong.status == 422)
        #expect(try town.client.findToken(reference).statusCode == "U")
        let done = try browser.post("/bank/activate", fields(reference, back))
        #expect(done.status == 303 && done.location == back + "&activation=completed")
        #expect(try town.client.findToken(reference).statusCode == "A")
    }

    @Test(
        "Nobody is sent anywhere but to the network.",
        arguments: [
            "https://evil.example/", "//evil.example", "http://127.0.0.1:1/", "javascript:alert(1)",
            "http://127.0.0.1:80@evil.example/", "bank:x", "",
        ])
    func openRedirect(back: String) throws {
        let town = try Town()
        let reference = try waiting(town)
        let browser = try town.browser("sam")
        let page = try browser.get("/bank/activate?card=sam-3&return=" + Browser.encode(back))
        #expect(page.header("Content-Security-Policy")?.contains("form-action 'self';") == true)
        #expect(try browser.post("/bank/activate", fields(reference, back)).location == "/bank/cards/sam-3")
    }

    @Test("A token of another customer's card is nobody's to switch on.")
    func others() throws {
        let town = try Town()
        let reference = try waiting(town)
        let other = try town.browser("amelia")
        #expect(try other.get("/bank/activate?tokenUniqueReference=" + reference).status == 404)
        #expect(try other.post("/bank/activate", fields(reference, "")).status == 404)
        #expect(try town.client.findToken(reference).statusCode == "U")
    }

    @Test("What the network does not sign is no notification.")
    func unsigned() throws {
        let town = try Town()
        let http = HTTPClient(configuration: HTTPClientConfiguration(totalTimeout: .seconds(10)))
        let answer = try http.send(
            HTTPClientRequest(
                method: "POST", url: (town.bank?.url ?? "") + "/bank/notifications",
                headers: [HTTPClientHeader("X-Event-Signature", "t=1,v1=00")], body: Array("{}".utf8)))
        #expect(answer.status == 401)
    }

    @Test("A notification of the token confirms a journey from which nobody came back.")
    func notified() throws {
        let town = try Town()
        let browser = try town.browser("amelia")
        _ = try browser.post("/bank/cards/amelia-1/push")
        let pan = try #require(DemoCustomers.named("amelia")?.card("amelia-1")?.pan)
        let reference = "DWSPMC0000000001" + String(repeating: "2", count: 32)
        let body = """
            {"eventId":"e-1","eventType":"TCN","eventDateTime":"\(town.clock.now.iso8601)","correlationId":"c-1",\
            "cardContractNumber":"\(pan.panBin.prefix(6))______\(pan.panLastFour)","tokenRequestorId":"50123197928",\
            "walletName":"MDES for Merchants","decision":"APPROVED","tokenUniqueReference":"\(reference)",\
            "tokenStatus":"Active"}
            """
        let http = HTTPClient(configuration: HTTPClientConfiguration(totalTimeout: .seconds(10)))
        func send() throws -> Int {
            try http.send(
                HTTPClientRequest(
                    method: "POST", url: (town.bank?.url ?? "") + "/bank/notifications",
                    headers: [HTTPClientHeader("X-Event-Signature", town.signature(of: Array(body.utf8)))],
                    body: Array(body.utf8))
            ).status
        }
        #expect(try send() == 204 && send() == 204)
        #expect(try browser.get("/bank/activity").text.contains("Added"))
    }
}
