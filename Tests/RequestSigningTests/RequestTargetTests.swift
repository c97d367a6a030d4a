// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import RequestSigning

@Suite struct RequestTargetTests {
    private func pieces(_ text: String) throws -> [String] {
        let target = try RequestTarget(Array(text.utf8))
        return target.pieces.map { piece in
            String(decoding: target.bytes[piece.key], as: UTF8.self) + " -> "
                + String(decoding: target.bytes[piece.value], as: UTF8.self)
        }
    }

    @Test("A query is cut at & and at the first =; pieces without = have an empty value, empty pieces are left out")
    func cuts() throws {
        #expect(
            try pieces("/p?a=1&b=2=3&c&&d=&=e&a=1&") == ["a -> 1", "b -> 2=3", "c -> ", "d -> ", " -> e", "a -> 1"])
        #expect(try pieces("/p?") == [])
        #expect(try pieces("/p") == [])
        #expect(try pieces("/p?a?b=c?d") == ["a?b -> c?d"])
        #expect(try pieces("/p?a;b=c") == ["a;b -> c"])
    }

    @Test("The path stays as sent, and an empty one is /")
    func paths() throws {
        for (text, path) in [("/a/../b%2fc//", "/a/../b%2fc//"), ("", "/"), ("?a=1", "/"), ("/?a=1", "/")] {
            let target = try RequestTarget(Array(text.utf8))
            #expect(String(decoding: target.bytes[target.path], as: UTF8.self) == path)
        }
    }

    @Test(
        "Targets that are not a path with a query are refused",
        arguments: ["*", "http://h/p", "h:443", "p", "/a b", "/a\tb", "/a\u{0}", "/a\u{7F}", "/a#b", "/a?b#c"])
    func refuses(_ text: String) {
        #expect(throws: RequestSigningError(.malformedURL, "", place: "target")) {
            try RequestTarget(Array(text.utf8))
        }
    }

    @Test("Length and number of parameters are bounded, at the limit and one above")
    func bounds() throws {
        let longest = "/" + String(repeating: "a", count: RequestTarget.bytesMax - 1)
        #expect(throws: Never.self) { try RequestTarget(Array(longest.utf8)) }
        #expect(throws: RequestSigningError.self) { try RequestTarget(Array((longest + "a").utf8)) }
        let most = "/?" + String(repeating: "a&", count: RequestTarget.piecesMax)
        #expect(try RequestTarget(Array(most.utf8)).pieces.count == RequestTarget.piecesMax)
        #expect(throws: RequestSigningError.self) { try RequestTarget(Array((most + "a").utf8)) }
    }

    @Test("oauth_ in a key of the query is found however it is written, and nowhere else")
    func oauthParameters() throws {
        for query in ["oauth_nonce=1", "a=1&oauth_x", "%6Fauth_nonce=1", "oauth%5fnonce=1", "%6f%61%75%74%68%5F"] {
            #expect(try RequestTarget(Array(("/?" + query).utf8)).hasOAuthParameter, "\(query)")
        }
        for query in ["oauth=1", "a=oauth_nonce", "OAuth_nonce=1", "o%61ut%", "x_oauth_a=1", "oauth%", "%%6Fauth_"] {
            #expect(try !RequestTarget(Array(("/?" + query).utf8)).hasOAuthParameter, "\(query)")
        }
    }
}
