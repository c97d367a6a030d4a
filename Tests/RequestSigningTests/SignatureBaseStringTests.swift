// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import RequestSigning

@Suite struct SignatureBaseStringTests {
    @Test("RFC 5849 section 3.4.1.1: the construction gives the published base string")
    func publishedBaseString() throws {
        // The example has its form body and its oauth_token among the parameters; they are handed over as decoded text.
        var list = ParameterList()
        let parameters = [
            ("b5", "=%3D"), ("a3", "a"), ("c@", ""), ("a2", "r b"), ("oauth_consumer_key", "9djdj82h48djs9d2"),
            ("oauth_token", "kkk9d7dh3k39sjv7"), ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "137131201"), ("oauth_nonce", "7d8f3e4a"), ("c2", ""), ("a3", "2 q"),
        ]
        for (key, value) in parameters {
            list.append(key: PercentEncoding.encode(key).utf8, value: PercentEncoding.encode(value).utf8)
        }
        list.sort()
        let built = SignatureBaseString.build(
            method: try SignatureBaseString.method("post"),
            origin: try PublicOrigin("http://EXAMPLE.COM:80").description,
            path: Array("/request".utf8).span, sorted: list)
        #expect(
            String(decoding: built, as: UTF8.self)
                == "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26"
                + "c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_"
                + "signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7")
    }

    @Test("The published query of RFC 5849 is cut and decoded as its table says")
    func publishedQuery() throws {
        let target = try RequestTarget(Array("/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b&c2&a3=2+q".utf8))
        var list = try #require(ParameterList(target, as: .rfc))
        list.sort()
        let texts = list.entries.map { entry in
            String(decoding: list.bytes[entry.key] + [UInt8(ascii: "=")] + list.bytes[entry.value], as: UTF8.self)
        }
        #expect(texts == ["a2=r%20b", "a3=2%20q", "a3=a", "b5=%3D%253D", "c%40=", "c2="])
    }

    @Test("Parameters are sorted by the bytes of the key first, so that a key goes before a longer one")
    func sortsByKeyThenValue() {
        var list = ParameterList()
        for (key, value) in [("a1", "x"), ("a", "z"), ("a", "b"), ("B", "q"), ("a", "")] {
            list.append(key: key.utf8, value: value.utf8)
        }
        list.sort()
        let texts = list.entries.map { String(decoding: list.bytes[$0.key] + list.bytes[$0.value], as: UTF8.self) }
        #expect(texts == ["Bq", "a", "ab", "az", "a1x"])
    }

    @Test("A base string for an answer is cut at its limit and says so")
    func cutsText() {
        let text = SignatureBaseString(form: BaseStringForm(.raw, .verbatim), bytes: Array("GET&abcdef".utf8))
        #expect(text.text(bytesMax: 10) == "GET&abcdef")
        #expect(text.text(bytesMax: 9) == "GET&abcde...")
    }

    @Test("Methods are upper-cased, and anything but letters is refused")
    func methods() throws {
        #expect(try SignatureBaseString.method("pAtch") == Array("PATCH".utf8))
        for text in ["", "GET&", "G T", "GÉT", String(repeating: "A", count: 17)] {
            #expect(throws: RequestSigningError.self) { try SignatureBaseString.method(text) }
        }
    }
}
