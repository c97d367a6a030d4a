// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Foundation
import HTTPClient
import Store
import Testing
import Vault
import WireJSON

@testable import NetworkServer

/// What a consumer does at the account's pages once they are in (checkout 5.6, 5.8; enrollment 13.2).
@Suite("account pages: cards, browsers, data") struct AccountPageTests {
    private let server: RunningServer
    private let visit: AccountVisit
    private var browser: PageBrowser { visit.browser }

    init() throws {
        server = try RunningServer()
        visit = AccountVisit(server)
    }

    private func card(_ enrolled: RunningServer.Enrolled) throws -> Int {
        try server.call("GET", RunningServer.base + "/cards/" + enrolled.card, server.a.ids, as: server.a).status
    }

    // MARK: Cards

    @Test("a card is taken out on a page of its own, gone from its directory and from sessions that are open")
    func remove() throws {
        let enrolled = try server.enroll(server.a)
        let shop = try Shop(server)
        let (idToken, _) = try shop.signIn(AccountVisit.ada)
        server.clock.advance(by: .seconds(61))
        let cards = try visit.come()
        let path = try #require(AccountVisit.removal(cards))
        #expect(path == "/account/cards/\(enrolled.card)/remove")
        let question = try visit.open(path)
        #expect(question.title == "Take this card out?" && question.text.contains("9726"))
        #expect(try card(enrolled) == 200)
        let done = try visit.send(question, "remove", [("card", enrolled.card)])
        #expect(done.title == "Your cards" && done.text.contains("The card was taken out of Click to Pay."))
        #expect(done.text.contains("No cards yet"))
        #expect(try card(enrolled) == 404)
        let profiles = try shop.profiles([idToken]).json?["profiles"]?.elements.first { _ in true }
        #expect(profiles?["maskedCards"]?.count == 0)
        #expect(try visit.send(done, "remove", [("card", enrolled.card)]).text.contains("Something had changed"))
        #expect(try visit.open(path).title == "There is no such page")
        let storage = try #require(server.server).storage
        let audit = try storage.registry.snapshot().programs.flatMap { program in
            try storage.directory.read { try $0.audit(directory: program.directory, limit: 9) }
        }
        #expect(audit.contains { $0.actor == "account" && $0.action == "card.delete" })
    }

    @Test("the issuer is told of a card that its holder took out, and of each that went with its profile")
    func told() throws {
        let endpoint = [("notificationURL", "http://127.0.0.1:9/events")]
        try server.set(endpoint, of: server.a)
        func changes() throws -> [String] {
            let storage = try #require(server.server).storage
            let rows = try storage.registry.snapshot().programs.flatMap { program in
                try storage.directory.read { try $0.notifications(directory: program.directory, limit: 9) }
            }
            return try rows.compactMap { try JSONDocument.parse($0.draft.body).root["updateReason"]?.string }
        }
        let journey = try CheckoutJourney(server)
        let enrolled = try journey.enroll()
        _ = try journey.enroll("b-2", pan: "5186001700009734")
        let page = try visit.come()
        #expect(try changes().isEmpty)
        _ = try visit.send(page, "remove", [("card", enrolled.card)])
        #expect(try changes() == ["DEACTIVATED"])
        #expect(try visit.send(page, "leave").title == "You have left Click to Pay")
        #expect(try changes() == ["DEACTIVATED", "DEACTIVATED"])
    }

    @Test("cards that wait are claimed with terms and privacy notice accepted; what is refused stays, in words")
    func claim() throws {
        let shop = try Shop(server)
        let batch = try shop.stage("ada")
        let declined = try #require(SandboxTrigger.examplePAN(ending: "0044")).revealDigits()
        _ = try shop.stage("ada", pan: declined, card: "another")
        let page = try visit.come()
        #expect(page.text.contains("Waiting for you") && page.text.contains("Bank A"))
        let staged = try shop.staged(
            shopToken(shop)
        ).json?["preProvisionedCards"]?.elements.compactMap { $0["preProvisionedCardId"]?.string }
        let ids = try #require(staged).map { ("card-" + $0, "yes") }
        try #require(ids.count == 2)
        let untold = try visit.send(page, "claim", ids)
        #expect(untold.status == 422 && untold.text.contains("needs your agreement"))
        let unchosen = try visit.send(page, "claim", [("accept", "yes")])
        #expect(unchosen.status == 422 && unchosen.text.contains("Choose a card to add."))
        #expect(try shop.item(batch)["preProvisioningStatus"]?.string == "STAGED")
        let partly = try visit.send(page, "claim", ids + [("accept", "yes")])
        #expect(partly.text.contains("Your bank did not agree.") && partly.text.contains("0044"))
        #expect(AccountVisit.removal(partly) != nil)
        #expect(try shop.item(batch)["preProvisioningStatus"]?.string == "PROVISIONED")
        // What was accepted stands among the consents.
        let data = try visit.open("/account/data")
        #expect(data.text.contains("Terms of use") && data.text.contains("version \(DocumentPages.version)"))
    }

