// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import JOSE
import Testing
import WireJSON

@Suite struct JSONWebKeyTests {
    let keys: ExampleKeys

    init() throws {
        keys = try ExampleKeys.loaded.get()
    }

    @Test("A key set writes its members in the network's order and reads back as it was")
    func roundTrip() throws {
        let set = JSONWebKeySet([
            .forEncryption(keys.encryption.publicKey, keyID: "20260101000000-test-fpan-encryption-src-x"),
            .forVerification(keys.jws.publicKey, keyID: "20260101000000-test-src-payload-verification-x"),
            JSONWebKey(keys.signing.publicKey),
        ])
        #expect(try JSONWebKeySet(set.json) == set)
        let list = try JSONDocument.parse(set.json)
        let first = try #require(list.root["keys"]?.elements.first { _ in true })
        #expect(first.names == ["kty", "e", "use", "kid", "key_ops", "alg", "n"])
        #expect(first["e"]?.string == "AQAB")
        #expect(first["alg"]?.string == "RSA-OAEP-256")
        #expect(try JSONWebKey(keys.signing.publicKey).json == JSONWebKey(JSONWebKey(keys.signing.publicKey).json).json)
    }

    @Test("Keys that are not RSA, are too small or have wrong members are passed over in a set")
    func skipped() throws {
        let good = String(decoding: JSONWebKey(keys.jws.publicKey, keyID: "good").json, as: UTF8.self)
        let text = """
            {"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"},{"kty":"RSA","e":"AQAB","n":"AQAB"},7,
            {"kty":"RSA","e":"AQAB"},\(good),{"kty":"RSA","e":"AQ=B","n":"AQAB"}],"more":true}
            """
        let set = try JSONWebKeySet(Array(text.utf8))
        #expect(set.keys.map(\.keyID) == ["good"])
        #expect(set.key(id: "good")?.publicKey == keys.jws.publicKey)
        #expect(set.key(id: "Good") == nil)
    }

    @Test("What is no key set is refused")
    func noSet() {
        for text in ["", "[]", "{}", #"{"keys":{}}"#, #"{"keys":[],"keys":[]}"#, #"{"keys":[]} x"#] {
            #expect(throws: KeySetError.self) { try JSONWebKeySet(Array(text.utf8)) }
        }
        let many = #"{"keys":["# + String(repeating: "1,", count: 256) + "1]}"
        #expect(throws: KeySetError(.tooManyKeys, place: "keys", "")) { try JSONWebKeySet(Array(many.utf8)) }
    }

