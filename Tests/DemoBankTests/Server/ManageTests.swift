// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Foundation
import IssuerKit
import Testing

@testable import DemoBank

/// What a cardholder does about a card that is in Click to Pay, and what the bank keeps.
@Suite struct ManageTests {
    private func add(_ browser: Browser, _ card: String) throws {
        let done = try browser.post("/bank/cards/\(card)/enroll", [("terms", "yes"), ("privacy", "yes")])
        try #require(done.status == 303, "\(done.text)")
        _ = try browser.get(try #require(done.location))
    }

    @Test("A card is suspended, resumed and removed, each seen at once; a removed one can be added again.")
    func lifeCycle() throws {
        let town = try Town()
        let browser = try town.browser("amelia")
        try add(browser, "amelia-1")
        let path = "/bank/cards/amelia-1"
        #expect(try browser.get(path).text.contains("Suspend in Click to Pay"))
        let suspended = try browser.post(path + "/suspend")
        #expect(suspended.location == path + "?done=suspended")
        let page = try browser.get(path + "?done=suspended").text
        #expect(page.contains("The card is suspended in Click to Pay.") && page.contains("Resume"))
        #expect(try browser.get("/bank/cards").text.contains("Suspended"))
        #expect(try browser.post(path + "/resume").location == path + "?done=resumed")
        #expect(try browser.get(path).text.contains("Suspend in Click to Pay"))
        let asked = try browser.get(path + "/remove")
        #expect(asked.status == 200 && asked.text.contains("Remove this card from Click to Pay?"))
        #expect(try browser.post(path + "/remove").location == path + "?done=removed")
        #expect(try browser.get(path + "?done=removed").text.contains("Add to Click to Pay"))
        #expect(try browser.get(path + "/remove").location == path)
        try add(browser, "amelia-1")
        #expect(try browser.get(path).text.contains("Suspend in Click to Pay"))
    }

    @Test("Nobody sees or changes another customer's card or result, and a form from elsewhere does nothing.")
    func others() throws {
        let town = try Town()
        let owner = try town.browser("amelia")
        try add(owner, "amelia-1")
        let other = try town.browser("sam")
        for path in ["/bank/cards/amelia-1", "/bank/cards/amelia-1/add", "/bank/cards/amelia-1/remove"] {
            #expect(try other.get(path).status == 404)
        }
        for action in ["push", "enroll", "suspend", "resume", "remove"] {
            #expect(try other.post("/bank/cards/amelia-1/\(action)").status == 404)
            #expect(try owner.post("/bank/cards/amelia-1/\(action)", site: "cross-site").status == 403)
            #expect(try owner.post("/bank/cards/amelia-1/\(action)", origin: "https://evil.example").status == 403)
        }
        #expect(try other.get("/bank/results/1").status == 404)
        #expect(try other.post("/bank/results/1", [("password", DemoCustomers.password)]).status == 404)
        #expect(try owner.get("/bank/cards/amelia-1").text.contains("Suspend in Click to Pay"))
    }

    @Test("What is known stays over a restart; sessions do not.")
    func restart() throws {
        let town = try Town()
        let before = try town.browser("amelia")
        try add(before, "amelia-1")
        let lastFour = try town.browser("jonas").get("/bank/cards?lang=en").status
        #expect(lastFour == 303)
        let cards = try town.browser("jonas").get("/bank/cards").text
        town.closeBank()
        try town.openBank()
        let browser = try town.browser("amelia")
        #expect(try browser.get("/bank/cards").text.contains("In Click to Pay"))
        #expect(try browser.get("/bank/activity").text.contains("Added"))
        // The card that the processor made is still the same one.
        #expect(try town.browser("jonas").get("/bank/cards").text == cards)
    }

    @Test("Neither a card number nor a receipt is in the bank's file or log.")
    func traces() throws {
        let town = try Town()
        let browser = try town.browser("sam")
        var receipts: [String] = []
        for card in ["sam-1", "sam-2"] {
            let url = try #require(try browser.post("/bank/cards/\(card)/push").location)
            let link = try PushSignatureReader.receipt(of: url)
            receipts.append(link)
            let sid = try #require(try PushSignatureReader.binding(of: url))
            _ = try browser.get("/bank/return?sid=\(sid)&results%5B\(link)%5D=DECLINED")
        }
        _ = try browser.post("/bank/cards/sam-5/enroll", [("terms", "yes"), ("privacy", "yes")])
        try add(browser, "sam-1")
        let traces = String(decoding: try town.traces(), as: UTF8.self)
        #expect(traces.utf8.count > 10_000)
        for secret in receipts + DemoCustomers.all.flatMap(\.cards).compactMap({ $0.pan?.revealDigits() }) {
            #expect(!traces.contains(secret))
        }
        #expect(!traces.contains("-STL-") && !traces.contains("customers.harbour.example"))
    }

    @Test("Without the network the pages say so, and nothing is shown as done.")
    func unreachable() throws {
        let town = try Town()
        let browser = try town.browser("amelia")
        try add(browser, "amelia-1")
        town.stopNetwork()
        let list = try browser.get("/bank/cards")
        #expect(list.status == 200 && list.text.contains("cannot be reached"))
        // What was known last.
        #expect(list.text.contains("In Click to Pay"))
        #expect(try browser.post("/bank/cards/amelia-1/suspend").location?.hasSuffix("done=failed") == true)
        #expect(try browser.post("/bank/cards/amelia-2/push").status == 502)
    }
}
