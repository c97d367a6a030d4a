// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

@testable import RequestSigning

/// One way in which a client may sign a query, and who accepts it.
private struct QueryCase: CustomTestStringConvertible {
    /// The query on the wire.
    let wire: String
    /// The query's share of the parameter string, already sorted.
    let signed: String
    /// The names of the rules that accept it.
    let accepted: Set<String>

    init(_ wire: String, signed: String, _ accepted: Set<String>) {
        self.wire = wire
        self.signed = signed
        self.accepted = accepted
    }

    var testDescription: String { wire + " signed as " + signed }
}

private let everywhere: Set<String> = ["S1", "G", "rfc5849", "S1+Q_pct"]
private let verbatim: Set<String> = ["S1", "G", "S1+Q_pct"]
private let strict: Set<String> = ["S1", "rfc5849", "S1+Q_pct"]
private let literalPlus: Set<String> = ["S1+Q_pct"]

private let queryCases = [
    QueryCase("t=10%3A30", signed: "t=10%3A30", everywhere),
    QueryCase("t=10:30", signed: "t=10:30", verbatim),
    QueryCase("t=10:30", signed: "t=10%3A30", strict),
    QueryCase("t=10:30", signed: "t=10%253A30", []),
    QueryCase("t=10%3A30", signed: "t=10:30", []),
    QueryCase("n=a+b", signed: "n=a+b", verbatim),
    QueryCase("n=a+b", signed: "n=a%20b", strict),
    QueryCase("n=a+b", signed: "n=a%2Bb", literalPlus),
    QueryCase("n=a+b", signed: "n=a b", []),
    QueryCase("n=a+b&m=%20", signed: "m=%20&n=a%2Bb", literalPlus),
    QueryCase("n=a+b&m=%20", signed: "m=%20&n=a%20b", strict),
    QueryCase("n=a%2Bb", signed: "n=a%2Bb", everywhere),
    QueryCase("n=a%2Bb", signed: "n=a%20b", []),
    QueryCase("n=%c3%bc", signed: "n=%c3%bc", verbatim),
    QueryCase("n=%c3%bc", signed: "n=%C3%BC", strict),
    QueryCase("n=%41", signed: "n=%41", verbatim),
    QueryCase("n=%41", signed: "n=A", strict),
    QueryCase("n=%2541", signed: "n=%2541", everywhere),
    QueryCase("n=%2541", signed: "n=%41", []),
    QueryCase("n=%", signed: "n=%", verbatim),
    QueryCase("n=%", signed: "n=%25", []),
    QueryCase("q", signed: "q=", everywhere),
    QueryCase("q=&&", signed: "q=", everywhere),
    QueryCase("q=a=b", signed: "q=a=b", verbatim),
    QueryCase("q=a=b", signed: "q=a%3Db", strict),
    QueryCase("q=2&q=1&q=10", signed: "q=1&q=10&q=2", everywhere),
    QueryCase("q=1&q=1", signed: "q=1&q=1", everywhere),
    QueryCase("q=1&q=1", signed: "q=1", []),
    QueryCase("q=1&q1=2", signed: "q=1&q1=2", everywhere),
    QueryCase("q=1&q1=2", signed: "q1=2&q=1", []),
    QueryCase("q[]=1", signed: "q[]=1", verbatim),
    QueryCase("q[]=1", signed: "q%5B%5D=1", strict),
]

@Suite struct VerificationRuleTests {
    /// Encodes with Foundation, so that the expectation does not rest on the code under test.
    private func encoded(_ text: String) -> String {
        let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        return text.addingPercentEncoding(withAllowedCharacters: CharacterSet(charactersIn: unreserved)) ?? ""
    }

    /// A request to `/p` + query; `signed` is the query's share of the signed parameter string. All keys of the queries
    /// above sort either before or after `oauth_`.
    private func head(_ wire: String, signed: String) throws -> RequestHead {
        let values = [
            ("oauth_consumer_key", Fixture.consumerKey), ("oauth_nonce", "nonce"),
            ("oauth_signature_method", "RSA-SHA256"), ("oauth_timestamp", String(Fixture.instant)),
        ]
        let oauth = values.map { $0.0 + "=" + $0.1 }.joined(separator: "&")
        let parameters = signed < "oauth" ? signed + "&" + oauth : oauth + "&" + signed
        let base = "GET&" + encoded("https://\(Fixture.host)/p") + "&" + encoded(parameters)
        return Fixture.head("GET", "/p?" + wire, try Fixture.header(values, signing: base))
    }

