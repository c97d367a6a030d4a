// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Testing

@testable import JOSE

@Suite struct ContentEncryptionTests {
    struct Content {
        let key: [UInt8]
        let iv: [UInt8]
        let aad: [UInt8]
        let ciphertext: [UInt8]
        let tag: [UInt8]

        func open(_ encryption: ContentEncryption) -> [UInt8]? {
            var content = ciphertext
            let count = content.withUnsafeMutableBytes { content in
                key.withUnsafeBytes { key in
                    iv.withUnsafeBytes { iv in
                        tag.withUnsafeBytes { tag in
                            aad.withUnsafeBytes {
                                encryption.open(content, tag: tag, key: key, iv: iv, authenticating: $0)
                            }
                        }
                    }
                }
            }
            return count.map { Array(content[..<$0]) }
        }

        func seal(_ encryption: ContentEncryption, _ plaintext: [UInt8]) -> [UInt8] {
            var result = [UInt8](repeating: 0, count: ciphertext.count + tag.count)
            result.withUnsafeMutableBytes { result in
                key.withUnsafeBytes { key in
                    iv.withUnsafeBytes { iv in
                        aad.withUnsafeBytes { aad in
                            plaintext.withUnsafeBytes {
                                encryption.seal($0, key: key, iv: iv, authenticating: aad, into: result)
                            }
                        }
                    }
                }
            }
            return result
        }
    }

    @Test(
        "The CBC-HMAC test cases of RFC 7518, appendix B",
        arguments: ["A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512"])
    func appendixB(_ name: String) throws {
        let vectors = try Vectors.published.get()
        let texts = try vectors.value("rfc7518_B", name).texts
        func bytes(_ name: String) throws -> [UInt8] { try #require(texts[name].flatMap { Hex.decode($0) }) }
        let encryption = try #require(ContentEncryption(rawValue: name))
        let content = Content(
            key: try bytes("key"), iv: try bytes("iv"), aad: Array(try #require(texts["aad"]).utf8),
            ciphertext: try bytes("ciphertext"), tag: try bytes("tag"))
        let plaintext = Array(try #require(texts["plaintext"]).utf8)
        #expect(content.key.count == encryption.keyCount && content.tag.count == encryption.tagCount)
        #expect(content.open(encryption) == plaintext)
        #expect(content.seal(encryption, plaintext) == content.ciphertext + content.tag)
    }

    static let tokens = [
        ("rfc7516", "A1 RSA-OAEP A256GCM"), ("rfc7516", "A2 RSA1_5 A128CBC-HS256"),
        ("rfc7516", "A3 A128KW A128CBC-HS256"), ("rfc7520", "5.1 RSA1_5 A128CBC-HS256"),
        ("rfc7520", "5.2 RSA-OAEP A256GCM"), ("rfc7520", "5.6 dir A128GCM"), ("rfc7520", "5.8 A128KW A128GCM"),
    ]

    @Test("The contents of the tokens of RFC 7516 and RFC 7520, under their published content keys", arguments: tokens)
    func published(_ group: String, _ name: String) throws {
        let texts = try Vectors.published.get().value(group, name).texts
        let token = parts(try #require(texts["token"]))
        let encryption = try #require(ContentEncryption(rawValue: String(name.split(separator: " ").last ?? "")))
        let content = Content(
            key: try #require(texts["contentKey"].flatMap { Hex.decode($0) }),
            iv: try #require(Base64URL.decode(token[2])),
            aad: Array(token[0].utf8), ciphertext: try #require(Base64URL.decode(token[3])),
            tag: try #require(Base64URL.decode(token[4])))
        let plaintext = Array(try #require(texts["plaintext"]).utf8)
        #expect(content.open(encryption) == plaintext)
        #expect(content.seal(encryption, plaintext) == content.ciphertext + content.tag)
    }

    @Test("With CBC a tag that fits does not help a wrong padding")
    func paddingUnderRightTag() throws {
        // Two blocks of ciphertext under a right MAC whose last block decrypts to no padding: the MAC half of the key
        // is known, so the test makes the tag itself.
        let texts = try Vectors.published.get().value("rfc7518_B", "A128CBC-HS256").texts
        let key = try #require(texts["key"].flatMap { Hex.decode($0) })
        let iv = try #require(texts["iv"].flatMap { Hex.decode($0) })
        let cipher = try #require(texts["ciphertext"].flatMap { Hex.decode($0) })
        let truncated = Content(key: key, iv: iv, aad: [1], ciphertext: Array(cipher[..<32]), tag: [])
        let right = Content(
            key: key, iv: iv, aad: [1], ciphertext: truncated.ciphertext,
            tag: macTag(key: key, iv: iv, aad: [1], ciphertext: truncated.ciphertext))
        #expect(right.open(.a128CBCHS256) == nil)
    }
}

private func macTag(key: [UInt8], iv: [UInt8], aad: [UInt8], ciphertext: [UInt8]) -> [UInt8] {
    let bits = withUnsafeBytes(of: (UInt64(aad.count) * 8).bigEndian) { Array($0) }
    return Array(HMACKey(Array(key[..<16])).code(for: aad + iv + ciphertext + bits)[..<16])
}
