// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Cryptography
import Foundation
import Testing
import WireJSON

@testable import JOSE

@Suite struct MDESPayloadTests {
    let vectors: Vectors
    let example: ExampleKeys
    let keys: DecryptionKeySet

    init() throws {
        vectors = try Vectors.worked.get()
        example = try ExampleKeys.loaded.get()
        keys = try example.decryptionKeys()
    }

    func worked(_ name: String) throws -> MDESPayload {
        try MDESPayload(vectors.value("mdes", name, "encryptedPayload"))
    }

    func cause(_ payload: MDESPayload, _ options: MDESPayload.Options = MDESPayload.Options()) -> MDESPayloadError
        .Cause?
    {
        do throws(MDESPayloadError) {
            _ = try payload.decryptDocument(keys: keys, options: options)
            return nil
        } catch {
            return error.cause
        }
    }

    @Test(
        "The worked examples decrypt, and encrypting with their key and vector gives their data",
        arguments: ["SHA512", "SHA256"])
    func examples(_ name: String) throws {
        let payload = try worked(name)
        let plaintext = try Array(vectors.text("mdes", name, "plaintext").utf8)
        #expect(try payload.decrypt(keys: keys) == plaintext)
        #expect(try payload.decryptDocument(keys: keys).root["source"]?.string == "ACCOUNT_ON_FILE")
        let contentKey = try #require(Hex.decode(try vectors.text("mdes", name, "aes_key_hex")))
        let iv = try #require(payload.iv.flatMap { Hex.decode($0) })
        var made = try MDESPayload.encrypt(
            plaintext, to: example.encryptionCertificate, fingerprint: nil, hash: name == "SHA256" ? .sha256 : .sha512,
            mode: .cbc, contentKey, iv: iv)
        #expect(made.encryptedKey != payload.encryptedKey)
        made.encryptedKey = payload.encryptedKey
        #expect(made == payload)
    }

    @Test("The vector of Token Connect: a text of whole blocks gets a whole block of padding")
    func tokenConnect() throws {
        let payload = try MDESPayload.encrypt(
            Array(TokenConnectVector.accounts.utf8), to: example.encryptionCertificate, fingerprint: nil, hash: .sha256,
            mode: .cbc, (0..<16).map { UInt8($0) }, iv: (16..<32).map { UInt8($0) })
        #expect(TokenConnectVector.accounts.utf8.count == 144)
        #expect(payload.encryptedData == TokenConnectVector.encryptedAccounts)
        #expect(try payload.decrypt(keys: keys) == Array(TokenConnectVector.accounts.utf8))
    }

    @Test("The object reads from JSON and writes as it was, absent members left out")
    func json() throws {
        for name in ["SHA512", "SHA256"] {
            let payload = try worked(name)
            var writer = JSONWriter()
            payload.write(to: &writer)
            let document = try JSONDocument.parse(writer.bytes)
            #expect(try MDESPayload(document.root) == payload)
            let names = ["encryptedData", "encryptedKey", "iv", "oaepHashingAlgorithm", "publicKeyFingerprint"]
            #expect(document.root.names == names)
        }
        for text in [
            "[]", "{}", #"{"encryptedData":"00","encryptedKey":"00"}"#,
            #"{"encryptedData":1,"encryptedKey":"00","publicKeyFingerprint":"00"}"#,
            #"{"encryptedData":"00","encryptedKey":"00","publicKeyFingerprint":"00","iv":{}}"#,
        ] {
            let document = try JSONDocument.parse(Array(text.utf8))
            #expect(throws: MDESPayloadError(.malformed)) { try MDESPayload(document.root) }
        }
    }

    @Test("Round trips with both hashes and both modes", arguments: [MDESPayload.Mode.cbc, .gcm])
    func roundTrip(_ mode: MDESPayload.Mode) throws {
        let entropy = SeededEntropy(seed: 3)
        for hash in [OAEPHash.sha256, .sha512] {
            for count in [1, 15, 16, 17, 31, 32, 1000] {
                let text = entropy.bytes(count)
                let payload = try MDESPayload.encrypt(text, to: example.encryption.publicKey, hash: hash, mode: mode)
                #expect(payload.publicKeyFingerprint == KeyFingerprints(example.encryption.publicKey).keySHA256)
                #expect(payload.algorithmCipherMode == (mode == .gcm ? "GCM" : nil))
                #expect(payload.iv?.utf8.count == (mode == .gcm ? 24 : 32))
                #expect(try payload.decrypt(keys: keys) == text)
            }
        }
    }