    @Test("Each rule accepts exactly the ways of signing a query that it stands for", arguments: queryCases)
    fileprivate func queryForms(_ item: QueryCase) throws {
        let head = try head(item.wire, signed: item.signed)
        for rule in [VerificationRule.s1, .g, .rfc5849, .s1.acceptingLiteralPlus()] {
            let refusal = refusal { () throws(SigningRefusal) in try Fixture.verifier(rule: rule).verify(head) }
            #expect((refusal == nil) == item.accepted.contains(rule.name), "\(rule)")
        }
    }

    @Test("A request that only the literal plus fits says so, and one that has a blank there does not")
    func literalPlusIsReported() throws {
        let rule = VerificationRule.s1.acceptingLiteralPlus()
        let plus = try Fixture.verifier(rule: rule).verify(head("n=a+b", signed: "n=a%2Bb"))
        let blank = try Fixture.verifier(rule: rule).verify(head("n=a+b", signed: "n=a%20b"))
        let none = try Fixture.verifier(rule: rule).verify(head("n=a%20b", signed: "n=a%20b"))
        #expect(plus.isPlusLiteral && !blank.isPlusLiteral && !none.isPlusLiteral)
    }

    @Test("Raw header values are taken as they are in each form, also an empty one")
    func emptyHeaderValue() throws {
        let values = [
            ("oauth_consumer_key", Fixture.consumerKey), ("oauth_nonce", "nonce"),
            ("oauth_signature_method", "RSA-SHA256"), ("oauth_timestamp", String(Fixture.instant)), ("oauth_token", ""),
        ]
        let oauth = values.map { $0.0 + "=" + $0.1 }.joined(separator: "&")
        let base = "GET&" + encoded("https://\(Fixture.host)/p") + "&" + encoded("n=a%2Bb&" + oauth)
        let head = Fixture.head("GET", "/p?n=a+b", try Fixture.header(values, signing: base))
        let verified = try Fixture.verifier(rule: .s1.acceptingLiteralPlus()).verify(head)
        #expect(verified.isPlusLiteral)
    }

    @Test("A plain request has one candidate, and no rule ever has more than four")
    func candidateCounts() throws {
        func count(_ target: String, _ consumerKey: String, _ rule: VerificationRule) throws -> Int {
            let header = try AuthorizationHeader(
                "OAuth oauth_consumer_key=\"\(consumerKey)\",oauth_nonce=\"n\",oauth_timestamp=\"1\","
                    + "oauth_signature_method=\"RSA-SHA256\",oauth_signature=\"AAAA\"")
            let signed = try SignedParts(Fixture.head("GET", target, ""), .hostHeader)
            return try signed.candidates(SignatureParameters(header), rule.forms).reduce(0) { count, _ in count + 1 }
        }
        let everyRule = [VerificationRule.s1, .g, .rfc5849, .s1.acceptingLiteralPlus()]
        for rule in everyRule {
            #expect(try count("/p", "a!b", rule) == 1)
            #expect(try count("/p?a=1&b=2", "a!b", rule) == 1)
            #expect(try count("/p?a=1%3A2", "a!b", rule) == 1)
            #expect(rule.forms.count <= VerificationRule.formsMax)
            #expect(try count("/p?a=b+c:%41", "a%21b", rule) == rule.forms.count)
        }
        #expect(try count("/p?a=1:2", "a!b", .s1) == 2)
        #expect(try count("/p", "a%21b", .s1) == 2)
    }

    @Test("Rules are found by name, and adding the literal plus twice changes nothing more")
    func names() {
        #expect(VerificationRule(named: "s1") == .s1)
        #expect(VerificationRule(named: "G") == .g)
        #expect(VerificationRule(named: "RFC5849") == .rfc5849)
        #expect(VerificationRule(named: "x") == nil)
        let extended = VerificationRule.g.acceptingLiteralPlus()
        #expect(extended.acceptingLiteralPlus() == extended)
        #expect(extended.name == "G+Q_pct")
    }

    @Test("A header value that decodes to a separator is never taken in its decoded form")
    func guardRailOfDecodedForm() throws {
        let values = [
            ("oauth_consumer_key", Fixture.consumerKey), ("oauth_nonce", "nonce"),
            ("oauth_signature_method", "RSA-SHA256"), ("oauth_timestamp", String(Fixture.instant)),
        ]
        for (sent, decoded) in [("a%26zz%3D1", "a&zz=1"), ("a%2526", "a%26"), ("a%20b", "a b")] {
            let oauth = (values + [("oauth_token", decoded)]).map { $0.0 + "=" + $0.1 }.joined(separator: "&")
            let base = "GET&" + encoded("https://\(Fixture.host)/p") + "&" + encoded(oauth)
            let head = Fixture.head("GET", "/p", try Fixture.header(values + [("oauth_token", sent)], signing: base))
            #expect(refusal { () throws(SigningRefusal) in try Fixture.verifier().verify(head) }?.status == 403)
        }
    }
}
