// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import HTTPService
import Testing

@testable import Pages

@Suite struct PageTests {
    private func page(_ language: PageLanguage) -> Page {
        var page = Page("T & C", language: language, brand: .bank, brandName: "B", skipText: "Skip")
        page.formTargets = ["https://bank.example"]
        return page
    }

    private func header(_ name: String, _ response: HTTPResponse) -> String? {
        response.headers.first { $0.name == name }?.value
    }

    @Test("a page allows itself and the places that its forms lead to, and nothing else")
    func policy() throws {
        let policy = try #require(header("Content-Security-Policy", page(.english).response))
        #expect(policy.hasPrefix("default-src 'none'; "))
        #expect(policy.contains("form-action 'self' https://bank.example; frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe"))
    }

    @Test("a page may be shown inside of the pages of one origin that it names, and otherwise of none")
    func framer() throws {
        var page = page(.english)
        #expect(header("X-Frame-Options", page.response) == "DENY")
        page.framer = "https://shop.example"
        let policy = try #require(header("Content-Security-Policy", page.response))
        #expect(policy.contains("; frame-ancestors https://shop.example; base-uri 'none'"))
        #expect(header("X-Frame-Options", page.response) == nil)
    }

    @Test("a page may run one other origin's script and call it, and says so in its policy alone")
    func partners() throws {
        var page = page(.english)
        page.partners = ["https://network.example"]
        page.scripts = ["/assets/own.js"]
        let policy = try #require(header("Content-Security-Policy", page.response))
        #expect(policy.contains("script-src 'self' https://network.example; img-src 'self'; "))
        #expect(policy.contains("connect-src 'self' https://network.example; ") && !policy.contains("unsafe"))
        let text = String(decoding: page.markup.bytes, as: UTF8.self)
        #expect(text.contains("<script type=\"module\" src=\"/assets/own.js\"></script>"))
        #expect(!text.contains("network.example"))
    }

    @Test("a word for the page that opened a window is text in an attribute, and names the one origin that hears it")
    func word() {
        let word = String(decoding: Markup.word(#"{"a":"<b>"}"#, toOpener: "https://shop.example").bytes, as: UTF8.self)
        #expect(
            word.contains("data-word=\"{&quot;a&quot;:&quot;&lt;b&gt;&quot;}\" data-opener=\"https://shop.example\""))
    }

    @Test("a page says its language and direction, refers to its own server alone, and is kept nowhere")
    func frame() {
        let response = page(.arabic).response
        let text = String(decoding: response.body, as: UTF8.self)
        #expect(text.contains("<html lang=\"ar\" dir=\"rtl\">"))
        #expect(text.contains("<title>T &amp; C</title>"))
        #expect(!text.contains("http:") && !text.contains("https:") && !text.contains("style="))
        #expect(header("Cache-Control", response) == "no-store")
    }

    @Test("every file that a page names is there under its name, and only there")
    func assets() throws {
        let text = String(decoding: page(.german).markup.bytes, as: UTF8.self)
        for path in [PageAssets.stylesheetPath, PageAssets.scriptPath, PageAssets.iconPath] {
            #expect(text.contains("\"\(path)\""))
            #expect(try #require(PageAssets.answer(path: path)).body.count > 200)
        }
        #expect(PageAssets.answer(path: "/assets/muster.css") == nil)
    }

    @Test(
        "a policy names the origin of a web address and the scheme of an app, and nothing that could end it",
        arguments: [
            ("https://Bank.example:8443/return?sid=1", "https://bank.example:8443"),
            ("http://localhost:8090/bank", "http://localhost:8090"), ("mybank://return", "mybank:"),
            ("https://a.example;script-src *", nil), ("https:relative", nil), ("nothing", nil),
            ("https://user@host/", nil),
        ] as [(String, String?)])
    func sources(url: String, source: String?) { #expect(PageHeaders.policySource(of: url) == source) }
}
