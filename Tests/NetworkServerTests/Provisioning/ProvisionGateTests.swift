// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import JOSE
import RequestSigning
import Testing

@testable import NetworkServer

/// What is let in at `/provision`, and what never is (token-connect 8.3).
@Suite("provisioning page: the link") struct ProvisionGateTests {
    private let server: RunningServer
    private let journey: ProvisionJourney

    init() throws {
        server = try RunningServer()
        journey = ProvisionJourney(server)
    }

    /// An error page: no redirect, and no way to anywhere else.
    private func refused(_ link: String, _ status: Int) throws -> PageBrowser.Answer {
        let answer = try journey.browser.get(link)
        #expect(answer.status == status && answer.location == nil, "\(link): \(answer.status)")
        #expect(answer.link() == nil && !answer.text.contains("bank.example"), "\(answer.text)")
        return answer
    }

    @Test("both forms of the link lead to the form, with what the issuer filled in and without the receipt in sight")
    func forms() throws {
        for signed in [true, false] {
            let pushed = try journey.push()
            let link =
                signed
                ? ProvisionJourney.signedLink(pushed)
                : ProvisionJourney.plainLink(pushed.receipt, "&accountHolderDataSupplied=TRUE&extFlow=true")
            let (path, page) = try journey.open(link)
            #expect(page.status == 200 && !path.contains(pushed.receipt) && !page.text.contains(pushed.receipt))
            #expect(page.value("email") == "maria@example.test" && page.value("firstName") == "MARIA")
            #expect(page.value("lastName") == "GARCIA" && page.value("dialCode") == "+1")
            // Reloading is allowed as long as the receipt is open.
            #expect(try journey.browser.get(link).status == 303)
        }
    }

    @Test("holder data is put into the form only where the link says so")
    func prefill() throws {
        let pushed = try journey.push()
        let (_, page) = try journey.open(ProvisionJourney.plainLink(pushed.receipt))
        #expect(page.value("email") == "" && page.value("firstName") == "" && page.value("dialCode") == "+1")
    }

    @Test("with both forms in a link the signed one counts and what stands beside it does not")
    func bothForms() throws {
        let pushed = try journey.push()
        let link =
            ProvisionJourney.signedLink(pushed) + "&pushAccountReceipts=MCC-STL-NONE&callbackURL="
            + PercentEncoding.encode("https://evil.example/")
        let (path, _) = try journey.open(link)
        let end = try journey.browser.post(path, [("do", "cancel")])
        #expect(end.location?.hasPrefix("https://bank.example/return?sid=abc&results%5B\(pushed.receipt)%5D=") == true)
    }

    @Test(
        "a link that says nothing, or something else, is refused",
        arguments: [
            "/provision", "/provision?extFlow=true", "/provision?pushAccountReceipts=",
            "/provision?pushAccountData=abc",
            "/provision?pushAccountReceipts=%zz", "/provision?pushAccountReceipts=a%20b",
            "/provision?pushAccountReceipts=A&pushAccountReceipts=B",
            "/provision?pushAccountReceipts=A&extFlow=perhaps",
            "/provision?pushAccountReceipts=A,B,C,D,E,F",
        ])
    func unreadable(link: String) throws {
        #expect(try refused(link, 400).text.contains("For developers"))
    }

