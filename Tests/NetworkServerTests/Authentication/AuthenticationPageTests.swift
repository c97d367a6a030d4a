// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import HTTPClient
import Testing
import WireJSON

@testable import NetworkServer

/// The network's own sign-in page, by plain forms (checkout 5.4).
@Suite("hosted authentication, page") struct AuthenticationPageTests {
    private static let ada = "ada@example.test"

    private let server: RunningServer
    private let shop: Shop
    private let browser: PageBrowser

    init() throws {
        server = try RunningServer()
        shop = try Shop(server)
        browser = PageBrowser(server)
        _ = try server.enroll(server.a)
    }

    /// A person on the page.
    private struct Visit {
        let browser: PageBrowser
        let page: String

        func post(_ fields: [(String, String)], headers: [(String, String)] = [("Sec-Fetch-Site", "same-origin")])
            throws -> PageBrowser.Answer
        {
            try browser.post(page.replacing("authenticate?", with: "authenticate/page?"), fields, headers: headers)
        }

        /// Sends a form, and follows it to the page that it leads to.
        func go(_ fields: (String, String)...) throws -> PageBrowser.Answer { try browser.follow(post(fields)) }
    }

    private func open(_ more: String = "", origin: String? = Shop.origin) throws -> (session: String, visit: Visit) {
        let (session, page) = try shop.authenticate(Self.ada, more, origin: origin)
        return (session, Visit(browser: browser, page: page))
    }

    private func status(_ session: String) throws -> String? {
        try shop.authenticationResult(session).json?["authenticationStatus"]?.string
    }

