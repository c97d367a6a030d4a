// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import Cryptography
import JOSE
import Testing

/// What a token may suffer on its way, or from a hand that means harm.
@Suite struct JWETamperingTests {
    let example: ExampleKeys
    let keys: DecryptionKeySet

    init() throws {
        example = try ExampleKeys.loaded.get()
        keys = try example.decryptionKeys()
    }

    func accepts(_ token: String) -> Bool {
        (try? JWE.decrypt(token, keys: keys)) != nil
    }

    @Test(
        "No flipped bit in header, vector, ciphertext or tag is accepted",
        arguments: [ContentEncryption.a128GCM, .a128CBCHS256])
    func flips(_ encryption: ContentEncryption) throws {
        let keyID = KeyFingerprints(example.encryption.publicKey).keySHA256
        let good = parts(
            try JWE.encryptToString([1, 2, 3], to: example.encryption.publicKey, keyID: keyID, encryption: encryption))
        // A bit turns `-` to `=` or `/`, which the tolerant reading may take for the same text only where it is.
        for index in [0, 2, 3, 4] {
            let flips = bitFlips(good[index])
            for (number, flipped) in flips.enumerated() where index != 0 || number % 9 == 0 {
                guard Base64URL.decode(flipped, .tolerant) != Base64URL.decode(good[index]) else { continue }
                var other = good
                other[index] = flipped
                #expect(!accepts(other.joined(separator: ".")), "part \(index), flip \(number)")
            }
        }
        #expect(accepts(good.joined(separator: ".")))
    }

    @Test("No flipped bit in the encrypted key is accepted, whatever it does to the padding")
    func keyFlips() throws {
        let good = parts(try Vectors.worked.get().text("jwe", "click_to_pay_A128GCM", "token"))
        let key = try #require(Base64URL.decode(good[1]))
        for bit in stride(from: 0, to: key.count * 8, by: 17) {
            var other = key
            other[bit / 8] ^= 1 << (bit % 8)
            var list = good
            list[1] = Base64URL.encode(other)
            #expect(throws: JWEError(.notAuthentic)) { try JWE.decrypt(list.joined(separator: "."), keys: keys) }
        }
    }

    @Test("Parts of two tokens do not fit together")
    func mixed() throws {
        let first = parts(
            try JWE.encryptToString(
                [1, 2, 3], to: example.encryption.publicKey,
                keyID: KeyFingerprints(example.encryption.publicKey).keySHA256))
        let second = parts(
            try JWE.encryptToString(
                [1, 2, 3], to: example.encryption.publicKey,
                keyID: KeyFingerprints(example.encryption.publicKey).keySHA1))
        for index in 0..<5 {
            var mixed = first
            mixed[index] = second[index]
            #expect(throws: JWEError(.notAuthentic)) { try JWE.decrypt(mixed.joined(separator: "."), keys: keys) }
        }
    }

    @Test("Whatever happens to a token, it is refused without a crash or gives the original text")
    func fuzz() throws {
        let entropy = SeededEntropy(seed: 20_261_120)
        var generator = EntropyGenerator(entropy)
        let plaintext = try Array(Vectors.worked.get().text("jwe", "click_to_pay_A128GCM", "plaintext").utf8)
        let token = try Array(Vectors.worked.get().text("jwe", "click_to_pay_A128GCM", "token").utf8)
        for _ in 0..<600 {
            let fuzzed = mutated(token, &generator)
            if let opened = try? JWE.decrypt(fuzzed, keys: keys) { #expect(opened == plaintext) }
        }
    }
}