    @Test("a signature that was changed anywhere, has no trusted key, or is of another kind leads nowhere")
    func signatures() throws {
        let pushed = try journey.push()
        let parts = pushed.signature.split(separator: ".").map(String.init)
        func flipped(_ index: Int, _ offset: Int) -> String {
            var parts = parts
            var bytes = Array(parts[index].utf8)
            bytes[offset] = bytes[offset] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            parts[index] = String(decoding: bytes, as: UTF8.self)
            return parts.joined(separator: ".")
        }
        let own = try JWS.sign(
            Array(#"{"pushAccountReceipts":["\#(pushed.receipt)"],"callbackURL":"https://evil.example/"}"#.utf8),
            with: server.a.key, keyID: "mine")
        let none = Base64URL.encode(Array(#"{"alg":"none"}"#.utf8)) + "." + parts[1] + "." + parts[2]
        for token in [flipped(1, 30), flipped(2, 40), flipped(0, 20), own, none, parts[0] + "." + parts[1] + "."] {
            _ = try refused("/provision?pushAccountData=\(token)&extFlow=true", 400)
        }
        // The one that was not changed still works.
        #expect(try journey.browser.get(ProvisionJourney.signedLink(pushed)).status == 303)
    }

    @Test("nobody is sent to a callback that was neither pushed with the card nor registered")
    func callbacks() throws {
        let withCallback = try journey.push()
        let other = "https://evil.example/return"
        _ = try refused(ProvisionJourney.plainLink(withCallback.receipt, callback: other), 400)
        // Not even a registered one when the issuer pushed another.
        try server.set([("callbackURLs", "https://bank.example/other")], of: server.a)
        _ = try refused(
            ProvisionJourney.plainLink(withCallback.receipt, callback: "https://bank.example/other"), 400)
        let without = try journey.push(ProvisionJourney.Push(callback: nil))
        for callback in [
            other, "https://bank.example/other/more", "https://bank.example.evil.example/other",
            "https://bank.example@evil.example/other", "http://bank.example/other", "javascript:alert(1)",
            "data:text/html,x", "file:///etc/passwd", "//evil.example/", "https://bank.example/Other",
        ] {
            _ = try refused(ProvisionJourney.plainLink(without.receipt, callback: callback), 400)
        }
        for callback in ["https://bank.example/other?sid=1#top", "HTTPS://BANK.example/other"] {
            let answer = try journey.browser.get(ProvisionJourney.plainLink(without.receipt, callback: callback))
            #expect(answer.status == 303, "\(callback)")
        }
    }

    @Test("a receipt that nobody gave is not found, and one for another requestor is refused")
    func receipts() throws {
        let page = try refused(ProvisionJourney.plainLink("MCC-STL-00000000-0000-4000-8000-000000000000"), 404)
        #expect(page.title == "This link is not known")
        _ = try refused(ProvisionJourney.plainLink("<script>"), 400)
        let wallet = try journey.push(ProvisionJourney.Push(requestor: "50199999999"))
        #expect(try refused(ProvisionJourney.signedLink(wallet), 400).text.contains("another token requestor"))
    }

    @Test("a receipt that is over leads back with ERROR where the callback is to be trusted, and nowhere otherwise")
    func over() throws {
        let late = try journey.push(ProvisionJourney.Push(validity: 5))
        server.clock.advance(by: .seconds(301))
        let page = try journey.browser.get(ProvisionJourney.signedLink(late))
        #expect(page.status == 410 && page.title == "This link is too old")
        #expect(try ProvisionJourney.result(page.link()).status == .error)
        let plain = try journey.browser.get(ProvisionJourney.plainLink(late.receipt))
        // The issuer's own callback went with the card; the list is empty.
        #expect(plain.status == 400 || plain.link() != nil)
        let left = try journey.push()
        let (path, _) = try journey.open(ProvisionJourney.signedLink(left))
        _ = try journey.browser.post(path, [("do", "cancel")])
        #expect(try journey.browser.get(ProvisionJourney.signedLink(left)).title == "This link was given up")
    }

    @Test("several receipts: an ERROR for each of them")
    func several() throws {
        let (one, two) = (try journey.push(), try journey.push())
        let page = try journey.browser.get(ProvisionJourney.plainLink(one.receipt + "," + two.receipt))
        #expect(page.status == 410 && page.title == "One card at a time")
        let link = try PushReturnURL(url: try #require(page.link()))
        #expect(link.results.map(\.receipt.value) == [one.receipt, two.receipt])
        #expect(link.results.allSatisfy { $0.status == .error })
    }

    @Test(
        "the nearest language is spoken, and English where none is near",
        arguments: [
            ("de_AT", "de"), ("fr_FR", "fr"), ("es_MX", "es"), ("ar_EG", "ar"), ("en_GB", "en"), ("pt_BR", "en"),
            (nil, "en"), ("de", "de"), ("nonsense", "en"),
        ] as [(String?, String)])
    func locales(locale: String?, language: String) throws {
        let pushed = try journey.push(ProvisionJourney.Push(locale: nil))
        let link = ProvisionJourney.signedLink(pushed) + (locale.map { "&locale=\($0)" } ?? "")
        let (_, page) = try journey.open(link)
        #expect(page.text.contains("<html lang=\"\(language)\"" + (language == "ar" ? " dir=\"rtl\"" : "")))
    }

    @Test("a program that asks for it has wrong locales refused")
    func strictLocale() throws {
        try server.set([("strictLocale", "true")], of: server.a)
        let pushed = try journey.push(ProvisionJourney.Push(locale: nil))
        for locale in ["", "&locale=pt_BR", "&locale=de"] {
            _ = try refused(ProvisionJourney.signedLink(pushed) + locale, 400)
        }
        #expect(try journey.browser.get(ProvisionJourney.signedLink(pushed) + "&locale=de_DE").status == 303)
    }
}
