// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import JOSE
import Testing

@Suite struct DecryptionKeySetTests {
    let keys: ExampleKeys

    init() throws {
        keys = try ExampleKeys.loaded.get()
    }

    @Test("A key is found under every name of security 3.4, hexadecimal ones in either case, and under no other")
    func names() throws {
        let set = try keys.decryptionKeys()
        let prints = KeyFingerprints(keys.encryptionCertificate)
        let hexadecimal = [
            prints.keySHA256, prints.keySHA1, try #require(prints.certificateSHA256),
            try #require(prints.certificateSHA1),
        ]
        let base64 = try #require(prints.certificateSHA256Base64)
        let digest = try #require(Base64.decode(base64))
        let others = [
            "20261120000000-test-fpan-encryption-example", base64, String(base64.dropLast()),
            Base64URL.encode(digest), prints.thumbprint,
        ]
        for name in hexadecimal + hexadecimal.map({ $0.uppercased() }) + others {
            #expect(set.key(named: name) != nil, "\(name)")
            #expect(prints.contain(name) == (name != others[0]), "\(name)")
        }
        let wrong = hexadecimal.map { String($0.dropLast()) } + hexadecimal.map { $0 + "0" }
        for name in wrong + ["", "20261120000000-TEST-fpan-encryption-example", base64.lowercased()] {
            #expect(set.key(named: name) == nil, "\(name)")
        }
    }

    @Test("No name means the one active key, and nothing when there are none or two")
    func withoutName() throws {
        #expect(try keys.decryptionKeys().key(named: nil) != nil)
        #expect(try keys.decryptionKeys(isActive: false).key(named: nil) == nil)
        #expect(try DecryptionKeySet([]).key(named: nil) == nil)
        let old = DecryptionKey(keys.jws, keyID: "old", isActive: false)
        let new = DecryptionKey(keys.encryption, keyID: "new")
        let second = DecryptionKey(keys.signing, keyID: "second")
        #expect(try DecryptionKeySet([old, new]).key(named: nil)?.keyID == "new")
        #expect(try DecryptionKeySet([old, new]).key(named: "old")?.keyID == "old")
        #expect(try DecryptionKeySet([old, new, second]).key(named: nil) == nil)
    }

    @Test("One name for two keys is refused; one key under two names is not")
    func duplicates() throws {
        #expect(throws: KeySetError(.duplicateKeyID, place: "1", "")) {
            try DecryptionKeySet([
                DecryptionKey(keys.encryption, keyID: "same"), DecryptionKey(keys.signing, keyID: "same"),
            ])
        }
        let set = try DecryptionKeySet([
            DecryptionKey(keys.encryption, keyID: "a"), DecryptionKey(keys.encryption, keyID: "b"),
        ])
        #expect(set.key(named: "a") != nil && set.key(named: "b") != nil)
    }
}
