// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import HTTPService
import Testing

@testable import Pages

@Suite struct MarkupTests {
    @Test("what is put into markup can neither end an attribute nor begin an element")
    func escapes() {
        let sent = #"<b a="1" c='2'>&"#
        let markup: Markup = "<p title=\"\(sent)\">\(sent)</p>"
        let safe = "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;"
        #expect(String(decoding: markup.bytes, as: UTF8.self) == "<p title=\"\(safe)\">\(safe)</p>")
    }

    @Test("markup that is put into markup stays what it is, and nil adds nothing")
    func nests() {
        let inner: Markup = "<i>\("a<b")</i>"
        let none: Markup? = nil
        let markup: Markup = "<p>\(inner)\(none)\(7)</p>"
        #expect(String(decoding: markup.bytes, as: UTF8.self) == "<p><i>a&lt;b</i>7</p>")
    }
}

@Suite struct PageLanguageTests {
    @Test("a tag's language counts, whatever stands behind it", arguments: ["de", "de_AT", "DE-ch"])
    func tags(tag: String) { #expect(PageLanguage(tag: tag) == .german) }

    @Test("a language that is not spoken is none", arguments: ["", "pt-BR", "deu", "_de"])
    func unknown(tag: String) { #expect(PageLanguage(tag: tag) == nil) }

    @Test("of what a reader accepts, the heaviest that is spoken is taken")
    func accepting() {
        #expect(PageLanguage(accepting: "pt-BR, fr;q=0.4, es;q=0.7, *;q=0.1") == .spanish)
        #expect(PageLanguage(accepting: "ar-EG,en;q=0.9") == .arabic)
        #expect(PageLanguage(accepting: "en;q=0, pl") == nil)
        #expect(PageLanguage(accepting: "") == nil)
    }
}

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

@Suite struct PageFormTests {
    private func request(_ body: String, _ headers: [(name: String, value: String)]) -> HTTPRequest {
        let all = [(name: "Host", value: "here.example")] + headers
        return HTTPRequest(
            head: HTTPRequestHead(method: "POST", target: "/form", headers: all), body: Array(body.utf8))
    }

    private static let type = (name: "Content-Type", value: "application/x-www-form-urlencoded")

    @Test("a form of a page of this server is read, without the white space around its values")
    func reads() throws {
        let form = try PageForm(
            request("email=+a%40b.example%20&empty=++&box=yes", [Self.type, ("Sec-Fetch-Site", "same-origin")]))
        #expect(form["email"] == "a@b.example")
        #expect(form["empty"] == nil)
        #expect(form.isTicked("box") && !form.isTicked("other"))
    }

    @Test(
        "a form from elsewhere is refused, and one that does not say where it comes from",
        arguments: [
            [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")], [("Sec-Fetch-Site", "none")],
            [("Origin", "https://evil.example")], [("Origin", "null")], [("Origin", "https://here.example.evil")], [],
            [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://here.example")],
        ])
    func foreign(headers: [(String, String)]) {
        #expect(throws: PageForm.Fault.foreign) {
            try PageForm(request("a=1", [Self.type] + headers.map { (name: $0.0, value: $0.1) }))
        }
    }

    @Test("an older browser's form is known by its origin")
    func origin() throws {
        #expect(try PageForm(request("a=1", [Self.type, ("Origin", "https://here.example")]))["a"] == "1")
    }

    @Test("what is no form is refused")
    func malformed() {
        let own = (name: "Sec-Fetch-Site", value: "same-origin")
        #expect(throws: PageForm.Fault.malformed) {
            try PageForm(request("{}", [own, ("Content-Type", "application/json")]))
        }
        #expect(throws: PageForm.Fault.malformed) { try PageForm(request("a=%zz", [own, Self.type])) }
        let many = (0...32).map { "f\($0)=1" }.joined(separator: "&")
        #expect(throws: PageForm.Fault.malformed) { try PageForm(request(many, [own, Self.type])) }
    }
}

@Suite struct PageCookieTests {
    private func request(_ cookie: String) -> HTTPRequest {
        HTTPRequest(head: HTTPRequestHead(method: "GET", target: "/", headers: [("Cookie", cookie)]))
    }

    @Test("a secure server's cookies have a name that no other server can set")
    func names() {
        #expect(PageCookie("muster", isSecure: true).name == "__Host-muster")
        #expect(PageCookie("muster", path: "/provision/1", isSecure: true).name == "__Secure-muster")
        #expect(PageCookie("muster", isSecure: false).name == "muster")
        #expect(
            PageCookie("muster", isSecure: true).set("v", seconds: 60).value
                == "__Host-muster=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure")
    }

    @Test("a cookie for pages of others says so, and is secure wherever the server is")
    func crossSite() {
        let value = PageCookie("a", path: "/src/api", isSecure: false, isCrossSite: true).set("v", seconds: 60).value
        #expect(value == "a=v; Path=/src/api; Max-Age=60; HttpOnly; SameSite=None; Secure")
    }

    @Test("the cookie of exactly that name is read")
    func reads() {
        let cookie = PageCookie("muster", isSecure: false)
        #expect(cookie.value(in: request("xmuster=1; muster=two; muster2=3")) == "two")
        #expect(cookie.value(in: request("muster=")) == nil)
        #expect(cookie.value(in: request("other=1")) == nil)
    }
}

@Suite struct PageFieldTests {
    @Test("a field's hint and error are tied to it, and what was typed comes back as text")
    func field() {
        let field = PageField(
            "email", "Email", kind: .email, value: "\"><script>", hint: "H", error: "E", autocomplete: "email")
        let text = String(decoding: field.markup.bytes, as: UTF8.self)
        #expect(text.contains("<label for=\"email\">Email</label>"))
        #expect(text.contains("aria-describedby=\"email-hint email-fault\" aria-invalid=\"true\""))
        #expect(text.contains("value=\"&quot;&gt;&lt;script&gt;\""))
        #expect(!text.contains("<script>"))
    }
}