    private func shopToken(_ shop: Shop) throws -> String {
        server.clock.advance(by: .seconds(61))
        return try shop.signIn(AccountVisit.ada).idToken
    }

    @Test("after ten minutes, and in a remembered browser, a code is asked for before what cannot be undone")
    func again() throws {
        let enrolled = try server.enroll(server.a)
        let cards = try visit.come(remember: true)
        server.clock.advance(by: .seconds(601))
        let path = "/account/cards/\(enrolled.card)/remove"
        // Neither by its page nor by a form that was kept.
        let asked = try visit.open(path)
        #expect(asked.title == "Is it still you?" && asked.text.contains("a*****a@example.test"))
        for (action, fields) in [
            ("remove", [("card", enrolled.card)]), ("leave", []), ("forget-all", []), ("forget", [("browser", "x")]),
        ] {
            #expect(try visit.send(cards, action, fields).title == "Is it still you?", "\(action)")
        }
        #expect(try visit.open("/account/leave").title == "Is it still you?")
        #expect(try card(enrolled) == 200)
        let goal = try #require(asked.value("goal"))
        let code = try visit.send(asked, "again", [("goal", goal)])
        #expect(code.title == "Enter your code" && !code.text.contains("name=\"remember\""))
        #expect(try visit.send(asked, "again", [("goal", "//evil.example")]).status == 400)
        let question = try visit.enter(try visit.code())
        #expect(question.title == "Take this card out?")
        _ = try visit.send(question, "remove", [("card", enrolled.card)])
        #expect(try card(enrolled) == 404)
        // The same consumer, who is still remembered.
        #expect(try visit.open("/account/browsers").text.contains("This browser"))
    }

    @Test("a form of another site, without a mark, or with one of another session changes nothing")
    func marks() throws {
        let enrolled = try server.enroll(server.a)
        _ = try server.enroll(server.a, id: "b-2", name: "eve", phone: "0122", pan: "5186001700009734")
        let own = try visit.come()
        let mark = try #require(own.value("mark"))
        let stranger = AccountVisit(server)
        let hers = try #require(try stranger.come("eve@example.test").value("mark"))
        let fields = [("do", "remove"), ("card", enrolled.card)]
        for (more, headers) in [
            ([], [("Sec-Fetch-Site", "same-origin")]), ([("mark", hers)], [("Sec-Fetch-Site", "same-origin")]),
            ([("mark", mark)], [("Sec-Fetch-Site", "cross-site")]),
            ([("mark", mark)], [("Sec-Fetch-Site", "same-site")]),
            ([("mark", mark)], [("Origin", "https://evil.example")]), ([("mark", mark)], []),
        ] {
            let answer = try browser.post("/account", fields + more, headers: headers)
            #expect(answer.status == 400, "\(more) \(headers)")
        }
        #expect(try card(enrolled) == 200)
        #expect(try visit.post("sign-out", mark: hers).status == 400)
        #expect(try visit.post("nonsense", mark: mark).status == 400)
        #expect(try visit.open().title == "Your cards")
    }

    @Test("nobody takes out somebody else's card")
    func foreign() throws {
        _ = try server.enroll(server.a)
        let hers = try server.enroll(server.a, id: "b-2", name: "eve", phone: "0122", pan: "5186001700009734")
        let page = try visit.come()
        #expect(try visit.open("/account/cards/\(hers.card)/remove").status == 404)
        _ = try visit.send(page, "remove", [("card", hers.card)])
        #expect(try card(hers) == 200)
    }

    // MARK: Who goes meanwhile

    @Test("who is deleted or stopped while signed in learns that, and is signed out")
    func gone() throws {
        let enrolled = try server.enroll(server.a)
        let page = try visit.come()
        let deleted = try server.call(
            "DELETE", RunningServer.base + "/profiles", server.a.ids + [("consumerId", enrolled.consumer)],
            as: server.a)
        #expect(deleted.status == 200, "\(deleted.text)")
        let gone = try visit.send(page, "remove", [("card", enrolled.card)])
        #expect(gone.status == 404 && gone.title == "You are not in Click to Pay any more")
        #expect(try visit.open().title == "Your cards in Click to Pay")

        let again = try server.enroll(server.a, id: "b-2")
        server.clock.advance(by: .seconds(61))
        try visit.come()
        try Shop(server).set(.suspended, consumer: again.consumer)
        let stopped = try visit.open("/account/data")
        #expect(stopped.status == 403 && stopped.title == "This account cannot be used")
        #expect(try visit.name().text.contains("This account cannot be used at the moment."))
    }

