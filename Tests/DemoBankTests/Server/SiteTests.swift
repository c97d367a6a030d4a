// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import Foundation
import Pages
import Testing

@testable import DemoBank

/// Who gets in, in which language, and what no page does.
@Suite struct SiteTests {
    @Test("The bank begins at its sign-in page, which names the demo's customers and their password.")
    func door() throws {
        let town = try Town()
        let browser = try town.browser()
        #expect(try browser.get("/").location == "/bank")
        #expect(try browser.get("/bank").location == "/bank/sign-in")
        let page = try browser.get("/bank/sign-in")
        #expect(page.status == 200)
        for customer in DemoCustomers.all { #expect(page.text.contains(">\(customer.userName)</code>")) }
        #expect(page.text.contains(DemoCustomers.password))
        #expect(try browser.get("/healthz").text == #"{"status":"up"}"#)
    }

    @Test(
        "A wrong name and a wrong password are refused with the same words, and nothing that was sent comes back raw.",
        arguments: [("amelia", "wrong"), ("nobody", "harbour-demo"), ("", ""), ("<script>", "x")])
    func refused(user: String, password: String) throws {
        let town = try Town()
        let browser = try town.browser()
        let answer = try browser.post("/bank/sign-in", [("user", user), ("password", password)])
        #expect(answer.status == 422 && answer.text.contains("This user name and password do not go together."))
        #expect(browser.cookie("harbour-session") == nil && !answer.text.contains("<script>"))
    }

    @Test("A session's cookie is unreadable for scripts, new at every sign-in, and worth nothing after signing out.")
    func session() throws {
        let town = try Town()
        let browser = try town.browser()
        let planted = String(repeating: "a", count: 32)
        browser.keep("harbour-session", planted)
        let entered = try browser.post(
            "/bank/sign-in", [("user", "Amelia"), ("password", DemoCustomers.password)])
        #expect(entered.header("Set-Cookie")?.contains("; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax") == true)
        let first = try #require(browser.cookie("harbour-session"))
        #expect(first != planted && first.utf8.count == 32)
        _ = try browser.post("/bank/sign-in", [("user", "sam"), ("password", DemoCustomers.password)])
        let second = try #require(browser.cookie("harbour-session"))
        #expect(second != first)
        let old = try town.browser()
        old.keep("harbour-session", first)
        #expect(try old.get("/bank/cards").text.contains("name=\"password\""))
        #expect(try browser.post("/bank/sign-out", site: "cross-site").status == 403)
        #expect(try browser.get("/bank/cards").text.contains("Hello, Sam"))
        #expect(try browser.post("/bank/sign-out").location == "/bank/sign-in")
        browser.keep("harbour-session", second)
        #expect(try browser.get("/bank/cards").text.contains("name=\"password\""))
    }

    @Test(
        "After signing in nobody is led out of the bank.",
        arguments: [
            "https://evil.example/bank/", "//evil.example/bank", "/\\evil.example", "/bankrupt", "javascript:x",
            "/bank/\r\nSet-Cookie: a=b",
        ])
    func openRedirect(next: String) throws {
        let town = try Town()
        let browser = try town.browser()
        let answer = try browser.post(
            "/bank/sign-in", [("user", "sam"), ("password", DemoCustomers.password), ("next", next)])
        #expect(answer.status == 303 && answer.location == "/bank/cards")
    }

    @Test("A form from elsewhere signs nobody in; what is no form and what is too long is refused.")
    func forms() throws {
        let town = try Town()
        let browser = try town.browser()
        let fields = [("user", "sam"), ("password", DemoCustomers.password)]
        #expect(try browser.post("/bank/sign-in", fields, site: "cross-site").status == 403)
        #expect(try browser.post("/bank/sign-in", fields, site: nil).status == 403)
        let many = (0..<40).map { ("f\($0)", "1") }
        #expect(try browser.post("/bank/sign-in", many).status == 400)
        let long = [("user", String(repeating: "a", count: PageForm.bytesMax))]
        #expect(try browser.post("/bank/sign-in", long).status == 413)
        #expect(try browser.get("/bank/cards/sam-1/push").status == 405)
        #expect(try browser.get("/nothing").status == 404)
    }

    @Test(
        "Every page of the way speaks each language, from right to left where it does.",
        arguments: PageLanguage.allCases)
    func languages(language: PageLanguage) throws {
        let town = try Town()
        let browser = try town.browser("amelia")
        #expect(try browser.get("/bank/cards?lang=\(language.rawValue)").location == "/bank/cards")
        let direction = language == .arabic ? " dir=\"rtl\"" : ""
        for path in [
            "/bank/sign-in", "/bank/cards", "/bank/cards/amelia-1", "/bank/cards/amelia-3", "/bank/cards/amelia-1/add",
            "/bank/activity", "/bank/profile", "/bank/activate", "/bank/return",
        ] {
            let page = try browser.get(path)
            #expect(page.text.contains("<html lang=\"\(language.rawValue)\"\(direction)>"), "\(path)")
            let policy = page.header("Content-Security-Policy") ?? ""
            #expect(policy.hasPrefix("default-src 'none'") && !policy.contains("unsafe"), "\(path)")
            #expect(page.header("Cache-Control") == "no-store" && page.header("X-Frame-Options") == "DENY")
            #expect(!page.text.contains("style=\"") && !page.text.contains("onclick"), "\(path)")
            // Each language's link stays on a page that can be asked for.
            #expect(page.text.components(separatedBy: "lang=\(language.rawValue)\"").count > 1, "\(path)")
        }
    }

    @Test("Without a choice a page is in the customer's language, else in the browser's, else in English.")
    func languageOrder() throws {
        let town = try Town()
        #expect(try town.browser(nil, language: "fr-CA, de;q=0.5").get("/bank/sign-in").text.contains("lang=\"fr\""))
        #expect(try town.browser(nil, language: "pl").get("/bank/sign-in").text.contains("<html lang=\"en\""))
        let jonas = try town.browser("jonas", language: "fr")
        #expect(try jonas.get("/bank/cards").text.contains("<html lang=\"de\""))
        _ = try jonas.get("/bank/cards?lang=es")
        #expect(try jonas.get("/bank/cards").text.contains("<html lang=\"es\""))
        #expect(try jonas.get("/bank/cards?lang=xx").location == "/bank/cards")
    }

    @Test("A card that Click to Pay does not take is not offered, in no way.")
    func ineligible() throws {
        let town = try Town()
        let browser = try town.browser("sam")
        #expect(try browser.get("/bank/cards").text.contains("Not available for Click to Pay"))
        #expect(try browser.get("/bank/cards/sam-6/add").location == "/bank/cards/sam-6")
        #expect(try browser.post("/bank/cards/sam-6/push").location == "/bank/cards/sam-6")
        let enrolled = try browser.post("/bank/cards/sam-6/enroll", [("terms", "yes"), ("privacy", "yes")])
        #expect(enrolled.location == "/bank/cards/sam-6")
    }

    @Test("The sign of Click to Pay comes from the bank itself, and only what the network names for its cards.")
    func logo() throws {
        let town = try Town()
        let browser = try town.browser("sam")
        let page = try browser.get("/bank/cards").text
        let start = try #require(page.range(of: "src=\"/bank/logos/")).upperBound
        let id = String(page[start...].prefix { $0 != "\"" })
        let logo = try browser.get("/bank/logos/" + id)
        #expect(logo.status == 200 && logo.header("Content-Type")?.hasPrefix("image/") == true)
        #expect(logo.header("Content-Security-Policy")?.contains("sandbox") == true)
        #expect(try browser.get("/bank/logos/11111111-0000-4000-8000-000000000000").status == 404)
        #expect(!page.contains("src=\"http") && !page.contains("<img class=\"logo\" src=\"//"))
    }

    @Test("Behind an https address cookies are for https alone, and the link back names that address.")
    func publicURL() throws {
        let town = try Town(publicURL: "https://bank.example/")
        #expect(town.bank?.url == "https://bank.example")
        #expect(throws: BankError.self) { _ = try Town(publicURL: "bank.example") }
    }
}
