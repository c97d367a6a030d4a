// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import RequestSigning

@Suite struct SignatureParametersTests {
    /// A good header with some parameters replaced (nil removes one).
    private func parse(_ changes: [String: String?] = [:]) throws -> SignatureParameters {
        var values: [String: String] = [
            "oauth_consumer_key": "client!key", "oauth_nonce": "nonce", "oauth_timestamp": "1795000000",
            "oauth_signature_method": "RSA-SHA256", "oauth_version": "1.0", "oauth_signature": "AAECAw%3D%3D",
        ]
        for (name, value) in changes { values[name] = value }
        let fields = values.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",")
        return try SignatureParameters(AuthorizationHeader("OAuth " + fields))
    }

    @Test("Values are decoded, and the signature is given as bytes, raw or percent-encoded base64")
    func decodes() throws {
        let plain = try parse(["oauth_body_hash": "a+b/c=", "oauth_signature": "AAECAw=="])
        #expect(plain.consumerKey == "client!key")
        #expect(plain.timestamp == 1_795_000_000)
        #expect(plain.method == .rsaSHA256)
        #expect(plain.bodyHash == "a+b/c=")
        #expect(plain.signature == [0, 1, 2, 3])
        #expect(!plain.isEscaped)
        let escaped = try parse(["oauth_consumer_key": "client%21key", "oauth_body_hash": "a%2bb/c%3D"])
        #expect(escaped.consumerKey == "client!key")
        #expect(escaped.bodyHash == "a+b/c=")
        #expect(escaped.signature == [0, 1, 2, 3])
        #expect(escaped.isEscaped)
        #expect(escaped.decodedValues != nil)
    }

    @Test(
        "A missing or empty required parameter is named",
        arguments: [
            "oauth_consumer_key", "oauth_nonce", "oauth_timestamp", "oauth_signature_method", "oauth_signature",
        ])
    func required(_ name: String) {
        for value in [String?.none, ""] {
            #expect(throws: RequestSigningError(.malformedHeader, "", place: name)) { try parse([name: value]) }
        }
    }

    @Test("The version may be absent, but not another one")
    func version() throws {
        #expect(throws: Never.self) { try parse(["oauth_version": String?.none]) }
        for value in ["1.0a", "2.0", "1", ""] {
            #expect(throws: RequestSigningError(.malformedHeader, "", place: "oauth_version")) {
                try parse(["oauth_version": value])
            }
        }
    }

    @Test(
        "Only the two RSA methods with SHA-256 are known",
        arguments: ["HMAC-SHA1", "RSA-SHA1", "PLAINTEXT", "rsa-sha256", "RSA-PSS-SHA256", "RSA-SHA2560"])
    func methods(_ name: String) {
        #expect(throws: RequestSigningError(.malformedHeader, "", place: "oauth_signature_method")) {
            try parse(["oauth_signature_method": name])
        }
    }

    @Test(
        "A timestamp is a positive decimal number without a leading zero",
        arguments: ["0", "-1", "+1", "01795000000", "1795000000.0", "1795000000000", "0x1", "17 5", "1e9"])
    func timestamps(_ text: String) {
        #expect(throws: RequestSigningError.self) { try parse(["oauth_timestamp": text]) }
    }

    @Test("Nonces have 1 to 64 unreserved characters: the lengths of all published clients are among them")
    func nonces() throws {
        for count in [1, 8, 16, 19, 32, 64] {
            #expect(try parse(["oauth_nonce": String(repeating: "n", count: count)]).nonce.count == count)
        }
        #expect(try parse(["oauth_nonce": "a.b_c~d-e"]).nonce == "a.b_c~d-e")
        for nonce in [String(repeating: "n", count: 65), "a+b", "a%20b", "a%00", "a!", "a/b", "a%"] {
            #expect(throws: RequestSigningError.self, "\(nonce)") { try parse(["oauth_nonce": nonce]) }
        }
    }

    @Test("A value may have 255 bytes but not 256, and a signature as many as the largest key makes")
    func sizes() throws {
        #expect(throws: Never.self) { try parse(["oauth_consumer_key": String(repeating: "k", count: 255)]) }
        #expect(throws: RequestSigningError.self) {
            try parse(["oauth_consumer_key": String(repeating: "k", count: 256)])
        }
        let signature = String(decoding: Base64.encode(Array(repeating: 0xFB, count: 1024)), as: UTF8.self)
        #expect(try parse(["oauth_signature": PercentEncoding.encode(signature)]).signature.count == 1024)
        #expect(throws: RequestSigningError.self) {
            try parse(["oauth_signature": String(repeating: "A", count: 2052)])
        }
    }

    @Test(
        "A signature that is not padded standard base64 is refused",
        arguments: ["AAECAw", "AAEC Aw==", "AAEC-w==", "%41AECAw%3D", "AAECAw%3D%3", "====", "AAECAx=="])
    func signatures(_ text: String) {
        #expect(throws: RequestSigningError.self) { try parse(["oauth_signature": text]) }
    }

    @Test("A further parameter is kept; one that decodes to a separator shuts off the decoded form")
    func furtherParameters() throws {
        #expect(try parse(["oauth_token": "abc%3D"]).decodedValues != nil)
        for value in ["a%26b", "a%25", "a%22", "a%20", "%C3%BC", "%00"] {
            #expect(try parse(["oauth_token": value]).decodedValues == nil, "\(value)")
        }
        #expect(throws: RequestSigningError.self) { try parse(["oauth_token": "%zz"]) }
    }

    @Test("Printing the parameters shows no value")
    func printsNothing() throws {
        let parameters = try parse()
        var dumped = ""
        dump(parameters, to: &dumped)
        for text in ["\(parameters)", String(reflecting: parameters), dumped] {
            #expect(!text.contains("client") && !text.contains("AAEC") && !text.contains("nonce"))
        }
    }
}
