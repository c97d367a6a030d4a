// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation
internal import Testing

@testable internal import ClickToPay

/// Goal: the link to Click to Pay is the published one to the byte, and whatever is wrong with one is found.
@Suite struct PushRedirectTests {
    private static let uri = "https://sandbox.src.mastercard.com/provision"
    private static let receipt = "MCC-STL-11111111-2222-3333-4444-555555555555"

    /// The finding's parameter, `-` for none, of those that are fatal or are not.
    private func parameters(_ query: String, base: String = uri, fatal: Bool) throws -> [String] {
        PushRedirect.read(try LinkParts(base + "?" + query)).findings.filter { $0.isFatal == fatal }
            .map { $0.parameter ?? "-" }
    }

    @Test("The published link with a receipt is read as what its page says, and built again to the byte.")
    func publishedPlain() throws {
        let redirect = try PushRedirect(url: PublishedLinks.plain)
        #expect(redirect.uri == "https://src.mastercard.com/provision")
        #expect(redirect.extFlow && redirect.completeIssuerAppActivation == false)
        guard case .plain(let plain) = redirect.form else {
            Issue.record("not the plain form")
            return
        }
        #expect(plain.receipts.map(\.value) == ["MCC-STL-04FB7337-2308-4312-9433-C608BC1C391B"])
        #expect(plain.accountHolderDataSupplied == true && plain.completeWebsiteActivation == false)
        #expect(plain.locale?.underscored == "en_US")
        #expect(plain.callbackURL?.value == "https://partnerbank.com/tokenization-results")
        #expect(redirect.url == PublishedLinks.plain)
        #expect(PushRedirect.read(try LinkParts(PublishedLinks.plain)).findings.isEmpty)
        let made = try PushRedirect(
            uri: "https://src.mastercard.com/provision",
            form: .plain(
                .init(
                    receipts: [PushReceipt("MCC-STL-04FB7337-2308-4312-9433-C608BC1C391B")],
                    accountHolderDataSupplied: true, locale: Locale("en_US"), completeWebsiteActivation: false,
                    callbackURL: CallbackURL("https://partnerbank.com/tokenization-results"))),
            completeIssuerAppActivation: false)
        #expect(made.url == PublishedLinks.plain)
    }

