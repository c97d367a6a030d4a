// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import RequestSigning

@Suite struct AuthorizationHeaderTests {
    @Test("Parameters are found whatever their order and the blanks after the commas; realm is dropped")
    func reads() throws {
        let header = try AuthorizationHeader(
            "OAuth realm=\"a, b=c\", oauth_nonce=\"n\",\toauth_version=\"1.0\" ,oauth_body_hash=\"a%2Bb+/=\"")
        #expect(header.parameters.count == 3)
        #expect(header.value(of: "oauth_nonce") == "n")
        #expect(header.value(of: "oauth_body_hash") == "a%2Bb+/=")
        #expect(header.value(of: "realm") == nil)
        #expect(header.parameters.map(\.isEscaped) == [false, false, true])
    }

    @Test("The scheme is OAuth in any case")
    func schemeCase() throws {
        for scheme in ["OAuth", "oauth", "OAUTH"] {
            #expect(try AuthorizationHeader(scheme + " oauth_nonce=\"n\"").value(of: "oauth_nonce") == "n")
        }
    }

    @Test(
        "Anything that is not exactly such a header is refused",
        arguments: [
            "", "OAuth", "OAuth ", "Bearer abc", "OAuth1 oauth_nonce=\"n\"", "OAuth  oauth_nonce=\"n\"",
            "oauth_nonce=\"n\"", "OAuth oauth_nonce", "OAuth oauth_nonce=", "OAuth oauth_nonce=n",
            "OAuth oauth_nonce=\"n", "OAuth oauth_nonce='n'", "OAuth oauth_nonce = \"n\"", "OAuth =\"n\"",
            "OAuth oauth_nonce=\"n\",", "OAuth ,oauth_nonce=\"n\"", "OAuth oauth_nonce=\"n\",,oauth_version=\"1.0\"",
            "OAuth oauth_nonce=\"n\" oauth_version=\"1.0\"", "OAuth oauth_nonce=\"n\";oauth_version=\"1.0\"",
            "OAuth oauth_nonce=\"n\"x", "OAuth nonce=\"n\"", "OAuth OAUTH_NONCE=\"n\"", "OAuth oauth%5Fnonce=\"n\"",
            "OAuth oauth_nonce=\"a&b\"", "OAuth oauth_nonce=\"a b\"", "OAuth oauth_nonce=\"a\\\"b\"",
            "OAuth oauth_nonce=\"a,b\"", "OAuth oauth_nonce=\"ü\"", "OAuth oauth_nonce=\"a\u{0}\"",
            "OAuth oauth_nonce=\"a\n\"", "OAuth realm=\"a\\\"b\",oauth_nonce=\"n\"", "OAuth realms=\"a\"",
            "OAuth oauth_a_name_that_is_longer_than_all=\"n\"",
        ])
    func refuses(_ text: String) {
        #expect(throws: RequestSigningError.self) { try AuthorizationHeader(text) }
    }

    @Test("A repeated parameter is refused and named", arguments: ["oauth_nonce", "oauth_token", "realm"])
    func refusesRepetition(_ name: String) {
        #expect(throws: RequestSigningError(.malformedHeader, "", place: name)) {
            try AuthorizationHeader("OAuth \(name)=\"a\",oauth_version=\"1.0\",\(name)=\"a\"")
        }
    }

    @Test("Length and number of parameters are bounded, at the limit and one above")
    func bounds() throws {
        func header(parameters: Int) -> String {
            let letters = Array("abcdefghijklmnopqrst")
            return "OAuth " + (0..<parameters).map { "oauth_\(letters[$0])=\"1\"" }.joined(separator: ",")
        }
        #expect(try AuthorizationHeader(header(parameters: AuthorizationHeader.parametersMax)).parameters.count == 16)
        #expect(throws: RequestSigningError.self) {
            try AuthorizationHeader(header(parameters: AuthorizationHeader.parametersMax + 1))
        }
        let front = "OAuth oauth_nonce=\""
        let room = AuthorizationHeader.bytesMax - front.utf8.count - 1
        #expect(try AuthorizationHeader(front + String(repeating: "n", count: room) + "\"").parameters.count == 1)
        #expect(throws: RequestSigningError.self) {
            try AuthorizationHeader(front + String(repeating: "n", count: room + 1) + "\"")
        }
    }

    @Test("An error names the parameter and never repeats its value")
    func errorsKeepQuiet() {
        do {
            _ = try AuthorizationHeader("OAuth oauth_signature=\"SECRET SECRET\"")
            Issue.record("it was accepted")
        } catch {
            #expect(error.place == "oauth_signature")
            #expect(!String(reflecting: error).contains("SECRET"))
        }
    }
}
