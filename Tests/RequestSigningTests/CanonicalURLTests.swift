// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import RequestSigning

@Suite struct CanonicalURLTests {
    @Test(
        "A query is rewritten so that every verifier reads it the same way",
        arguments: [
            ("https://h/p?t=10:30", "https://h/p?t=10%3A30"), ("https://h/p?a=b+c", "https://h/p?a=b%20c"),
            ("https://h/p?a=b%2Bc", "https://h/p?a=b%2Bc"), ("https://h/p?a=%c3%bc", "https://h/p?a=%C3%BC"),
            ("https://h/p?a=ü", "https://h/p?a=%C3%BC"), ("https://h/p?a=%41%7e", "https://h/p?a=A~"),
            ("https://h/p?a&&b=", "https://h/p?a=&b="), ("https://h/p?", "https://h/p"), ("https://h", "https://h/"),
            ("https://h?b=2&a=1", "https://h/?b=2&a=1"), ("https://h/p?a=1#f?x", "https://h/p?a=1"),
            ("https://H:443/%7Ea/../b?c=d/e?f", "https://H:443/%7Ea/../b?c=d%2Fe%3Ff"),
            ("https://h/p?a=b=c", "https://h/p?a=b%3Dc"),
            ("https://h/p?a[0]=(x)*!'", "https://h/p?a%5B0%5D=%28x%29%2A%21%27"),
        ])
    func canonicalises(_ url: String, _ expected: String) throws {
        let canonical = try CanonicalURL(url)
        #expect(canonical.text == expected)
        #expect(try CanonicalURL(expected).wasCanonical)
        #expect(try CanonicalURL(expected).text == expected)
    }

    @Test(
        "What cannot be sent or signed is refused",
        arguments: [
            "", "h/p", "/p?a=1", "ftp://h/", "https://h/p?a=%", "https://h/p?a=%zz", "https://h/p q", "https://h/ü",
            "https://u:p@h/", "https://h/p?oauth_nonce=1", "https://h/p?a b=1",
            "https://h/" + String(repeating: "a", count: 9000),
        ])
    func refuses(_ url: String) {
        #expect(throws: RequestSigningError.self) { try CanonicalURL(url) }
    }

    @Test("A query built from names and values is canonical and keeps each character")
    func builds() throws {
        let query = CanonicalURL.query([("a b", "c+d&e=f"), ("t", "10:30"), ("ü", "")])
        #expect(query == "a%20b=c%2Bd%26e%3Df&t=10%3A30&%C3%BC=")
        #expect(try CanonicalURL("https://h/p?" + query).wasCanonical)
    }
}
