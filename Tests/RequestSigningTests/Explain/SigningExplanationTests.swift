// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Cryptography
import Foundation
import Testing

@testable import RequestSigning

@Suite struct SigningExplanationTests {
    private let body = Array("{\"a\": 1}".utf8)
    private let url = "https://sandbox.api.mastercard.com/v1/cards%2F1?b=x%20y&t=10%3A30&results=1&results%5B0%5D=2"
    private static let values = [
        ("oauth_consumer_key", Fixture.consumerKey), ("oauth_nonce", "nonce"),
        ("oauth_signature_method", "RSA-SHA256"), ("oauth_timestamp", String(Fixture.instant)),
        ("oauth_version", "1.0"),
    ]

    private func explain(
        _ header: String, method: String = "GET", url: String? = nil, body: [UInt8] = [], hasKey: Bool = true,
        origins: OriginPolicy = .hostHeader
    ) throws -> SigningExplanation {
        let head = try RequestHead(method: method, url: url ?? self.url, authorizationHeaders: [header])
        return SigningExplanation(
            of: head, body: body, origins: origins, key: hasKey ? Fixture.privateKey.publicKey : nil,
            clock: Fixture.clock(Fixture.instant + 10))
    }

    private func encoded(_ text: String) -> String { PercentEncoding.encode(text) }

    /// A request whose client signed something else: `change` alters what it signed.
    private func mistaken(
        uri: String = "https://sandbox.api.mastercard.com/v1/cards%2F1", method: String = "GET",
        query: String = "b=x%20y", change: (inout [String]) -> Void = { _ in },
        sort: ([String]) -> [String] = { $0.sorted() }, finish: (String) -> String = { $0 }
    ) throws -> SigningExplanation {
        var parts = query.split(separator: "&").map(String.init) + Self.values.map { $0.0 + "=" + $0.1 }
        change(&parts)
        let base = method + "&" + encoded(uri) + "&" + encoded(sort(parts).joined(separator: "&"))
        let header = try Fixture.header(Self.values, signing: finish(base))
        return try explain(header, url: "https://sandbox.api.mastercard.com/v1/cards%2F1?" + query)
    }

    @Test("A good request of each family is explained as accepted, with the rules that accept it")
    func accepted() throws {
        let everyRule = "rfc5849, G, S1, S1+Q_pct"
        for (index, expected) in [(0, everyRule), (1, everyRule), (2, "G, S1, S1+Q_pct")] {
            let example = SecurityExamples.shared.oauth1[index]
            let head = try RequestHead(
                method: example.method, url: example.url, authorizationHeaders: [example.authorization])
            let explanation = SigningExplanation(
                of: head, body: example.bodyBytes, key: Fixture.privateKey.publicKey, clock: Fixture.clock())
            #expect(explanation.acceptingRules.joined(separator: ", ") == expected, "family \(example.style)")
            #expect(explanation.candidates.contains { $0.isSigned == true && $0.baseString == example.baseString })
            #expect(explanation.isBodyHashAccepted)
            #expect(explanation.hints.contains { $0.contains("family \(example.style)") })
            #expect(explanation.text.contains("accepted under " + expected))
        }
    }

    @Test("Without a key the base strings are listed and nothing is claimed about the signature")
    func withoutKey() throws {
        let header = try Fixture.signer().sign(method: "GET", url: url)
        let explanation = try explain(header, hasKey: false)
        #expect(explanation.candidates.count == 1)
        #expect(explanation.candidates.allSatisfy { $0.isSigned == nil })
        #expect(explanation.candidates[0].forms.count == 6)
        #expect(explanation.text.contains("not checked"))
        #expect(explanation.secondsAhead == -10)
    }