    @Test("who opts out is gone: from look-ups, shops and browsers, and from the session")
    func leave() throws {
        let enrolled = try server.enroll(server.a)
        let shop = try Shop(server)
        _ = try shop.stage("ada", pan: "5186001700009734")
        let (idToken, recognition) = try shop.signIn(AccountVisit.ada, Shop.rememberMe)
        server.clock.advance(by: .seconds(61))
        try visit.come(remember: true)
        let question = try visit.open("/account/leave")
        #expect(question.title == "Leave Click to Pay?" && question.text.contains("cannot be brought back"))
        let left = try visit.send(question, "leave")
        #expect(left.status == 200 && left.title == "You have left Click to Pay")
        #expect(browser.cookie("muster-account") == nil && browser.cookie("muster-account-remember") == nil)
        #expect(try card(enrolled) == 404)
        #expect(try shop.lookUp(AccountVisit.ada).json?["consumerPresent"]?.boolean == false)
        #expect(try shop.lookUp("+12025550100").json?["consumerPresent"]?.boolean == false)
        #expect(try shop.profiles([idToken]).json?["profiles"] == nil)
        #expect(try shop.recognize([try #require(recognition)]).refused(401, "AUTH_INVALID"))
        #expect(try visit.send(question, "leave").title == "Your cards in Click to Pay")
    }

    // MARK: Browsers

    @Test("browsers stand there by their shop's name, and are forgotten one by one or together")
    func browsers() throws {
        _ = try server.enroll(server.a)
        let shop = try Shop(server, name: "Corner Shop")
        let (_, token) = try shop.signIn(AccountVisit.ada, Shop.rememberMe)
        server.clock.advance(by: .seconds(61))
        try visit.come(remember: true)
        let page = try visit.open("/account/browsers")
        #expect(page.text.contains("Corner Shop") && page.text.contains("This browser"))
        #expect(page.text.contains("Forget all browsers"))
        // The newest comes first: the second one is the shop's.
        let rest = try #require(page.text.components(separatedBy: "name=\"browser\" value=\"").last)
        let id = String(rest.prefix { $0 != "\"" })
        let one = try visit.send(page, "forget", [("browser", id)])
        #expect(one.text.contains("The browser is forgotten.") && !one.text.contains("Corner Shop"))
        #expect(try shop.recognize([try #require(token)]).refused(401, "AUTH_INVALID"))
        #expect(browser.cookie("muster-account-remember") != nil)
        let all = try visit.send(one, "forget-all")
        #expect(all.text.contains("All browsers are forgotten.") && all.text.contains("No browser is remembered."))
        #expect(browser.cookie("muster-account-remember") == nil)
        #expect(try visit.open().title == "Your cards")
    }

    // MARK: Data

    @Test("an address that was typed at a checkout is shown, masked, and taken back; the issuer reads that")
    func address() throws {
        let journey = try CheckoutJourney(server)
        try server.set([("allowCheckoutUpdates.billingAddress", "true")], of: server.a)
        let enrolled = try journey.enroll(billing: false)
        let opened = try journey.checkout(card: enrolled.card, options: #"{"dpaBillingPreference":"FULL"}"#)
        let session = try CheckoutJourney.session(opened)
        let done = try journey.submit(session, consent: true)
        #expect(CheckoutJourney.outcomes(done) == ["billingAddress:STORED"], "\(done.text)")
        try visit.come()
        let data = try visit.open("/account/data")
        #expect(data.text.contains("9*** C*** L***") && data.text.contains("You typed it when you paid."))
        #expect(data.text.contains("Keeping your address with your bank"))
        #expect(!data.text.contains("Capture Lane") && !data.text.contains("Typedville"))
        let removed = try visit.send(data, "remove-address", [("address", try #require(data.value("address")))])
        #expect(removed.text.contains("The address was removed.") && !removed.text.contains("9*** C***"))
        let read = try server.call("GET", RunningServer.base + "/cards/" + enrolled.card, server.a.ids, as: server.a)
        #expect(read.json?["maskedCard"] != nil && read.json?["maskedCard"]?["maskedBillingAddress"] == nil)
    }

    @Test("the provisioning page's end leads here")
    func link() throws {
        let journey = ProvisionJourney(server)
        let push = ProvisionJourney.Push(callback: nil)
        let path = try journey.prove(ProvisionJourney.signedLink(journey.push(push)))
        #expect(try journey.agree(path).text.contains("href=\"/account\""))
    }
}
