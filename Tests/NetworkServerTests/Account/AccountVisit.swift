// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Foundation
import HTTPClient
import Testing
import Verification

@testable import NetworkServer

/// A consumer with a browser at the account's pages, by plain forms.
struct AccountVisit {
    static let ada = "ada@example.test"

    let server: RunningServer
    let browser: PageBrowser

    init(_ server: RunningServer, browser: PageBrowser? = nil) {
        self.server = server
        self.browser = browser ?? PageBrowser(server)
    }

    func open(_ path: String = "/account") throws -> PageBrowser.Answer {
        try browser.follow(browser.get(path))
    }

    /// Sends a form without following where it leads.
    func post(_ action: String, _ fields: [(String, String)] = [], mark: String? = nil) throws -> PageBrowser.Answer {
        try browser.post("/account", [("do", action)] + (mark.map { [("mark", $0)] } ?? []) + fields)
    }

    /// Sends a form of the page that is open, and follows where it leads.
    func send(
        _ page: PageBrowser.Answer, _ action: String, _ fields: [(String, String)] = []
    ) throws -> PageBrowser.Answer {
        let mark = try #require(page.value("mark"), "\(page.text)")
        return try browser.follow(post(action, fields, mark: mark))
    }

    func name(_ identity: String = AccountVisit.ada) throws -> PageBrowser.Answer {
        try browser.follow(post("sign-in", [("identity", identity)]))
    }

    /// The code that was sent last.
    func code(_ identity: String = AccountVisit.ada) throws -> String {
        let outbox = try #require(server.server?.verification.outbox)
        let channel = try #require(CodeRoutes.channel(identity))
        // In strict mode the answer does not wait for it.
        let end = Date(timeIntervalSinceNow: 20)
        while outbox.last(to: channel) == nil, Date() < end {}
        return try #require(outbox.last(to: channel)).code.revealDigits()
    }

    func enter(_ code: String, remember: Bool = false) throws -> PageBrowser.Answer {
        try browser.follow(post("code", [("code", code)] + (remember ? [("remember", "yes")] : [])))
    }

    /// From the address to the cards.
    @discardableResult
    func come(_ identity: String = AccountVisit.ada, remember: Bool = false) throws -> PageBrowser.Answer {
        let page = try name(identity)
        try #require(page.title == "Enter your code", "\(page.text)")
        let cards = try enter(try code(identity), remember: remember)
        try #require(cards.title == "Your cards", "\(cards.text)")
        return cards
    }

    /// The address of the page that takes the card out; nil: there is no such card.
    static func removal(_ page: PageBrowser.Answer) -> String? {
        guard let start = page.text.firstRange(of: "href=\"/account/cards/") else { return nil }
        return "/account/cards/" + page.text[start.upperBound...].prefix { $0 != "\"" }
    }
}