    @Test("Every form that differs is listed once, with its name and its rules")
    func listsForms() throws {
        let header = try Fixture.header(
            Self.values.map { ($0.0, encoded($0.1)) }, signing: "x")
        let explanation = try explain(header, url: "https://h/p?q=a+b:c%20d")
        #expect(
            explanation.candidates.map { $0.forms.map(\.description) } == [
                ["Q_rfc/O_verb"], ["Q_rfc/O_dec"], ["Q_raw/O_verb"], ["Q_raw/O_dec"], ["Q_pct/O_verb"], ["Q_pct/O_dec"],
            ])
        #expect(
            explanation.candidates.map(\.rules) == [
                ["rfc5849", "S1", "S1+Q_pct"], ["S1"], ["G", "S1", "S1+Q_pct"], ["G", "S1", "S1+Q_pct"], [],
                ["S1+Q_pct"],
            ])
    }

    @Test("Body hashes of easily confused bytes or forms are recognised")
    func bodyHashHints() throws {
        let sent = Array("{\"a\": 1}".utf8)
        let cases: [([UInt8], String)] = [
            (sent + [10], "line feed at the end"), (Array("{\"a\":1}".utf8), "compact JSON"), ([], "empty body"),
            (Array("other".utf8), "other bytes"),
        ]
        for (hashed, hint) in cases {
            let signed = try Fixture.signer().sign(method: "POST", url: url, body: hashed)
            let explanation = try explain(signed, method: "POST", body: sent)
            #expect(!explanation.isBodyHashAccepted)
            #expect(explanation.hints.contains { $0.contains(hint) }, "\(explanation.hints)")
            #expect(explanation.text.contains("(received): refused"))
        }
        let digest = SHA256.hash(sent)
        let forms = [
            (String(decoding: digest.flatMap { Array(String(format: "%02x", $0).utf8) }, as: UTF8.self), "hexadecimal"),
            (Data(SHA1.hash(sent)).base64EncodedString(), "SHA-1"),
            (
                Data(digest).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
                    .replacing("=", with: ""), "URL alphabet"
            ),
        ]
        for (received, hint) in forms {
            #expect(BodyHashGuess.hint(received: received, body: sent)?.contains(hint) == true, "\(received)")
        }
        #expect(BodyHashGuess.hint(received: BodyDigest(of: sent).base64, body: sent) == nil)
        let lines = Array("a\r\nb\r\n".utf8)
        let unixLines = BodyDigest(of: Array("a\nb\n".utf8)).base64
        #expect(BodyHashGuess.hint(received: unixLines, body: lines)?.contains("CR LF") == true)
    }

    @Test("A missing body hash is told when there is a body")
    func missingBodyHash() throws {
        let header = try Fixture.signer(bodyHash: .whenBody).sign(method: "POST", url: url)
        let explanation = try explain(header, method: "POST", body: body)
        #expect(!explanation.isBodyHashAccepted)
        #expect(explanation.hints.contains { $0.contains("must be sent") })
        #expect(try explain(header, method: "POST").isBodyHashAccepted)
    }

    @Test("Mistakes in the URI are recognised")
    func uriMistakes() throws {
        let host = "sandbox.api.mastercard.com"
        let cases = [
            ("https://\(host):443/v1/cards%2F1", "port 443"), ("http://\(host)/v1/cards%2F1", "http://"),
            ("https://api.mastercard.com/v1/cards%2F1", "signed https://api.mastercard.com"),
            ("https://\(host)/v1/cards%2F1/", "/ at its end"), ("https://\(host)/v1/cards/1", "decoded the path"),
            ("https://\(host)/v1/cards%252F1", "path encoded once more"),
            ("https://SANDBOX.API.MASTERCARD.COM/v1/cards%2F1", "capitals"),
        ]
        for (uri, hint) in cases {
            let explanation = try mistaken(uri: uri)
            #expect(explanation.acceptingRules == [])
            #expect(explanation.hints.contains { $0.contains(hint) }, "\(uri): \(explanation.hints)")
        }
    }

    @Test("Mistakes in the query and in the order are recognised")
    func parameterMistakes() throws {
        let prefixKeys = "results=1&results%5B0%5D=2"
        func hint(_ explanation: SigningExplanation, _ text: String) {
            #expect(explanation.acceptingRules == [], "\(text)")
            #expect(explanation.hints.contains { $0.contains(text) }, "\(text): \(explanation.hints)")
        }
        hint(try mistaken(change: { $0.removeAll { $0.hasPrefix("b=") } }), "left the query out")
        hint(try mistaken(change: { $0[0] = "b=x%2520y" }), "once more than it should")
        hint(try mistaken(change: { $0[0] = "b=x y" }), "query decoded")
        hint(try mistaken(change: { $0[0] = "b=x+y" }), "blanks of the query as +")
        hint(try mistaken(query: prefixKeys), "key=value texts")
        hint(
            try mistaken(sort: { $0.filter { $0.hasPrefix("oauth") }.sorted() + $0.filter { !$0.hasPrefix("oauth") } }),
            "before the query's")
        hint(try mistaken(change: { $0.removeAll { $0.hasPrefix("oauth_version") } }), "oauth_version")
        hint(try mistaken(method: "POST"), "another method")
        hint(try mistaken(method: "get"), "lower case")
        hint(
            try mistaken(finish: { base in
                ["%3D", "%3A", "%2F"].reduce(base) { $0.replacing($1, with: $1.lowercased()) }
            }), "lower-case digits")
        hint(try mistaken(change: { $0.append("oauth_token=") }), "oauth_token")
    }

    @Test("Two mistakes at once are recognised")
    func twoMistakes() throws {
        let explanation = try mistaken(
            uri: "https://sandbox.api.mastercard.com:443/v1/cards%2F1", change: { $0[0] = "b=x+y" })
        #expect(explanation.hints.contains { $0.contains("port 443") })
        #expect(explanation.hints.contains { $0.contains("as +") })
    }

    @Test("Another key, another hash and another padding are told apart")
    func keyMistakes() throws {
        let stranger = try Fixture.signer(key: Fixture.strangerKey).sign(method: "GET", url: url)
        #expect(try explain(stranger).hints.contains { $0.contains("another private key") })
        let header = try Fixture.signer().sign(method: "GET", url: url)
        let swapped = try explain(header.replacing("RSA-SHA256", with: "RSA-PSS"))
        #expect(swapped.hints.contains { $0.contains("of the kind RSA-SHA256") })
        let unknown = try Fixture.header(Self.values, signing: "something else")
        #expect(try explain(unknown).hints.contains { $0.contains("over another text") })
        let signature = try #require(try AuthorizationHeader(header).value(of: "oauth_signature"))
        let short = try explain(header.replacing(signature, with: "AAAA"))
        #expect(short.hints.contains { $0.contains("3 bytes") })
    }

    @Test("The family and what other verifiers would do are told")
    func remarks() throws {
        let raw = try mistaken(query: "b=10:30", change: { $0[0] = "b=10%3A30" })
        #expect(raw.acceptingRules == ["rfc5849", "S1", "S1+Q_pct"])
        #expect(raw.hints.contains { $0.contains("rule G") })
        let plus = try mistaken(query: "b=1+2", change: { $0[0] = "b=1%2B2" })
        #expect(plus.acceptingRules == ["S1+Q_pct"])
        #expect(plus.hints.contains { $0.contains("literal plus") })
        #expect(plus.hints.contains { $0.contains("Send %20 or %2B") })
    }

    @Test("A timestamp outside the window is told, and by how much")
    func time() throws {
        let signed = try Fixture.signer().sign(
            method: "GET", url: CanonicalURL(url), body: .empty, nonce: "n", timestamp: Fixture.instant - 1000)
        let explanation = try explain(signed.authorization)
        #expect(explanation.secondsAhead == -1010)
        #expect(explanation.hints.contains { $0.contains("too old") })
        #expect(explanation.text.contains("1010 s behind the clock, window 300 s): refused"))
    }

    @Test("What cannot be read is explained instead of being refused in silence")
    func problems() throws {
        #expect(try explain("Bearer x").hints.contains { $0.contains("OAuth and one space") })
        let twice = try explain("OAuth oauth_consumer_key=\"a%2521b\"")
        #expect(twice.problem != nil)
        #expect(twice.hints.contains { $0.contains("percent-encoded twice") })
        var head = try RequestHead(method: "GET", url: url, authorizationHeaders: [])
        let none = SigningExplanation(of: head, body: [], key: nil, clock: Fixture.clock())
        #expect(none.text.contains("exactly one Authorization header"))
        head.authorizationHeaders = [try Fixture.signer().sign(method: "GET", url: url)]
        head.target = "/a b"
        #expect(SigningExplanation(of: head, body: [], key: nil, clock: Fixture.clock()).problem != nil)
    }

    @Test("The text never shows the signature")
    func noSignature() throws {
        let header = try Fixture.signer(key: Fixture.strangerKey).sign(method: "GET", url: url)
        let signature = try #require(try AuthorizationHeader(header).value(of: "oauth_signature"))
        #expect(!(try explain(header)).text.contains(signature.prefix(20)))
    }
}