    @Test("Hash names with a dash and in any case, upper-case digits and every form of fingerprint are accepted")
    func spellings() throws {
        for (name, other) in [("SHA512", "sha-512"), ("SHA512", "Sha512"), ("SHA256", "SHA-256"), ("SHA256", "sha256")]
        {
            var payload = try worked(name)
            payload.oaepHashingAlgorithm = other
            payload.encryptedData = payload.encryptedData.uppercased()
            payload.encryptedKey = payload.encryptedKey.uppercased()
            payload.iv = payload.iv?.uppercased()
            #expect(cause(payload) == nil)
        }
        let prints = KeyFingerprints(example.encryptionCertificate)
        for name in [prints.keySHA256, prints.keySHA1, prints.certificateSHA1, prints.certificateSHA256?.uppercased()] {
            var payload = try worked("SHA512")
            payload.publicKeyFingerprint = try #require(name)
            #expect(cause(payload) == nil)
        }
    }

    @Test("A wrong form is refused before any key is used")
    func forms() throws {
        let good = try worked("SHA512")
        func changed(_ change: (inout MDESPayload) -> Void) -> MDESPayloadError.Cause? {
            var payload = good
            change(&payload)
            return cause(payload)
        }
        #expect(changed { $0.encryptedData = "" } == .wrongLength)
        #expect(changed { $0.encryptedData = String($0.encryptedData.dropLast(2)) } == .wrongLength)
        #expect(changed { $0.encryptedData = String($0.encryptedData.dropLast()) } == .malformed)
        #expect(changed { $0.encryptedData = "zz" + $0.encryptedData.dropFirst(2) } == .malformed)
        #expect(changed { $0.encryptedKey = String($0.encryptedKey.dropLast(2)) } == .wrongLength)
        #expect(changed { $0.encryptedKey += String(repeating: "00", count: 900) } == .malformed)
        #expect(changed { $0.iv = nil } == .missingIV)
        #expect(changed { $0.iv = "00" } == .wrongLength)
        #expect(changed { $0.oaepHashingAlgorithm = nil } == .legacyKeyWrap)
        #expect(changed { $0.oaepHashingAlgorithm = "SHA1" } == .unsupportedHash)
        #expect(changed { $0.oaepHashingAlgorithm = "" } == .unsupportedHash)
        #expect(changed { $0.algorithmCipherMode = "ECB" } == .unsupportedMode)
        #expect(changed { $0.algorithmCipherMode = "GCM" } == .wrongLength)
        #expect(changed { $0.algorithmCipherMode = "CBC" } == nil)
        #expect(cause(good, MDESPayload.Options(dataCountMax: 127)) == .malformed)
        #expect(cause(good, MDESPayload.Options(dataCountMax: 128)) == nil)
    }

    @Test("Unknown fingerprint, other key, other hash, damaged key or damaged padding are not told apart")
    func oneCause() throws {
        let good = try worked("SHA512")
        var payload = good
        payload.publicKeyFingerprint = String(repeating: "0", count: 64)
        #expect(cause(payload) == .notDecrypted)
        payload = try MDESPayload.encrypt(
            Array("{}".utf8), to: example.jws.publicKey, fingerprint: good.publicKeyFingerprint)
        #expect(cause(payload) == .notDecrypted)
        payload = good
        payload.oaepHashingAlgorithm = "SHA256"
        #expect(cause(payload) == .notDecrypted)
        var key = try #require(Hex.decode(good.encryptedKey))
        key[100] ^= 1
        payload = good
        payload.encryptedKey = Hex.encode(key)
        #expect(cause(payload) == .notDecrypted)
        var data = try #require(Hex.decode(good.encryptedData))
        data[data.count - 17] ^= 1
        payload = good
        payload.encryptedData = Hex.encode(data)
        #expect(cause(payload) == .notDecrypted)
        #expect(throws: MDESPayloadError(.notDecrypted)) { try good.decrypt(keys: DecryptionKeySet([])) }
        // A flip in an earlier block leaves the padding right and the text wrong.
        data = try #require(Hex.decode(good.encryptedData))
        data[20] ^= 1
        payload.encryptedData = Hex.encode(data)
        #expect(cause(payload) == .notJSON)
        #expect(MDESPayloadError(.notJSON).description == MDESPayloadError(.notDecrypted).description)
    }

    @Test("A damaged key block never decrypts, not even when chance makes the padding look right")
    func noLuckyPadding() throws {
        // One random key in 256 gives such a padding, so 1,500 tries would meet it with near certainty.
        var payload = try worked("SHA256")
        payload.encryptedKey = "00" + String(repeating: "5", count: 510)
        for _ in 0..<1500 {
            #expect(throws: MDESPayloadError(.notDecrypted)) { try payload.decrypt(keys: keys) }
        }
    }

