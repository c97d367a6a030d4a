// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Cryptography
import Testing

@testable import RequestSigning

@Suite struct RequestSignerTests {
    @Test(
        "The signer reproduces every published worked example byte for byte: base string, signature and header",
        arguments: SecurityExamples.shared.oauth1.indices)
    func workedExample(_ index: Int) throws {
        let example = SecurityExamples.shared.oauth1[index]
        let signer = try Fixture.signer(
            family: try #require(RequestSigner.Family(rawValue: example.style)),
            bodyHash: example.baseString.contains("oauth_body_hash") ? .always : .whenBody)
        let signed = try signer.sign(
            method: example.method, url: CanonicalURL(example.url), body: BodyDigest(of: example.bodyBytes),
            nonce: example.nonce, timestamp: example.timestamp)
        #expect(signed.baseString == example.baseString)
        #expect(
            signed.authorization.hasSuffix(
                "oauth_signature=\"" + PercentEncoding.encode(example.signature) + "\""))
        #expect(signed.authorization == example.authorization)
    }

    @Test("Nonce and timestamp come from the injected entropy and clock")
    func injectedSources() throws {
        let header = try Fixture.signer(seed: 7).sign(method: "GET", url: "https://h/p")
        let again = try Fixture.signer(seed: 7).sign(method: "GET", url: "https://h/p")
        let other = try Fixture.signer(seed: 8).sign(method: "GET", url: "https://h/p")
        #expect(header == again)
        #expect(header != other)
        let parsed = try SignatureParameters(AuthorizationHeader(header))
        #expect(parsed.timestamp == Fixture.instant)
        #expect(parsed.nonce.utf8.count == 16)
    }

    @Test("Two signatures by one signer carry two nonces")
    func freshNonces() throws {
        let signer = try Fixture.signer()
        let headers = try (0..<50).map { _ in try AuthorizationHeader(signer.sign(method: "GET", url: "https://h/p")) }
        #expect(Set(headers.compactMap { $0.value(of: "oauth_nonce") }).count == 50)
    }

    @Test(
        "A URL whose query means different things to different verifiers is not signed",
        arguments: ["https://h/p?t=2026-01-01T00:00:00Z", "https://h/p?a=b+c", "https://h/p?a=%2f", "https://h/p?a"])
    func refusesQueryThatIsNotCanonical(_ url: String) throws {
        let signer = try Fixture.signer()
        #expect(throws: RequestSigningError(.queryNotCanonical, "", place: "url")) {
            try signer.sign(method: "GET", url: url)
        }
    }

    @Test(
        "Whatever the signer signs verifies under every rule that its family belongs to, with both methods",
        arguments: RequestSigner.Family.allCases, SignatureMethod.allCases)
    func verifies(_ family: RequestSigner.Family, _ method: SignatureMethod) throws {
        let url = try CanonicalURL("https://\(Fixture.host)/v1/cards?q=a+b&q=%C3%BC&q=&t=10:30&e=x%3Dy%26z&plain")
        let signed = try Fixture.signer(family: family, method: method).sign(method: "POST", url: url, body: .empty)
        let head = Fixture.head("POST", url.target, signed.authorization)
        for rule in [VerificationRule.s1, .g, .rfc5849, .s1.acceptingLiteralPlus()] {
            let isAccepted =
                refusal { () throws(SigningRefusal) in try Fixture.verifier(rule: rule).verify(head) } == nil
            #expect(isAccepted == !(family == .c && rule == .rfc5849), "\(rule)")
        }
    }

    @Test("Values that the header cannot carry are refused, without being repeated in the error")
    func refusesMalformedValues() throws {
        #expect(throws: RequestSigningError(.malformedParameter, "", place: "oauth_consumer_key")) {
            try RequestSigner(consumerKey: "a\"b", key: Fixture.privateKey)
        }
        let signer = try Fixture.signer()
        for nonce in ["", "a b", "a\"", String(repeating: "n", count: 65)] {
            #expect(throws: RequestSigningError(.malformedParameter, "", place: "oauth_nonce")) {
                try signer.sign(
                    method: "GET", url: CanonicalURL("https://h/"), body: .empty, nonce: nonce, timestamp: 1)
            }
        }
    }
}
