// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import HTTPClient
import Store
import Testing

@testable import NetworkServer

/// Signing in at the account's pages (checkout 5.3, 5.8, 7).
@Suite("account pages: signing in") struct AccountSignInPageTests {
    private func visit(_ change: (inout ServerConfiguration) -> Void = { _ in }) throws -> AccountVisit {
        let visit = AccountVisit(try RunningServer(change))
        _ = try visit.server.enroll(visit.server.a)
        return visit
    }

    @Test("from the address to the cards, and out again; without a session there is nothing below")
    func signIn() throws {
        let visit = try visit()
        for path in ["/account/browsers", "/account/data", "/account/leave", "/account/code", "/account/x"] {
            let page = try visit.browser.get(path)
            #expect(page.status == 303 && page.location == "/account", "\(path)")
        }
        #expect(try visit.open().title == "Your cards in Click to Pay")
        #expect(try visit.name("no address").text.contains("Enter an email address, or a mobile number"))
        #expect(try visit.name("07400 123456").text.contains("Enter an email address, or a mobile number"))
        #expect(try visit.name("eve@example.test").text.contains("does not know this address"))
        let code = try visit.name()
        #expect(code.title == "Enter your code" && code.text.contains("a*****a@example.test"))
        #expect(!code.text.contains(AccountVisit.ada) && !code.text.contains("checked"))
        let wrong = try visit.code() == "000000" ? "000001" : "000000"
        #expect(try visit.enter("12").text.contains("The code has six digits."))
        #expect(try visit.enter(wrong).text.contains("That is not the code."))
        let cards = try visit.enter(try visit.code())
        #expect(cards.title == "Your cards" && cards.text.contains("9726") && cards.text.contains("Bank A"))
        #expect(!cards.text.contains("5186001700009726") && !cards.text.contains(AccountVisit.ada))
        #expect(visit.browser.cookie("muster-account-remember") == nil)
        #expect(try visit.send(cards, "sign-out").text.contains("You are signed out."))
        #expect(try visit.open("/account/data").title == "Your cards in Click to Pay")
        #expect(visit.browser.cookie("muster-account") == nil)
    }

    @Test("a page is kept by nobody, runs nothing but its own script and stands in no frame; its cookies are guarded")
    func headers() throws {
        let visit = try visit { $0.isBehindProxy = true }
        let page = try visit.browser.get("/account")
        func header(_ name: String) -> String? { page.headers.first { $0.name.lowercased() == name }?.value }
        #expect(header("cache-control") == "no-store" && header("x-frame-options") == "DENY")
        let policy = try #require(header("content-security-policy"))
        #expect(policy.contains("frame-ancestors 'none'") && policy.contains("script-src 'self';"))
        #expect(!policy.contains("unsafe") && header("referrer-policy") == "same-origin")
        _ = try visit.name()
        let entered = try visit.post("code", [("code", try visit.code()), ("remember", "yes")])
        let cookies = entered.headers.filter { $0.name.lowercased() == "set-cookie" }.map(\.value)
        for name in ["__Host-muster-account=", "__Host-muster-account-remember="] {
            let cookie = try #require(cookies.first { $0.hasPrefix(name) }, "\(cookies)")
            #expect(cookie.contains("; Path=/;") && cookie.hasSuffix("; HttpOnly; SameSite=Lax; Secure"))
        }
    }

    @Test("the code page is another one only as long as its code: a second tab that asks too soon gets the first")
    func twice() throws {
        let visit = try visit()
        _ = try visit.name()
        let first = try visit.code()
        #expect(try visit.name().title == "Enter your code")
        #expect(try visit.post("send", [("channel", "0")]).text.contains("A code is on its way."))
        #expect(try visit.enter(first).title == "Your cards")
        // Another browser has no code for it.
        let other = AccountVisit(visit.server)
        let soon = try other.name()
        #expect(soon.status == 429 && soon.text.contains("Another one can be sent in 60 seconds."), "\(soon.text)")
        visit.server.clock.advance(by: .seconds(61))
        _ = try other.name()
        #expect(try AccountVisit(visit.server).enter(try visit.code()).title == "Your cards in Click to Pay")
        #expect(try other.enter(try visit.code()).title == "Your cards")
    }

