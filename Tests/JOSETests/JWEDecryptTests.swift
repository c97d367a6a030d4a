// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Testing

@testable import JOSE

@Suite struct JWEDecryptTests {
    let vectors: Vectors
    let example: ExampleKeys
    let keys: DecryptionKeySet

    init() throws {
        vectors = try Vectors.worked.get()
        example = try ExampleKeys.loaded.get()
        keys = try example.decryptionKeys()
    }

    /// A token with exactly this header.
    func token(_ header: String, _ encryption: ContentEncryption = .a128GCM, iv: Int? = nil) throws -> String {
        let contentKey = (0..<encryption.keyCount).map { UInt8($0) }
        let plaintext: [UInt8] = Array(#"{"a":1}"#.utf8)
        let bytes = try plaintext.withUnsafeBytes {
            try JWE.encrypt(
                $0, to: example.encryption.publicKey, header: Array(header.utf8), encryption, contentKey,
                iv: [UInt8](repeating: 9, count: iv ?? encryption.ivCount))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    func cause(_ token: String, _ limits: JWE.Limits = JWE.Limits()) -> JWEError.Cause? {
        do throws(JWEError) {
            _ = try JWE.decrypt(token, keys: keys, limits: limits)
            return nil
        } catch {
            return error.cause
        }
    }

    @Test("The worked examples decrypt", arguments: ["click_to_pay_A128GCM", "client_library_A256GCM_iv16"])
    func worked(_ name: String) throws {
        let token = try vectors.text("jwe", name, "token")
        let plaintext = try Array(vectors.text("jwe", name, "plaintext").utf8)
        #expect(try JWE.decrypt(token, keys: keys) == plaintext)
        #expect(try JWE.decrypt(Array(token.utf8), keys: keys) == plaintext)
        let header = try Array(token.utf8).withUnsafeBytes { bytes in try JWE.header(of: bytes) }
        #expect(try header.keyID == vectors.text("jwe", name, "header", "kid"))
        #expect(try header.encryption.rawValue == vectors.text("jwe", name, "header", "enc"))
        #expect(header.contentType == (name.hasPrefix("client") ? "application/json" : nil))
    }

    @Test("Tokens made by another library decrypt", arguments: ContentEncryption.allCases)
    func otherLibrary(_ encryption: ContentEncryption) throws {
        let token = try Vectors.published.get().text("jwcrypto", encryption.rawValue)
        let expected = #"{"made by":"jwcrypto","enc":"\#(encryption.rawValue)"}"#
        #expect(try JWE.decrypt(token, keys: keys) == Array(expected.utf8))
    }

    @Test("Standard base64 characters and padding are tolerated in the parts that are not authenticated as text")
    func tolerant() throws {
        let token = try vectors.text("jwe", "client_library_A256GCM_iv16", "token")
        let plaintext = try Array(vectors.text("jwe", "client_library_A256GCM_iv16", "plaintext").utf8)
        var changed = parts(token)
        for index in 1..<5 {
            changed[index] = changed[index].map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }.map(String.init).joined()
            changed[index] += String(repeating: "=", count: (4 - changed[index].utf8.count % 4) % 4)
        }
        #expect(changed.joined().contains("/") && changed.joined().contains("+") && changed.joined().contains("="))
        #expect(try JWE.decrypt(changed.joined(separator: "."), keys: keys) == plaintext)
    }

    @Test("Members of any order, known and unknown, are accepted")
    func headers() throws {
        for header in [
            #"{"enc":"A128GCM","alg":"RSA-OAEP-256"}"#,
            #"{"typ":"JOSE","cty":"application/json","iat":1795000000,"x5t#S256":"x","#
                + #""alg":"RSA-OAEP-256","enc":"A128GCM"}"#,
            #" {"alg" : "RSA-OAEP-256" , "enc":"A128GCM", "nested":{"a":[]} } "#.replacing("[]", with: "1"),
            #"{"alg":"RSA-OAEP-256","enc":"A128GCM"}"#,
        ] {
            #expect(cause(try token(header)) == nil, "\(header)")
        }
    }

    @Test("Initialisation vectors of 12 and 16 bytes are accepted for GCM, only 16 for CBC")
    func vectorLengths() throws {
        let header = #"{"alg":"RSA-OAEP-256","enc":"A128GCM"}"#
        for count in [12, 16] { #expect(cause(try token(header, iv: count)) == nil) }
        let good = parts(try token(header))
        let cbc = parts(try token(#"{"alg":"RSA-OAEP-256","enc":"A128CBC-HS256"}"#, .a128CBCHS256))
        for count in [1, 8, 11, 13, 15, 17, 32] {
            let iv = Base64URL.encode([UInt8](repeating: 9, count: count))
            #expect(cause([good[0], good[1], iv, good[3], good[4]].joined(separator: ".")) == .ivLength)
            #expect(cause([cbc[0], cbc[1], iv, cbc[3], cbc[4]].joined(separator: ".")) == .ivLength)
        }
        let short = Base64URL.encode([UInt8](repeating: 9, count: 12))
        #expect(cause([cbc[0], cbc[1], short, cbc[3], cbc[4]].joined(separator: ".")) == .ivLength)
    }

    @Test("Headers that ask for what is not supported, or are no header, are refused")
    func refusedHeaders() throws {
        let cases: [(String, JWEError.Cause)] = [
            (#"{"alg":"RSA1_5","enc":"A128GCM"}"#, .unsupportedAlgorithm),
            (#"{"alg":"RSA-OAEP","enc":"A128GCM"}"#, .unsupportedAlgorithm),
            (#"{"alg":"RSA-OAEP-512","enc":"A128GCM"}"#, .unsupportedAlgorithm),
            (#"{"alg":"dir","enc":"A128GCM"}"#, .unsupportedAlgorithm),
            (#"{"alg":"rsa-oaep-256","enc":"A128GCM"}"#, .unsupportedAlgorithm),
            (#"{"alg":["RSA-OAEP-256"],"enc":"A128GCM"}"#, .unsupportedAlgorithm),
            (#"{"enc":"A128GCM"}"#, .unsupportedAlgorithm),
            (#"{"alg":"RSA-OAEP-256"}"#, .unsupportedEncryption),
            (#"{"alg":"RSA-OAEP-256","enc":"a128gcm"}"#, .unsupportedEncryption),
            (#"{"alg":"RSA-OAEP-256","enc":"A128CBC"}"#, .unsupportedEncryption),
            (#"{"alg":"RSA-OAEP-256","enc":5}"#, .unsupportedEncryption),
            (#"{"alg":"RSA-OAEP-256","enc":"A128GCM","zip":"DEF"}"#, .compressed),
            (#"{"alg":"RSA-OAEP-256","enc":"A128GCM","zip":null}"#, .compressed),
            (#"{"alg":"RSA-OAEP-256","enc":"A128GCM","crit":[]}"#, .criticalExtension),
            (#"{"alg":"RSA-OAEP-256","enc":"A128GCM","crit":["exp"],"exp":1}"#, .criticalExtension),
            (#"{"alg":"RSA-OAEP-256","enc":"A128GCM","kid":7}"#, .headerMember),
            (#"{"alg":"RSA-OAEP-256","enc":"A128GCM","kid":null}"#, .headerMember),
            (#"{"alg":"RSA-OAEP-256","enc":"A128GCM","kid":"other"}"#, .unknownKey),
            (#"{"alg":"RSA-OAEP-256","enc":"A128GCM","kid":""}"#, .unknownKey),
            (#"{"alg":"RSA-OAEP-256","enc":"A128GCM","alg":"RSA-OAEP-256"}"#, .headerNotJSON),
            (#"{"alg":"RSA-OAEP-256","enc":"A128GCM","\u0065nc":"A128GCM"}"#, .headerNotJSON),
            (#"{"alg":"RSA-OAEP-256","enc":"A128GCM","a":{"b":{}}}"#, .headerNotJSON),
            (#"{"alg":"RSA-OAEP-256","enc":"A128GCM"}x"#, .headerNotJSON),
            (#"["RSA-OAEP-256","A128GCM"]"#, .headerNotJSON), ("\"\"", .headerNotJSON), ("{", .headerNotJSON),
        ]
        for (header, expected) in cases { #expect(cause(try token(header)) == expected, "\(header)") }
    }

    @Test("More or fewer than five parts, empty parts, the JSON form and foreign characters are refused")
    func shape() throws {
        let good = try vectors.text("jwe", "click_to_pay_A128GCM", "token")
        let list = parts(good)
        #expect(cause("") == .notCompact)
        #expect(cause(list[0]) == .notCompact)
        #expect(cause(list[..<4].joined(separator: ".")) == .notCompact)
        #expect(cause(good + ".") == .notCompact)
        #expect(cause(good + "." + list[4]) == .notCompact)
        #expect(cause(#"{"protected":"x","ciphertext":"y"}"#) == .notCompact)
        #expect(cause("....") == .emptyPart)
        for index in 0..<5 {
            var other = list
            other[index] = ""
            #expect(cause(other.joined(separator: ".")) == .emptyPart)
            for character in [" ", "\n", "*", "é", "=", "\0"] {
                other[index] = list[index] + character
                let found = cause(other.joined(separator: "."))
                #expect(found != nil && found != .notAuthentic, "part \(index)")
            }
        }
    }

    @Test("Lengths of encrypted key, tag and CBC content are checked before the key is used")
    func lengths() throws {
        let good = parts(try vectors.text("jwe", "click_to_pay_A128GCM", "token"))
        func with(_ index: Int, _ bytes: [UInt8]) -> String {
            var other = good
            other[index] = Base64URL.encode(bytes)
            return other.joined(separator: ".")
        }
        for count in [1, 255, 257, 512] {
            #expect(cause(with(1, [UInt8](repeating: 1, count: count))) == .encryptedKeyLength)
        }
        for count in [1, 4, 12, 15, 17, 32] {
            #expect(cause(with(4, [UInt8](repeating: 1, count: count))) == .tagLength)
        }
        let cbc = parts(try token(#"{"alg":"RSA-OAEP-256","enc":"A128CBC-HS256"}"#, .a128CBCHS256))
        for count in [1, 15, 17] {
            var other = cbc
            other[3] = Base64URL.encode([UInt8](repeating: 1, count: count))
            #expect(cause(other.joined(separator: ".")) == .ciphertextLength)
        }
    }

    @Test("Token and header are bounded at their limits and not one character earlier")
    func limits() throws {
        let good = try vectors.text("jwe", "click_to_pay_A128GCM", "token")
        let count = good.utf8.count
        let headerCount = parts(good)[0].utf8.count
        #expect(cause(good, JWE.Limits(tokenCountMax: count, headerCountMax: headerCount)) == nil)
        #expect(cause(good, JWE.Limits(tokenCountMax: count - 1)) == .tooLong)
        #expect(cause(good, JWE.Limits(headerCountMax: headerCount - 1)) == .headerTooLong)
        let start = #"{"alg":"RSA-OAEP-256","enc":"A128GCM","pad":""#
        let room = 3072 - start.utf8.count - 2
        #expect(cause(try token(start + String(repeating: "x", count: room) + "\"}")) == nil)
        #expect(cause(try token(start + String(repeating: "x", count: room + 1) + "\"}")) == .headerTooLong)
    }

    @Test("A content key of another length, a damaged key block, and a token for another key all look alike")
    func oneCause() throws {
        let header = Array(#"{"alg":"RSA-OAEP-256","enc":"A256GCM"}"#.utf8)
        for count in [0, 16, 24, 31, 33, 64] {
            // A token whose key block decrypts to a key of the wrong length.
            let wrapped = try example.encryption.publicKey.encryptOAEP(
                [UInt8](repeating: 1, count: count), hash: .sha256)
            var list = parts(try token(String(decoding: header, as: UTF8.self), .a256GCM))
            list[1] = Base64URL.encode(wrapped)
            #expect(cause(list.joined(separator: ".")) == .notAuthentic)
        }
        let foreign = try JWE.encryptToString(
            [1], to: example.jws.publicKey, keyID: KeyFingerprints(example.encryption.publicKey).keySHA256)
        #expect(cause(foreign) == .notAuthentic)
        let sha512 = try example.encryption.publicKey.encryptOAEP([UInt8](repeating: 1, count: 16), hash: .sha512)
        var list = parts(try vectors.text("jwe", "click_to_pay_A128GCM", "token"))
        list[1] = Base64URL.encode(sha512)
        #expect(cause(list.joined(separator: ".")) == .notAuthentic)
        #expect(JWEError(.notAuthentic).description == JWEError(.unknownKey).description)
    }

    @Test("Without a kid the one active key is used, and a token is refused when it is not clear which")
    func ambiguous() throws {
        let token = try token(#"{"alg":"RSA-OAEP-256","enc":"A128GCM"}"#)
        let two = try DecryptionKeySet([DecryptionKey(example.encryption), DecryptionKey(example.jws)])
        #expect(throws: JWEError(.ambiguousKey)) { try JWE.decrypt(token, keys: two) }
        let retired = try DecryptionKeySet([
            DecryptionKey(example.encryption), DecryptionKey(example.jws, isActive: false),
        ])
        #expect(try JWE.decrypt(token, keys: retired) == Array(#"{"a":1}"#.utf8))
    }

    @Test("The tokens of RFC 7516 and RFC 7520 with other algorithms are refused, even with the right key")
    func otherAlgorithms() throws {
        let published = try Vectors.published.get()
        for (group, name) in [
            ("rfc7516", "A1 RSA-OAEP A256GCM"), ("rfc7516", "A2 RSA1_5 A128CBC-HS256"),
            ("rfc7520", "5.1 RSA1_5 A128CBC-HS256"), ("rfc7520", "5.2 RSA-OAEP A256GCM"),
        ] {
            let members = try published.value(group, name, "key").texts
            let (key, keyID) = try JSONWebKey.privateKey(jwk(members))
            let set = try DecryptionKeySet([DecryptionKey(key, keyID: keyID)])
            let token = try published.text(group, name, "token")
            #expect(throws: JWEError(.unsupportedAlgorithm)) { try JWE.decrypt(token, keys: set) }
        }
        for (_, token) in try published.value("rfc7520_refused").texts {
            let found = cause(token)
            #expect(found == .unsupportedAlgorithm || found == .emptyPart)
        }
    }
}
