// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Cryptography
import Testing
import WireJSON

@testable import JOSE

@Suite struct JWEEncryptTests {
    let vectors: Vectors
    let example: ExampleKeys
    let keys: DecryptionKeySet
    let keyID: String

    init() throws {
        vectors = try Vectors.worked.get()
        example = try ExampleKeys.loaded.get()
        keys = try example.decryptionKeys()
        keyID = KeyFingerprints(example.encryption.publicKey).keySHA256
    }

    @Test("Under the content key and vector of a worked example, all but the encrypted key comes out as there")
    func worked() throws {
        let name = "click_to_pay_A128GCM"
        let contentKey = try #require(Hex.decode(try vectors.text("jwe", name, "cek_hex")))
        let iv = try #require(Hex.decode(try vectors.text("jwe", name, "iv_hex")))
        let plaintext = try Array(vectors.text("jwe", name, "plaintext").utf8)
        let header = JWEHeader.text(
            keyID: try vectors.text("jwe", name, "header", "kid"), encryption: .a128GCM, contentType: nil)
        let token = try plaintext.withUnsafeBytes {
            try JWE.encrypt($0, to: example.encryption.publicKey, header: header, .a128GCM, contentKey, iv: iv)
        }
        let made = parts(String(decoding: token, as: UTF8.self))
        let expected = parts(try vectors.text("jwe", name, "token"))
        #expect(made.count == 5)
        for index in [0, 2, 3, 4] { #expect(made[index] == expected[index]) }
        let wrapped = try #require(Base64URL.decode(made[1]))
        #expect(example.encryption.decryptOAEP(wrapped, hash: .sha256) == contentKey)
    }

    @Test("Random texts of many lengths come back, with every enc", arguments: ContentEncryption.allCases)
    func roundTrip(_ encryption: ContentEncryption) throws {
        let entropy = SeededEntropy(seed: 7)
        for count in Array(1...34) + [255, 256, 257, 1000, 4096, 70_001] {
            let plaintext = entropy.bytes(count)
            let token = try JWE.encrypt(
                plaintext, to: example.encryption.publicKey, keyID: keyID, encryption: encryption)
            #expect(try JWE.decrypt(token, keys: keys) == plaintext, "\(count) bytes")
        }
    }

    @Test("A token is what every client library reads: strict base64url, kid, alg, enc, cty, vector of 12 bytes")
    func shape() throws {
        let token = try JWE.encryptToString(
            Array(#"{"a":"é"}"#.utf8), to: example.encryption.publicKey, keyID: keyID, encryption: .a256GCM,
            contentType: "application/json")
        let list = try parts(token).map { try #require(Base64URL.decode($0, .strict)) }
        #expect(list.map(\.count) == [list[0].count, 256, 12, 10, 16])
        let expected = #"{"kid":"\#(keyID)","alg":"RSA-OAEP-256","enc":"A256GCM","cty":"application/json"}"#
        #expect(String(decoding: list[0], as: UTF8.self) == expected)
    }

    @Test("Two tokens of one text share no content key, vector or ciphertext")
    func fresh() throws {
        let first = parts(try JWE.encryptToString([1], to: example.encryption.publicKey, keyID: keyID))
        let second = parts(try JWE.encryptToString([1], to: example.encryption.publicKey, keyID: keyID))
        #expect(first[0] == second[0])
        for index in 1..<5 where index != 3 { #expect(first[index] != second[index]) }
        let keys = try [first, second].map {
            example.encryption.decryptOAEP(try #require(Base64URL.decode($0[1])), hash: .sha256)
        }
        #expect(keys[0] != keys[1])
    }

    @Test("Signs that need escaping in a kid are escaped, and nothing is made of no text")
    func edges() throws {
        let odd = #"a"b\c"#
        let set = try DecryptionKeySet([DecryptionKey(example.encryption, keyID: odd)])
        let token = try JWE.encrypt([5], to: example.encryption.publicKey, keyID: odd)
        #expect(try JWE.decrypt(token, keys: set) == [5])
        #expect(throws: JWEError(.emptyPart)) {
            try JWE.encrypt([], to: example.encryption.publicKey, keyID: odd)
        }
    }
}
