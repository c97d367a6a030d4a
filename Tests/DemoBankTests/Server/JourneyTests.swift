// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Foundation
import IssuerKit
import Pages
import Testing

@testable import DemoBank

/// A cardholder's ways to Click to Pay and back, over HTTP against a real network.
@Suite struct JourneyTests {
    /// A journey that has begun: the link that the browser was sent to, and what comes back.
    private struct Begun {
        var link: PushRedirect
        var receipt: PushReceipt
        var callback: CallbackURL

        func back(_ status: PushResult.Status, _ token: String? = nil, receipt other: PushReceipt? = nil) -> String {
            let result = PushResult(receipt: other ?? receipt, status: status, tokenUniqueReference: token)
            let url = PushReturnURL(callback: callback, results: [result]).url
            // The path and what follows: the browser knows the bank.
            return String(url[(url.range(of: "/bank/")?.lowerBound ?? url.startIndex)...])
        }
    }

    private func begin(_ browser: Browser, _ card: String) throws -> Begun {
        let offer = try browser.get("/bank/cards/\(card)/add")
        #expect(offer.status == 200 && offer.text.contains("action=\"/bank/cards/\(card)/push\""), "\(offer.text)")
        let pushed = try browser.post("/bank/cards/\(card)/push")
        try #require(pushed.status == 303, "\(pushed.status) \(pushed.text)")
        #expect(pushed.header("Referrer-Policy") == "no-referrer" && pushed.header("Cache-Control") == "no-store")
        let url = try #require(pushed.location)
        // The page's policy lets the form lead there.
        let origin = try #require(URL(string: url).flatMap { "\($0.scheme ?? "")://\($0.host ?? ""):\($0.port ?? 0)" })
        #expect(offer.header("Content-Security-Policy")?.contains("form-action 'self' \(origin)") == true)
        let link = try PushRedirect(url: url)
        guard case .signed(let signature) = link.form else {
            throw Unsigned()
        }
        let claims = try PushSignature.unverifiedClaims(signature)
        return Begun(
            link: link, receipt: try #require(claims.receipts.first), callback: try #require(claims.callbackURL))
    }

    private struct Unsigned: Error {}

    private func consumer(_ userName: String) throws -> Consumer {
        try #require(DemoCustomers.named(userName)?.consumer(.english))
    }

    /// What the network's page does with a receipt, done by the API: a token that is really there.
    private func redeem(_ town: Town, _ begun: Begun, _ userName: String) throws -> String {
        let card = try town.client.enrollCard(receipt: begun.receipt, of: consumer(userName)).maskedCard
        return try #require(card.tokenUniqueReference)
    }

    @Test("A pushed card leads to Click to Pay, and its return is a success once the network vouches for the token.")
    func approved() throws {
        let town = try Town()
        let browser = try town.browser("amelia")
        let cards = try browser.get("/bank/cards")
        #expect(cards.text.contains("Add to Click to Pay") && cards.text.contains("Not in Click to Pay"))
        let begun = try begin(browser, "amelia-1")
        #expect(begun.link.extFlow && begun.link.uri.hasSuffix("/provision"))
        #expect(try browser.get("/bank/cards").text.contains("Being processed"))
        let token = try redeem(town, begun, "amelia")
        let back = try browser.get(begun.back(.approved, token))
        #expect(back.status == 303 && back.location?.hasPrefix("/bank/results/") == true)
        let result = try browser.get(try #require(back.location))
        #expect(result.text.contains("Your card is in Click to Pay") && !result.text.contains("data-poll"))
        #expect(try browser.get("/bank/cards").text.contains("In Click to Pay"))
        #expect(try browser.get("/bank/activity").text.contains("Added"))
        // A second return says something else and changes nothing.
        let again = try browser.get(begun.back(.cancelled))
        #expect(again.location == back.location)
        #expect(try browser.get(try #require(again.location)).text.contains("Your card is in Click to Pay"))
    }

    @Test("A claim without a token behind it is being processed for a minute, and never a success.")
    func unconfirmed() throws {
        let town = try Town()
        let browser = try town.browser("lucia")
        _ = try browser.get("/bank/cards?lang=en")
        let begun = try begin(browser, "lucia-1")
        let token = "DWSPMC0000000001" + String(repeating: "1", count: 32)
        let place = try #require(try browser.get(begun.back(.approved, token)).location)
        let waiting = try browser.get(place).text
        #expect(waiting.contains("Being processed") && waiting.contains("data-poll=\"2\""))
        #expect(waiting.contains("Look again"))
        town.clock.advance(by: .seconds(60))
        let later = try browser.get(place).text
        #expect(later.contains("This is taking longer than usual") && !later.contains("data-poll"))
        town.clock.advance(by: .seconds(14 * 60))
        _ = try browser.get("/bank/cards")
        town.clock.advance(by: .seconds(14 * 60))
        _ = try browser.get("/bank/cards")
        town.clock.advance(by: .seconds(2 * 60))
        #expect(!(try browser.get("/bank/cards").text.contains("Being processed")))
    }

    @Test("The token of another card is no proof, even of the same customer.")
    func otherToken() throws {
        let town = try Town()
        let browser = try town.browser("amelia")
        let first = try begin(browser, "amelia-1")
        let token = try redeem(town, first, "amelia")
        let second = try begin(browser, "amelia-2")
        let place = try #require(try browser.get(second.back(.approved, token)).location)
        #expect(try browser.get(place).text.contains("Being processed"))
        let own = try #require(try browser.get(first.back(.approved, token)).location)
        #expect(try browser.get(own).text.contains("Your card is in Click to Pay"))
    }

    @Test("A return that is forged, somebody else's or nobody's is refused, and the true one still counts.")
    func forged() throws {
        let town = try Town()
        let browser = try town.browser("camille", language: "en")
        _ = try browser.get("/bank/cards?lang=en")
        let begun = try begin(browser, "camille-1")
        let other = try PushReceipt("MCC-STL-11111111-2222-3333-4444-555555555555")
        let forged = try browser.get(begun.back(.approved, receipt: other))
        #expect(forged.status == 403 && forged.text.contains("We cannot use this link"))
        let sid = "sid=" + String(repeating: "0", count: 32)
        #expect(try browser.get("/bank/return?\(sid)&results%5B\(begun.receipt.value)%5D=CANCELLED").status == 403)
        #expect(try browser.get("/bank/return").status == 403)
        let stranger = try town.browser("jonas")
        #expect(try stranger.get(begun.back(.cancelled)).status == 403)
        let back = try browser.get(begun.back(.cancelled))
        #expect(try browser.get(try #require(back.location)).text.contains("You did not add the card"))
    }

    @Test(
        "Each outcome of the sandbox has a page of its own, in the words of the reader's language.",
        arguments: [
            ("sam-2", PushResult.Status.declined, Attempt.Outcome.declined),
            ("sam-4", .duplicateRequest, .duplicate), ("sam-5", .error, .failed), ("sam-1", .cancelled, .cancelled),
        ] as [(String, PushResult.Status, Attempt.Outcome)])
    func outcomes(
        card: String, status: PushResult.Status, outcome: Attempt.Outcome
    ) throws {
        let town = try Town()
        let browser = try town.browser("sam")
        let begun = try begin(browser, card)
        let place = try #require(try browser.get(begun.back(status)).location)
        for (language, texts) in [("en", BankTexts.english), ("de", .german), ("ar", .arabic)] {
            #expect(try browser.get(place + "?lang=" + language).status == 303)
            let page = try browser.get(place).text
            #expect(page.contains(texts.results.says(outcome).title), "\(language)")
        }
    }

    @Test("A card that needs authentication is switched on by the bank once its customer has given the password.")
    func authentication() throws {
        let town = try Town()
        let browser = try town.browser("sam")
        let begun = try begin(browser, "sam-3")
        let token = try redeem(town, begun, "sam")
        let place = try #require(
            try browser.get(begun.back(.requireAdditionalAuthentication, token)).location)
        #expect(try browser.get(place).text.contains("name=\"password\""))
        #expect(try browser.get("/bank/cards").text.contains("Needs your confirmation"))
        let wrong = try browser.post(place, [("password", "nothing")])
        #expect(wrong.status == 422 && wrong.text.contains("This is not your password"))
        #expect(try town.client.findToken(token).statusCode == "U")
        let right = try browser.post(place, [("password", DemoCustomers.password)])
        #expect(right.status == 303 && right.location == place)
        #expect(try town.client.findToken(token).statusCode == "A")
        #expect(try browser.get(place).text.contains("Your card is in Click to Pay"))
    }

    @Test("A card whose number the bank never sees goes the same way, by the processor's number.")
    func unseen() throws {
        let town = try Town()
        let browser = try town.browser("jonas")
        _ = try browser.get("/bank/cards?lang=en")
        let begun = try begin(browser, "jonas-3")
        let token = try redeem(town, begun, "jonas")
        // Nobody came back: after half an hour the card's own tokens tell.
        for _ in 0..<3 {
            town.clock.advance(by: .seconds(11 * 60))
            _ = try browser.get("/bank/profile")
        }
        let list = try browser.get("/bank/cards").text
        #expect(list.contains("In Click to Pay"))
        #expect(try town.client.findToken(token).statusCode == "A")
        let place = try #require(try browser.get(begun.back(.cancelled)).location)
        #expect(try browser.get(place).text.contains("Your card is in Click to Pay"))
    }

    @Test("A return after the session has ended is shown once the customer has signed in again, and to nobody else.")
    func signedOut() throws {
        let town = try Town()
        let browser = try town.browser("amelia")
        let begun = try begin(browser, "amelia-1")
        town.clock.advance(by: .seconds(15 * 60))
        let address = begun.back(.cancelled)
        let page = try browser.get(address)
        #expect(page.status == 200 && page.text.contains("Sign in to go on") && page.text.contains("name=\"next\""))
        let entered = try browser.post(
            "/bank/sign-in", [("user", "amelia"), ("password", DemoCustomers.password), ("next", address)])
        #expect(entered.status == 303 && entered.location == address)
        let place = try #require(try browser.get(address).location)
        #expect(try browser.get(place).text.contains("You did not add the card"))
        let other = try town.browser("sam")
        #expect(try other.get(place).status == 404)
    }

    @Test("With consent the bank adds a card itself; without both boxes it does not.")
    func here() throws {
        let town = try Town()
        let browser = try town.browser("amelia")
        let path = "/bank/cards/amelia-2"
        let missing = try browser.post(path + "/enroll", [("terms", "yes")])
        #expect(
            missing.status == 422 && missing.text.contains("privacy-fault") && !missing.text.contains("terms-fault"))
        #expect(try browser.get("/bank/activity").text.contains("You have not added a card"))
        let done = try browser.post(path + "/enroll", [("terms", "yes"), ("privacy", "yes")])
        #expect(done.status == 303)
        #expect(try browser.get(try #require(done.location)).text.contains("Your card is in Click to Pay"))
        // A card that is there is not offered again.
        #expect(try browser.get(path + "/add").location == path)
    }

    @Test(
        "What the network says to the bank itself is shown like a return.",
        arguments: [
            ("sam-2", "This card cannot be added"), ("sam-3", "One more step"),
            ("sam-4", "Your card is in Click to Pay already"), ("sam-5", "That did not work"),
            ("sam-1", "Your card is in Click to Pay"),
        ])
    func hereOutcomes(card: String, says: String) throws {
        let town = try Town()
        let browser = try town.browser("sam")
        let done = try browser.post("/bank/cards/\(card)/enroll", [("terms", "yes"), ("privacy", "yes")])
        #expect(done.status == 303, "\(done.text)")
        #expect(try browser.get(try #require(done.location)).text.contains(says))
    }
}