    @Test("The published link with signed data is read, its signature kept unchanged, and built again to the byte.")
    func publishedSigned() throws {
        let redirect = try PushRedirect(url: PublishedLinks.signed)
        guard case .signed(let signature) = redirect.form else {
            Issue.record("not the signed form")
            return
        }
        #expect(PublishedLinks.signed.contains("pushAccountData=" + signature + "&extFlow=true"))
        #expect(redirect.url == PublishedLinks.signed)
        #expect(
            try PushRedirect(uri: "https://src.mastercard.com/provision", form: .signed(signature)).url
                == PublishedLinks.signed)
        #expect(PushRedirect.read(try LinkParts(PublishedLinks.signed)).findings.isEmpty)
    }

    @Test("The contract's plain example with a callback that has a query is built to the byte (8.2).")
    func contractExample() throws {
        let expected =
            Self.uri + "?pushAccountReceipts=" + Self.receipt + "&accountHolderDataSupplied=true&locale=en_GB"
            + "&completeIssuerAppActivation=false&completeWebsiteActivation=false&extFlow=true"
            + "&callbackURL=https%3A%2F%2Fissuer.example%2Fc2p%2Freturn%3Fsid%3Dabc123"
        #expect(try PushRedirect(url: expected).url == expected)
    }

    @Test("A uri with a query and a fragment keeps both, the parameters go between (8.2, rule 3).")
    func uriWithQuery() throws {
        let uri = "https://c2p.example/provision?lang=x#top"
        let redirect = try PushRedirect(uri: uri, form: .signed("YQ.YQ.YQ"), completeIssuerAppActivation: true)
        let url =
            "https://c2p.example/provision?lang=x&pushAccountData=YQ.YQ.YQ&completeIssuerAppActivation=true"
            + "&extFlow=true#top"
        #expect(redirect.url == url)
        #expect(try PushRedirect(url: url) == redirect)
    }

    @Test("Values are percent-encoded so that Foundation's URL parser reads each one back, blanks and all.")
    func encoding() throws {
        let callback = "bank+app://back/a?q=%20&x=a+b;c=~d'e(f)*g&h=[i]"
        let redirect = try PushRedirect(
            uri: Self.uri,
            form: .plain(
                .init(
                    receipts: [PushReceipt(Self.receipt)], locale: Locale("fr-CA"),
                    callbackURL: CallbackURL(callback))))
        let items = try #require(URLComponents(string: redirect.url)?.queryItems)
        #expect(items.first { $0.name == "callbackURL" }?.value == callback)
        #expect(items.first { $0.name == "locale" }?.value == "fr_CA")
        #expect(!redirect.url.contains("+"))
        #expect(try PushRedirect(url: redirect.url) == redirect)
    }

    @Test("A reader takes any order, any case of flags, the other spelling and raw commas (8.1).")
    func tolerance() throws {
        let url =
            Self.uri + "?extFlow=TRUE&callbackURL=https://a.example/x%3Fb%3D1&pushAccountReceipt=A-1,B-2"
            + "&completeWebsiteActivation=False&locale=en-GB&callbackRequired=true"
        let reading = PushRedirect.read(try LinkParts(url))
        let redirect = try #require(reading.redirect, "\(reading.findings)")
        guard case .plain(let plain) = redirect.form else {
            Issue.record("not the plain form")
            return
        }
        #expect(plain.receipts.map(\.value) == ["A-1", "B-2"] && plain.completeWebsiteActivation == false)
        #expect(redirect.extFlow)
        #expect(
            Set(reading.findings.compactMap(\.parameter)).isSuperset(of: ["pushAccountReceipt", "callbackRequired"]))
    }

    @Test(
        "What makes a link useless is found, by the name of its parameter, and its value is not repeated.",
        arguments: [
            ("locale=en_US", ["-"]),
            ("pushAccountReceipts=", ["pushAccountReceipts"]),
            ("pushAccountReceipts=a_b", ["pushAccountReceipts"]),
            ("pushAccountReceipts=A&pushAccountReceipts=B", ["pushAccountReceipts"]),
            ("pushAccountReceipts=A,B,C,D,E,F", ["pushAccountReceipts"]),
            ("pushAccountData=abc", ["pushAccountData"]),
            ("pushAccountData=a.b.", ["pushAccountData"]),
            ("pushAccountData=a.b.c%3D", ["pushAccountData"]),
            ("pushAccountReceipts=A&callbackURL=javascript%3Asecret(1)", ["callbackURL"]),
            ("pushAccountReceipts=A&callbackURL=http%3A%2F%2Fsecret.example", ["callbackURL"]),
            ("pushAccountReceipts=A&callbackURL=https%3A%2F%2Fbank.example%40secret.example", ["callbackURL"]),
            ("pushAccountReceipts=A&callbackURL=secret", ["callbackURL"]),
            ("pushAccountReceipts=A&locale=xx_secret", ["locale"]),
            ("pushAccountReceipts=A&extFlow=secret", ["extFlow"]),
            ("pushAccountReceipts=A&completeWebsiteActivation=1", ["completeWebsiteActivation"]),
        ])
    func faults(query: String, expected: [String]) throws {
        #expect(try parameters(query, fatal: true) == expected)
        let reading = PushRedirect.read(try LinkParts(Self.uri + "?" + query))
        #expect(reading.redirect == nil)
        #expect(!"\(reading.findings)".contains("secret"))
        #expect(throws: LinkFinding.self) { try PushRedirect(url: Self.uri + "?" + query) }
    }

    @Test("What only costs the consumer comfort is advice and not fatal.")
    func advice() throws {
        #expect(try parameters("pushAccountReceipts=A", fatal: true) == [])
        #expect(try parameters("pushAccountReceipts=A", fatal: false).sorted() == ["callbackURL", "extFlow", "locale"])
        let both = "pushAccountData=YQ.YQ.YQ&extFlow=true&pushAccountReceipts=A&callbackURL=bad"
        #expect(try parameters(both, fatal: true) == [])
        #expect(try parameters(both, fatal: false) == ["pushAccountReceipts", "callbackURL"])
        let app = "pushAccountReceipts=A&extFlow=true&locale=en_US&callbackURL=bankapp%3A%2F%2Fback"
        #expect(try parameters(app, fatal: false) == ["callbackURL"])
    }

    @Test("A uri that is not https, has a user before its host or is too long is refused; localhost may be plain.")
    func uris() throws {
        for uri in [
            "http://src.example/p", "https://", "https://a@b.example/p", "ftp://src.example/p", "src.example/provision",
            "https://src.example/" + String(repeating: "p", count: 109), "https://a.b",
        ] {
            let fits = uri == "https://a.b"
            let made = try? PushRedirect(uri: uri, form: .signed("YQ.YQ.YQ"))
            #expect((made != nil) == fits, "\(uri)")
        }
        for uri in ["http://localhost:8080/provision", "http://127.0.0.1/provision", "http://[::1]:1/provision"] {
            _ = try PushRedirect(uri: uri, form: .signed("YQ.YQ.YQ"))
        }
        #expect(throws: LinkFinding.self) {
            try PushRedirect(uri: "http://127.evil.example/p", form: .signed("YQ.YQ.YQ"))
        }
    }

    @Test(
        "A callback's host is read as browsers read it, so that no other one passes for this machine or for https.",
        arguments: [
            ("https://bank.example:8443/back", true), ("https://BANK.example", true), ("http://localhost:1/x", true),
            ("http://[::1]:8080/x", true), ("http://127.0.0.1", true), ("app.scheme+x:back", true),
            ("http://[::1]evil.example/", false), ("http://[::1", false), ("http://127.0.0.1.evil.example/", false),
            ("http://127.0.0.256/", false), ("http://localhost@evil.example/", false), ("https://a.example:x/", false),
            ("https://a.example:80:80/", false), ("https:///back", false), ("https://:80/", false),
            ("https:back", false),
            ("https://evil%2eexample/", false), ("http://localhost.evil.example/", false), ("DATA:x", false),
            ("JavaScript:alert(1)", false), ("file:///etc/passwd", false), ("http://localhost\\@evil.example", false),
            ("https://bank.example\\.evil.example/", false),
        ])
    func hosts(url: String, isTaken: Bool) {
        #expect(((try? CallbackURL(url)) != nil) == isTaken)
    }

    @Test("A callback has at most 256 characters of printable ASCII.")
    func callbackLimits() throws {
        let start = "https://bank.example/"
        _ = try CallbackURL(start + String(repeating: "a", count: 256 - start.utf8.count))
        #expect(throws: ValueFault.self) {
            try CallbackURL(start + String(repeating: "a", count: 257 - start.utf8.count))
        }
        for wrong in [start + " ", start + "é", start + "\n", ""] {
            #expect(throws: ValueFault.self) { try CallbackURL(wrong) }
        }
    }
}