    private static func header(_ name: String, _ answer: PageBrowser.Answer) -> String? {
        answer.headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    @Test("looking sends nothing; the code goes where it is asked for, and signs in; the shop's page is told")
    func whole() throws {
        let (session, visit) = try open(#""requestRecognitionToken":true"#)
        let start = try browser.get(visit.page)
        #expect(start.status == 200 && start.title == "Confirm that it is you", "\(start.text)")
        #expect(start.text.contains("Shop") && start.text.contains("a*****a@example.test"))
        #expect(start.text.contains("+1 (***) ***-*100") && !start.text.contains(Self.ada))
        #expect(!start.text.contains("passkey") && !start.text.contains("name=\"remember\""))
        #expect(try server.admin("GET", "otp?identity=" + Self.ada).status == 404)
        let entry = try visit.go(("do", "send"), ("channel", "EMAIL_ADDRESS"))
        #expect(entry.title == "Enter your code" && entry.text.contains("data-wait=\"60\""), "\(entry.text)")
        #expect(entry.text.contains("name=\"remember\"") && !entry.text.contains("checked"))
        let wrong = try visit.post([("do", "code"), ("code", "12"), ("remember", "yes")])
        #expect(wrong.status == 422 && wrong.text.contains("That is not the code") && wrong.text.contains("checked"))
        let code = try shop.code(Self.ada)
        let done = try visit.go(("do", "code"), ("code", code.prefix(3) + " " + code.suffix(3)), ("remember", "yes"))
        #expect(done.title == "Done", "\(done.text)")
        let origin = "data-opener=\"\(Shop.origin)\""
        #expect(done.text.contains(origin) && done.text.contains("muster.authentication.over"))
        #expect(done.text.contains("AUTHENTICATED") && !done.text.contains(session) && !done.text.contains("eyJ"))
        let result = try shop.authenticationResult(session)
        #expect(result.json?["recognitionToken"]?.string != nil && result.json?["idToken"]?.string != nil)
        #expect(try browser.get(visit.page).status == 404)
    }

    @Test("another code comes after a minute, or by another way; a used or old one is told from a wrong one")
    func codes() throws {
        let (_, visit) = try open()
        _ = try visit.go(("do", "send"))
        let early = try visit.post([("do", "send"), ("channel", "EMAIL_ADDRESS")])
        #expect(early.status == 422 && early.text.contains("A code is on its way"), "\(early.text)")
        let other = try visit.go(("do", "send"), ("channel", "MOBILE_PHONE_NUMBER"))
        #expect(other.text.contains("+1 (***) ***-*100") && other.title == "Enter your code", "\(other.text)")
        let wrong = try shop.code("12025550100") == "000000" ? "000001" : "000000"
        for _ in 1...4 { #expect(try visit.post([("do", "code"), ("code", wrong)]).text.contains("is not the code")) }
        #expect(try visit.post([("do", "code"), ("code", wrong)]).text.contains("takes no more tries"))
        server.clock.advance(by: .seconds(60))
        _ = try visit.go(("do", "send"), ("channel", "MOBILE_PHONE_NUMBER"))
        server.clock.advance(by: .seconds(601))
        let old = try visit.post([("do", "code"), ("code", try shop.code("12025550100"))])
        #expect(old.status == 422 && old.text.contains("too old"), "\(old.text)")
        #expect(try visit.post([("do", "send"), ("channel", "PIGEON")]).text.contains("could not be sent"))
    }

    @Test("both ways out are told to the shop; forms that come later change nothing")
    func leaving() throws {
        for (word, title, status) in [
            ("cancel", "You left the sign-in", "CLOSED"), ("switch-consumer", "Back to the shop", "SWITCH_CONSUMER"),
        ] {
            let (session, visit) = try open()
            let left = try visit.go(("do", word))
            #expect(left.title == title && left.text.contains("&quot;\(status)&quot;"), "\(left.text)")
            #expect(try visit.go(("do", "send")).title == title)
            #expect(try self.status(session) == status)
        }
        #expect(try server.admin("GET", "otp?identity=" + Self.ada).status == 404)
    }

    @Test("an account that is locked ends the page; the page that is told learns no reason, the shop does")
    func locked() throws {
        let (session, visit) = try open()
        for _ in 1...3 {
            _ = try visit.go(("do", "send"))
            let wrong = try shop.code(Self.ada) == "000000" ? "000001" : "000000"
            for _ in 1...5 { _ = try visit.post([("do", "code"), ("code", wrong)]) }
            server.clock.advance(by: .seconds(61))
        }
        let page = try browser.get(visit.page)
        #expect(page.title == "You cannot sign in now" && !page.text.contains("ACCT_INACCESSIBLE"), "\(page.text)")
        #expect(page.text.contains("&quot;CLOSED&quot;"))
        #expect(try shop.authenticationResult(session).refused(403, "ACCT_INACCESSIBLE"))
    }

    @Test("only the shop that asked may show the page inside of its own; without a page of a shop nobody may")
    func framing() throws {
        for (origin, ancestors) in [(Shop.origin, Shop.origin), (nil, "'none'")] {
            let (_, visit) = try open(origin: origin)
            for page in [try browser.get(visit.page), try visit.go(("do", "send")), try visit.go(("do", "cancel"))] {
                let policy = Self.header("Content-Security-Policy", page)
                #expect(policy?.contains("frame-ancestors \(ancestors);") == true, "\(policy ?? "")")
                #expect((Self.header("X-Frame-Options", page) == "DENY") == (origin == nil))
                #expect(page.text.contains("data-opener") == (origin != nil && page.title == "You left the sign-in"))
            }
            server.clock.advance(by: .seconds(61))
        }
        let lost = try browser.get("/src/api/authenticate?session=none")
        #expect(lost.status == 404 && Self.header("X-Frame-Options", lost) == "DENY")
    }

    @Test("a form of another site, and what is no form of the page, are refused")
    func foreign() throws {
        let (session, visit) = try open()
        for headers in [[("Sec-Fetch-Site", "cross-site")], [("Origin", "https://evil.example")], []] {
            #expect(try visit.post([("do", "send")], headers: headers).status == 400)
        }
        #expect(try visit.post([("do", "nonsense")]).status == 400)
        #expect(try visit.post([]).status == 400)
        #expect(try status(session) == "PENDING")
        #expect(try server.admin("GET", "otp?identity=" + Self.ada).status == 404)
    }

    @Test(
        "it speaks five languages, and the links to them stay on the page",
        arguments: [
            ("en", "Confirm that it is you"), ("de", "Bestätigen Sie, dass Sie es sind"),
            ("fr", "Confirmez que c’est vous"), ("es", "Confirme que es usted"), ("ar", "أكّد أنك أنت"),
        ])
    func languages(language: String, title: String) throws {
        let (_, visit) = try open(#""locale":"\#(language)_US""#)
        let page = try browser.get(visit.page)
        #expect(page.title == title, "\(page.title ?? page.text)")
        #expect(page.text.contains("dir=\"rtl\"") == (language == "ar"))
        #expect(try browser.get(visit.page + "&lang=en").title == "Confirm that it is you")
        #expect(page.text.contains("href=\"\(visit.page.replacing("&", with: "&amp;"))&amp;lang=fr\""))
    }

    @Test("a seeded passkey signs in at once; without a seed there is none; production has no such switch")
    func passkeys() throws {
        let seeds = [
            #"{"identities":["ADA@example.test"]}"#, #"{"appInstanceIds":["browser-1"]}"#,
            #"{"identities":["ada@example.test"],"appInstanceIds":["browser-1"]}"#,
        ]
        for seed in seeds {
            #expect(try server.admin("PUT", "passkeys", seed).status == 204)
            let (session, visit) = try open(#""appInstanceId":"browser-1","requestRecognitionToken":true"#)
            let start = try browser.get(visit.page)
            #expect(start.text.contains("Continue with passkey") && start.text.contains("name=\"remember\""))
            #expect(try visit.go(("do", "passkey"), ("remember", "yes")).title == "Done")
            let result = try shop.authenticationResult(session)
            #expect(result.json?["recognitionToken"]?.string != nil, "\(result.text)")
        }
        #expect(try server.admin("GET", "otp?identity=" + Self.ada).status == 404)
        let elsewhere = try open(#""appInstanceId":"browser-2""#).visit
        #expect(try !browser.get(elsewhere.page).text.contains("Continue with passkey"))
        let refused = try elsewhere.post([("do", "passkey")])
        #expect(refused.status == 422 && refused.text.contains("did not work"), "\(refused.text)")
        #expect(try server.admin("PUT", "passkeys", #"{"identities":[],"appInstanceIds":[]}"#).status == 204)
        let none = try open(#""appInstanceId":"browser-1""#).visit
        #expect(try none.post([("do", "passkey")]).status == 422)
        for (body, source) in [
            ("{}", "identities"), (#"{"identities":["x"]}"#, "identities"),
            (#"{"appInstanceIds":[""]}"#, "appInstanceIds"),
            (#"{"appInstanceIds":[7]}"#, "appInstanceIds"), (#"{"passkeys":[]}"#, "passkeys"),
        ] {
            let answer = try server.admin("PUT", "passkeys", body)
            #expect(answer.status == 400 && answer.detail.source == source, "\(body): \(answer.text)")
        }
        let production = try RunningServer {
            $0.mode = .production
            $0.dataDirectory += "/production"
            $0.rootPassphrase = Array("a passphrase that is long enough".utf8)
        }
        #expect(try production.admin("PUT", "passkeys", seeds[0]).status == 404)
    }

    @Test("a reset takes the passkeys back")
    func reset() throws {
        #expect(try server.admin("PUT", "passkeys", #"{"identities":["ada@example.test"]}"#).status == 204)
        #expect(try server.admin("POST", "reset", "{}").status == 204)
        _ = try server.enroll(server.a, id: "b-2")
        #expect(try !browser.get(try open().visit.page).text.contains("Continue with passkey"))
    }
}
