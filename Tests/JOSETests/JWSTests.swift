// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import Cryptography
import JOSE
import Testing

@Suite struct JWSTests {
    let vectors: Vectors
    let published: Vectors
    let key: RSAPrivateKey
    let keys: VerificationKeySet
    let keyID: String
    let good: String

    init() throws {
        vectors = try Vectors.worked.get()
        published = try Vectors.published.get()
        key = try ExampleKeys.loaded.get().jws
        keyID = try vectors.text("jws", "header", "kid")
        keys = VerificationKeySet([keyID: key.publicKey])
        good = try vectors.text("jws", "token")
    }

    func cause(_ token: String, _ limits: JWS.Limits = JWS.Limits()) -> JWSError.Cause? {
        do throws(JWSError) {
            _ = try JWS.verify(token, keys: keys, limits: limits)
            return nil
        } catch {
            return error.cause
        }
    }

    /// A rightly signed token with exactly this header.
    func token(_ header: String, payload: String = "x") throws -> String {
        let signed = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(payload.utf8))
        return signed + "." + Base64URL.encode(try key.sign(Array(signed.utf8)))
    }

    @Test("Signing the worked example gives its token exactly, and the token verifies")
    func worked() throws {
        let payload = try Array(vectors.text("jws", "payload").utf8)
        #expect(try JWS.sign(payload, with: key, keyID: keyID) == good)
        let message = try JWS.verify(good, keys: keys)
        #expect(message.payload == payload)
        #expect(message.header == JWSHeader(keyID: keyID))
    }

    @Test("The token of RFC 7515, A.2, is signed and verified as published")
    func rfc7515() throws {
        let token = try published.text("rfc7515_A2", "token")
        let payload = try Array(published.text("rfc7515_A2", "payload").utf8)
        let signer = try JSONWebKey.privateKey(jwk(published.value("rfc7515_A2", "key").texts)).key
        #expect(try JWS.verify(token, key: signer.publicKey).payload == payload)
        #expect(try JWS.sign(payload, with: signer, header: JWSHeader(keyID: nil)) == token)
        #expect(throws: JWSError(.missingKeyID)) { try JWS.verify(token, keys: keys) }
        #expect(throws: JWSError(.notAuthentic)) { try JWS.verify(token, key: key.publicKey) }
    }

    @Test("The token of RFC 7520, 4.1, is signed and verified as published")
    func rfc7520() throws {
        let token = try published.text("rfc7520_4_1", "token")
        let (signer, keyID) = try JSONWebKey.privateKey(jwk(published.value("rfc7520_4_1", "key").texts))
        let set = VerificationKeySet([try #require(keyID): signer.publicKey])
        let message = try JWS.verify(token, keys: set)
        #expect(try JWS.sign(message.payload, with: signer, header: message.header) == token)
    }

    @Test("The token of Token Connect verifies")
    func tokenConnect() throws {
        let modulus = try #require(Base64URL.decode(TokenConnectVector.modulus))
        let set = VerificationKeySet([
            TokenConnectVector.keyID: try RSAPublicKey(modulus: modulus, exponent: [1, 0, 1])
        ])
        let message = try JWS.verify(TokenConnectVector.token, keys: set)
        #expect(message.payload == Array(TokenConnectVector.payload.utf8))
    }

    @Test("The header of a checkout response has its members in their order")
    func checkoutHeader() throws {
        let header = JWSHeader(keyID: "k", issuer: "https://src.example", tokenID: "j", issuedAt: 1_795_000_000)
        let token = try JWS.sign([1], with: key, header: header)
        let text = try #require(Base64URL.decode(parts(token)[0]))
        let expected = #"{"alg":"RS256","kid":"k","iss":"https://src.example","jti":"j","iat":1795000000}"#
        #expect(String(decoding: text, as: UTF8.self) == expected)
        #expect(try JWS.verify(token, key: key.publicKey).header == header)
    }

    @Test("Other algorithms are refused: none, HMAC with the public key, PSS, elliptic curves")
    func otherAlgorithms() throws {
        for (_, token) in try published.value("rfc7515_refused").texts {
            let found = cause(token)
            #expect(found == .unsupportedAlgorithm || found == .emptyPart)
        }
        for (_, token) in try published.value("rfc7520_jws_refused").texts {
            #expect(cause(token) == .unsupportedAlgorithm)
        }
        for name in ["none", "HS256", "PS256", "RS384", "RS512", "rs256", "ES256", ""] {
            #expect(cause(try token(#"{"alg":"\#(name)","kid":"\#(keyID)"}"#)) == .unsupportedAlgorithm)
        }
        let header = Base64URL.encode(Array(#"{"alg":"HS256","kid":"\#(keyID)"}"#.utf8))
        let payload = Base64URL.encode([1])
        let code = HMACKey(key.publicKey.subjectPublicKeyInfo).code(for: Array("\(header).\(payload)".utf8))
        #expect(cause("\(header).\(payload).\(Base64URL.encode(code))") == .unsupportedAlgorithm)
        let pss = Base64URL.encode(Array(#"{"alg":"RS256","kid":"\#(keyID)"}"#.utf8)) + "." + payload
        #expect(cause(pss + "." + Base64URL.encode(try key.signPSS(Array(pss.utf8)))) == .notAuthentic)
    }

    @Test("Headers that are no header, or name no trusted key, are refused")
    func headers() throws {
        let cases: [(String, JWSError.Cause)] = [
            (#"{"alg":"RS256"}"#, .missingKeyID), (#"{"alg":"RS256","kid":"other"}"#, .unknownKey),
            (#"{"alg":"RS256","kid":["\#(keyID)"]}"#, .headerMember), (#"{"kid":"\#(keyID)"}"#, .unsupportedAlgorithm),
            (#"{"alg":"RS256","kid":"\#(keyID)","crit":["b64"],"b64":false}"#, .criticalExtension),
            (#"{"alg":"none","alg":"RS256","kid":"\#(keyID)"}"#, .headerNotJSON),
            (#"{"alg":"RS256","kid":"\#(keyID)","a":{"b":[]}}"#, .headerNotJSON), ("[]", .headerNotJSON),
            (#"{"alg":"RS256","kid":"\#(keyID)"} {}"#, .headerNotJSON),
        ]
        for (header, expected) in cases { #expect(cause(try token(header)) == expected, "\(header)") }
        #expect(cause(try token(#"{"alg":"RS256","kid":"\#(keyID)","typ":"JWT","x":1}"#)) == nil)
    }

    @Test("Three parts, none empty, in strict base64url, within the limits")
    func shape() throws {
        let list = parts(good)
        #expect(cause("") == .notCompact)
        #expect(cause(list[0] + "." + list[1]) == .notCompact)
        #expect(cause(good + ".") == .notCompact)
        #expect(cause(good + "." + list[2]) == .notCompact)
        #expect(cause(list[0] + ".." + list[2]) == .emptyPart)
        #expect(cause(list[0] + "." + list[1] + ".") == .emptyPart)
        #expect(cause("." + list[1] + "." + list[2]) == .emptyPart)
        #expect(throws: JWSError(.emptyPart)) { try JWS.sign([], with: key, keyID: keyID) }
        let standard = list[2].replacing("-", with: "+").replacing("_", with: "/")
        #expect(cause([list[0], list[1], standard].joined(separator: ".")) == .notBase64URL)
        #expect(cause(good + "=") == .notBase64URL)
        #expect(cause(good + "==") == .notBase64URL)
        #expect(cause(good + "\n") == .notBase64URL)
        #expect(cause(good, JWS.Limits(tokenCountMax: good.utf8.count, headerCountMax: list[0].utf8.count)) == nil)
        #expect(cause(good, JWS.Limits(tokenCountMax: good.utf8.count - 1)) == .tooLong)
        #expect(cause(good, JWS.Limits(headerCountMax: list[0].utf8.count - 1)) == .headerTooLong)
    }

    @Test("No flipped bit is accepted")
    func flips() {
        for (number, flipped) in bitFlips(good).enumerated() where number % 5 == 0 {
            #expect(cause(flipped) != nil, "flip \(number)")
        }
        #expect(cause(good) == nil)
    }

    @Test("Whatever happens to a token, it is refused without a crash")
    func fuzz() {
        var generator = EntropyGenerator(SeededEntropy(seed: 5))
        let bytes = Array(good.utf8)
        for _ in 0..<3000 {
            let fuzzed = mutated(bytes, &generator)
            guard fuzzed != bytes else { continue }
            #expect(cause(String(decoding: fuzzed, as: UTF8.self)) != nil)
        }
    }
}