    @Test("five wrong codes make it void, too many lock the address, and the page says so")
    func guesses() throws {
        let visit = try visit()
        for round in 1...3 {
            _ = try visit.name()
            let wrong = try visit.code() == "000000" ? "000001" : "000000"
            for _ in 1...4 { #expect(try visit.enter(wrong).text.contains("That is not the code.")) }
            let fifth = try visit.enter(wrong)
            guard round < 3 else { return #expect(fifth.title == "This account cannot be used", "\(fifth.text)") }
            #expect(fifth.text.contains("That was tried too often."), "\(fifth.text)")
            #expect(try visit.enter(visit.code()).text.contains("That was tried too often."))
            visit.server.clock.advance(by: .seconds(400))
        }
    }

    @Test("a code that is too old lets nobody in")
    func tooOld() throws {
        let visit = try visit()
        _ = try visit.name()
        visit.server.clock.advance(by: .seconds(601))
        #expect(try visit.enter(visit.code()).text.contains("This code is too old."))
        visit.server.clock.advance(by: .seconds(3600))
        #expect(try visit.enter(visit.code()).text.contains("This code is too old."))
    }

    @Test("a session that nothing happens in ends after 15 minutes, and every one after an hour")
    func expired() throws {
        let visit = try visit()
        let cards = try visit.come()
        visit.server.clock.advance(by: .seconds(901))
        let late = try visit.send(cards, "leave")
        #expect(late.title == "Your cards in Click to Pay" && late.text.contains("nothing happened for a while"))
        #expect(try !visit.open().text.contains("nothing happened"))
        try visit.come()
        for _ in 1...4 {
            visit.server.clock.advance(by: .seconds(850))
            #expect(try visit.open().title == "Your cards")
        }
        visit.server.clock.advance(by: .seconds(300))
        #expect(try visit.open("/account/data").text.contains("nothing happened for a while"))
    }

    @Test("a remembered browser is in at once, with another token each time, until it signs out")
    func remembered() throws {
        let visit = try visit()
        try visit.come(remember: true)
        let token = visit.browser.cookie("muster-account-remember")
        #expect(token != nil)
        visit.server.clock.advance(by: .seconds(86_400))
        let page = try visit.browser.get("/account")
        #expect(page.title == "Your cards" && page.status == 200)
        let next = visit.browser.cookie("muster-account-remember")
        #expect(next != nil && next != token)
        #expect(try visit.send(page, "sign-out").text.contains("You are signed out."))
        #expect(try visit.open().title == "Your cards in Click to Pay")
        visit.browser.setCookie("muster-account-remember", next ?? "")
        #expect(try visit.open().title == "Your cards in Click to Pay")
        #expect(visit.browser.cookie("muster-account-remember") == nil)
    }

    @Test("a browser that is remembered can sign out when its session is over")
    func signOutLate() throws {
        let visit = try visit()
        let page = try visit.come(remember: true)
        visit.server.clock.advance(by: .seconds(3601))
        #expect(try visit.send(page, "sign-out").text.contains("You are signed out."))
        #expect(try visit.open().title == "Your cards in Click to Pay")
    }

    @Test("questions are counted for each identity and each block of addresses, with the shops' pages")
    func quotas() throws {
        let visit = try visit { $0.pageCallsPerIdentity = 2 }
        for _ in 1...2 { _ = try visit.post("sign-in", [("identity", "eve@example.test")]) }
        let third = try visit.post("sign-in", [("identity", "eve@example.test")])
        #expect(third.status == 429 && third.text.contains("That was too often."))
        #expect(third.headers.contains { $0.name.lowercased() == "retry-after" })
        let block = try self.visit { $0.pageCallsPerAddressBlock = 3 }
        for _ in 1...3 { #expect(try block.browser.get("/account").status == 200) }
        #expect(try block.browser.get("/account").status == 429)
        #expect(try block.post("sign-in", [("identity", "eve@example.test")]).status == 429)
    }

    @Test(
        "it speaks five languages, as the browser asks or the reader chooses, and Arabic from right to left",
        arguments: [
            ("en", "Your cards in Click to Pay"), ("de", "Ihre Karten in Click to Pay"),
            ("fr", "Vos cartes dans Click to Pay"), ("es", "Sus tarjetas en Click to Pay"),
            ("ar", "بطاقاتك في Click to Pay"),
        ])
    func languages(_ language: String, _ title: String) throws {
        let visit = AccountVisit(try RunningServer())
        visit.browser.acceptLanguage = language
        let page = try visit.open()
        #expect(page.title == title && page.text.contains("dir=\"rtl\"") == (language == "ar"))
        let other = AccountVisit(visit.server)
        #expect(try other.open("/account?lang=" + language).title == title)
        #expect(try other.open().title == title)
    }
}