    @Test("With GCM no flipped bit of data, tag or additional data is accepted, nor a tag or vector of another length")
    func gcm() throws {
        let text = Array(#"{"a":1}"#.utf8)
        let good = try MDESPayload.encrypt(text, to: example.encryption.publicKey, mode: .gcm)
        #expect(try good.decrypt(keys: keys) == text)
        for path in [\MDESPayload.encryptedData as WritableKeyPath<MDESPayload, String>] {
            for index in 0..<text.count {
                var payload = good
                var bytes = try #require(Hex.decode(payload[keyPath: path]))
                bytes[index] ^= 0x10
                payload[keyPath: path] = Hex.encode(bytes)
                #expect(cause(payload) == .notDecrypted)
            }
        }
        var payload = good
        payload.aad = "00"
        #expect(cause(payload) == .notDecrypted)
        payload = good
        payload.tag = good.tag.map { String($0.dropLast(8)) }
        #expect(cause(payload) == .wrongLength)
        payload.tag = nil
        #expect(cause(payload) == .wrongLength)
        payload = good
        payload.iv = nil
        #expect(cause(payload, MDESPayload.Options(allowsZeroIV: true)) == .missingIV)
        payload.iv = String(repeating: "0", count: 32)
        #expect(cause(payload) == .wrongLength)
    }

    @Test("The legacy forms decrypt only when switched on")
    func legacy() throws {
        let contentKey = (0..<16).map { UInt8($0) }
        let zeros = [UInt8](repeating: 0, count: 16)
        var payload = try MDESPayload.encrypt(
            Array("{}".utf8), to: example.encryptionCertificate, fingerprint: nil, hash: .sha256, mode: .cbc,
            contentKey,
            iv: zeros)
        payload.iv = nil
        #expect(cause(payload) == .missingIV)
        #expect(cause(payload, MDESPayload.Options(allowsZeroIV: true)) == nil)
        // PKCS#1 v1.5 wrapping by hand: 00 02, non-zero bytes, 00, key, then the raw operation of the public key.
        let block = [0, 2] + [UInt8](repeating: 0xA5, count: 256 - 3 - 16) + [0] + contentKey
        let wrapped = try #require(example.encryption.publicKey.recoverPKCS1Block(block))
        payload.encryptedKey = Hex.encode(wrapped)
        payload.iv = Hex.encode(zeros)
        payload.oaepHashingAlgorithm = nil
        #expect(cause(payload) == .legacyKeyWrap)
        #expect(cause(payload, MDESPayload.Options(allowsPKCS1KeyWrap: true)) == nil)
        payload.oaepHashingAlgorithm = "SHA256"
        #expect(cause(payload, MDESPayload.Options(allowsPKCS1KeyWrap: true)) == .notDecrypted)
        let bad = [0, 2] + [UInt8](repeating: 0xA5, count: 100) + [0] + [UInt8](repeating: 1, count: 153)
        payload.encryptedKey = Hex.encode(try #require(example.encryption.publicKey.recoverPKCS1Block(bad)))
        payload.oaepHashingAlgorithm = nil
        #expect(cause(payload, MDESPayload.Options(allowsPKCS1KeyWrap: true)) != nil)
    }

    @Test("Whatever happens to a payload, it is refused without a crash or gives JSON")
    func fuzz() throws {
        var generator = EntropyGenerator(SeededEntropy(seed: 11))
        let good = try worked("SHA512")
        let options = MDESPayload.Options(allowsPKCS1KeyWrap: true, allowsZeroIV: true)
        for round in 0..<300 {
            var payload = good
            func change(_ text: String) -> String {
                String(decoding: mutated(Array(text.utf8), &generator), as: UTF8.self)
            }
            switch round % 6 {
            case 0: payload.encryptedData = change(payload.encryptedData)
            case 1: payload.encryptedKey = change(payload.encryptedKey)
            case 2: payload.iv = change(payload.iv ?? "")
            case 3: payload.publicKeyFingerprint = change(payload.publicKeyFingerprint)
            case 4: payload.oaepHashingAlgorithm = round % 4 == 0 ? nil : change("SHA512")
            default:
                payload.algorithmCipherMode = "GCM"
                payload.tag = change(String(repeating: "ab", count: 16))
                payload.iv = String(repeating: "cd", count: 12)
            }
            _ = try? payload.decrypt(keys: keys, options: options)
            _ = cause(payload, options)
        }
    }
}
