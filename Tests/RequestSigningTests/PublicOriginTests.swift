// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import RequestSigning

@Suite struct PublicOriginTests {
    @Test(
        "Origins are written in lower case and without the scheme's own port",
        arguments: [
            ("https://API.Example.com", "https://api.example.com"), ("https://h:443", "https://h"),
            ("https://h:0443", "https://h"), ("https://h:80", "https://h:80"), ("http://h:80/", "http://h"),
            ("HTTP://h:443", "http://h:443"), ("https://h:", "https://h"),
            ("http://[2001:DB8::1]:8080", "http://[2001:db8::1]:8080"),
            ("https://[::1]", "https://[::1]"), ("https://10.0.0.1:8443", "https://10.0.0.1:8443"),
            ("https://my_host-1", "https://my_host-1"),
        ])
    func normalises(_ text: String, _ expected: String) throws {
        #expect(try PublicOrigin(text).description == expected)
    }

    @Test(
        "What is not an origin is refused",
        arguments: [
            "", "h", "ftp://h", "https://", "https:///", "https://h/p", "https://u@h", "https://h:0", "https://h:65536",
            "https://h:1x", "https://h:123456", "https://[::1", "https://[]", "https://[h]", "https://h h",
            "https://h%41", "https://ü", "https://h?q", "https://[::1]x",
        ])
    func refuses(_ text: String) {
        #expect(throws: RequestSigningError(.malformedURL, "", place: "host")) { try PublicOrigin(text) }
    }

    @Test("Of several configured origins the one in the Host header is taken, otherwise the first")
    func choosesAmongConfigured() throws {
        let origins = [try PublicOrigin("https://a.example"), try PublicOrigin("https://b.example:8443")]
        let policy = OriginPolicy.configured(origins)
        #expect(try policy.origin(scheme: .http, host: "B.example:8443") == origins[1])
        #expect(try policy.origin(scheme: .http, host: "a.example:443") == origins[0])
        for host in ["b.example", "evil.example", "a b", "", nil] {
            #expect(try policy.origin(scheme: .http, host: host) == origins[0])
        }
    }

    @Test("Without configured origins the Host header is needed")
    func hostHeader() throws {
        #expect(try OriginPolicy.hostHeader.origin(scheme: .http, host: "H:8080").description == "http://h:8080")
        #expect(throws: RequestSigningError.self) { try OriginPolicy.hostHeader.origin(scheme: .http, host: nil) }
    }
}