    @Test("A key with a wrong or missing member is refused at that member")
    func refused() throws {
        let n = Base64URL.encode(keys.jws.publicKey.modulus)
        let cases: [(String, KeySetError.Code, String)] = [
            (#"{"e":"AQAB","n":"\#(n)"}"#, .missingMember, "kty"), (#"{"kty":"EC"}"#, .unsupportedKeyType, "kty"),
            (#"{"kty":1}"#, .badMember, "kty"), (#"{"kty":"RSA","n":"\#(n)"}"#, .missingMember, "e"),
            (#"{"kty":"RSA","e":"AQAB"}"#, .missingMember, "n"),
            (#"{"kty":"RSA","e":"AQAB","n":"\#(n)="}"#, .badMember, "n"),
            (#"{"kty":"RSA","e":"AQAB","n":"\#(n)","kid":5}"#, .badMember, "kid"),
            (#"{"kty":"RSA","e":"AQAB","n":"\#(n)","key_ops":["a",1]}"#, .badMember, "key_ops"),
            (#"{"kty":"RSA","e":"Ag","n":"\#(n)"}"#, .unacceptableKey, "n"), ("[]", .notJSON, ""),
        ]
        for (text, code, place) in cases {
            #expect(throws: KeySetError(code, place: place, "")) { try JSONWebKey(Array(text.utf8)) }
        }
    }

    @Test("The newest key for a purpose is the one with the greatest id")
    func newest() {
        let set = JSONWebKeySet([
            JSONWebKey(keys.jws.publicKey, keyID: "20230207223521-sandbox-fpan-encryption-src-mastercard-int"),
            JSONWebKey(keys.encryption.publicKey, keyID: "20250207223521-sandbox-src-fpan-encryption"),
            JSONWebKey(keys.signing.publicKey, keyID: "20260207223521-sandbox-src-payload-verification"),
            JSONWebKey(keys.signing.publicKey),
        ])
        #expect(set.newestKey(for: .cardEncryption)?.publicKey == keys.encryption.publicKey)
        #expect(set.newestKey(for: .payloadVerification)?.publicKey == keys.signing.publicKey)
        #expect(set.newestKey(for: .init(markers: ["nothing"])) == nil)
    }

    @Test("Private keys load from the JWK of RFC 7515, RFC 7516 and RFC 7520")
    func privateKeys() throws {
        let vectors = try Vectors.published.get()
        for path in [("rfc7516", "A1 RSA-OAEP A256GCM"), ("rfc7520", "5.2 RSA-OAEP A256GCM")] {
            let members = try vectors.value(path.0, path.1, "key").texts
            let key = try JSONWebKey.privateKey(jwk(members)).key
            #expect(try key.publicKey.verify(key.sign([7]), of: [7]))
        }
        let members = try vectors.value("rfc7515_A2", "key").texts
        #expect(try JSONWebKey.privateKey(jwk(members)).keyID == nil)
        for name in ["d", "p", "q", "dp", "dq", "qi"] {
            var fewer = members
            fewer[name] = nil
            #expect(throws: KeySetError(.missingMember, place: name, "")) {
                try JSONWebKey.privateKey(jwk(fewer))
            }
        }
        var wrong = members
        wrong["n"] = Base64URL.encode(keys.jws.publicKey.modulus)
        #expect(throws: KeySetError(.unacceptableKey, place: "d", "")) { try JSONWebKey.privateKey(jwk(wrong)) }
    }

    @Test("A key file of any form is told apart")
    func files() throws {
        let vectors = try Vectors.worked.get()
        let pem = try Array(vectors.text("keys", "enc.key.pem").utf8)
        let certificate = try Array(vectors.text("keys", "enc.crt.pem").utf8)
        #expect(try KeyText.privateKey(pem).key.publicKey == keys.encryption.publicKey)
        #expect(try KeyText.publicKey(certificate).key == keys.encryption.publicKey)
        let container = try #require(try Base64.decode(vectors.text("keys", "sign.p12.base64")))
        let opened = try KeyText.privateKey(container, passphrase: vectors.text("keys", "sign.p12.password"))
        #expect(opened.key.publicKey == keys.signing.publicKey && opened.keyID == nil)
        let text = Array("\n ".utf8) + JSONWebKey(keys.jws.publicKey, keyID: "k").json
        let read = try KeyText.publicKey(text)
        #expect(read.key == keys.jws.publicKey && read.keyID == "k")
        #expect(throws: KeySetError(.missingMember, place: "d", "")) { try KeyText.privateKey(text) }
        let published = try Vectors.published.get()
        let members = try published.value("rfc7520_4_1", "key").texts
        #expect(try KeyText.privateKey(jwk(members)).keyID == "bilbo.baggins@hobbiton.example")
        for bytes in [[], Array("{".utf8), Array("[]".utf8), Array("nothing".utf8)] {
            #expect(throws: (any Error).self) { try KeyText.privateKey(bytes) }
            #expect(throws: (any Error).self) { try KeyText.publicKey(bytes) }
        }
    }

    @Test("A verification set takes the keys that may verify and refuses one kid for two keys")
    func verificationSet() throws {
        let public1 = keys.jws.publicKey
        let set = try VerificationKeySet(
            JSONWebKeySet([
                .forVerification(public1, keyID: "a"), .forEncryption(public1, keyID: "b"),
                JSONWebKey(public1, keyID: "c", algorithm: "PS256"), JSONWebKey(public1, keyID: "d"),
                JSONWebKey(public1), JSONWebKey(public1, keyID: "e", operations: ["encrypt"]),
            ]))
        #expect(["a", "b", "c", "d", "e"].map { set.key(id: $0) != nil } == [true, false, false, true, false])
        #expect(throws: KeySetError(.duplicateKeyID, place: "keys[1].kid", "")) {
            try VerificationKeySet(
                JSONWebKeySet([JSONWebKey(public1, keyID: "a"), JSONWebKey(keys.signing.publicKey, keyID: "a")]))
        }
    }
}

/// The JSON of a JWK with these members.
func jwk(_ members: [String: String]) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        writer.key(name)
        writer.string(value)
    }
    writer.endObject()
    return writer.bytes
}
