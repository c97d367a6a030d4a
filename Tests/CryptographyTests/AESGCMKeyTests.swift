// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Testing

@Suite struct AESGCMKeyTests {
    struct Vector: Sendable {
        let key: [UInt8]
        let nonce: [UInt8]
        let aad: [UInt8]
        let plaintext: [UInt8]
        let sealed: [UInt8]
    }

    /// NIST's GCM test cases 1, 2, 4 (AES-128), 7, 8, 10 (AES-192), 13, 14, 16 (AES-256), then 12- and 16-byte nonces
    /// as computed by Python's cryptography package.
    static let vectors: [Vector] = {
        let long = hex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
        let aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
        let nonce = hex("cafebabefacedbaddecaf888")
        let key = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
        let four = [
            "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa05"
                + "1ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47",
            "3980ca0b3c00e841eb06fac4872a2757859e1ceaa6efd984628593b40ca1e19c7d773d00c144c525ac619d18c84a3f47"
                + "18e2448b2fe324d9ccda27102519498e80f1478f37ba55bd6d27618c",
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
                + "c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b",
        ]
        let zeros = [
            ("58e2fccefa7e3061367f1d57a4e7455a", "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf"),
            ("cd33b28ac773f74ba00ed1f312572435", "98e7247c07f0fe411c267e4384b0f6002ff58d80033927ab8ef4d4587514f0fb"),
            ("530f8afbc74536b9a963b4f1c4cb738b", "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"),
        ]
        let other = [
            (
                16, 12,
                "fbde46449f9387338ed8fa80dfecce242ccb081e338089f0394820c5d9c1d33193310c019546e1358b15b4a3ee52b00594586e"
                    + "30a3e393995deace77df"
            ),
            (
                16, 16,
                "d719732e449b597cc3403ab5def90cbfea728942a58b49938cb838309d5e75f3e1245f632088c7a98ba97db442c98aada6455f"
                    + "ba8724c559cf6ebfba97"
            ),
            (
                24, 12,
                "7baf6ba30ff8ea5015522645af89ecbadf703925b81fe05eab936a795f03d1883146db7fbc970198e0a97c6432d9926e14f357"
                    + "6c4e6177c4990493372e"
            ),
            (
                24, 16,
                "59feaf3537d388cf5ccd7df54736f478b8c2702972f4d91ba09991daab62afe06cd5eee38cf8a8fe144c38a678c5eea8f3a6d7"
                    + "4e282d45eb6300b71de1"
            ),
            (
                32, 12,
                "bccc615f74b9578d95084f667ffdaad909d7c463c1ffcc2ed63b6fbb2ec5d0748f975d7770ff2553a7d89fe455caea59de7fd1"
                    + "38c2b03c92fe1311cbba"
            ),
            (
                32, 16,
                "15bb6b2b2b67d2a38dbdd2af4294d88e5bbe9b8a9d49fd1ec020168cb0bb5b974732ef30e61c7685e6a7f70208a5f8b4b9c832"
                    + "2f3103f6e1f3984b8954"
            ),
        ]
        var vectors: [Vector] = []
        for (index, keyCount) in [16, 24, 32].enumerated() {
            let zeroKey = [UInt8](repeating: 0, count: keyCount)
            let zeroNonce = [UInt8](repeating: 0, count: 12)
            vectors += [
                Vector(key: zeroKey, nonce: zeroNonce, aad: [], plaintext: [], sealed: hex(zeros[index].0)),
                Vector(
                    key: zeroKey, nonce: zeroNonce, aad: [], plaintext: [UInt8](repeating: 0, count: 16),
                    sealed: hex(zeros[index].1)),
                Vector(
                    key: Array(key[..<keyCount]), nonce: nonce, aad: aad, plaintext: long, sealed: hex(four[index])),
            ]
        }
        return vectors
            + other.map {
                Vector(
                    key: pattern($0.0, 1), nonce: pattern($0.1, 2), aad: pattern(20, 3), plaintext: pattern(45, 4),
                    sealed: hex($0.2))
            }
    }()

    @Test("Sealing and opening give the published values, also when the context is used again", arguments: vectors)
    func published(_ vector: Vector) throws {
        let key = try AESGCMKey(vector.key)
        for _ in 0..<2 {
            #expect(key.seal(vector.plaintext, nonce: vector.nonce, authenticating: vector.aad) == vector.sealed)
            #expect(key.open(vector.sealed, nonce: vector.nonce, authenticating: vector.aad) == vector.plaintext)
        }
    }

    @Test("One key serves 12- and 16-byte nonces in turn")
    func mixedNonces() throws {
        let short = Self.vectors[Self.vectors.count - 2]
        let long = Self.vectors[Self.vectors.count - 1]
        let key = try AESGCMKey(short.key)
        for vector in [short, long, short, long, long, short] {
            #expect(key.open(vector.sealed, nonce: vector.nonce, authenticating: vector.aad) == vector.plaintext)
            #expect(key.seal(vector.plaintext, nonce: vector.nonce, authenticating: vector.aad) == vector.sealed)
        }
    }

    @Test("Any flipped bit of ciphertext, tag, nonce or associated data is refused, and the key works on")
    func tampering() throws {
        let vector = Self.vectors[Self.vectors.count - 2]
        let key = try AESGCMKey(vector.key)
        func flips(_ bytes: [UInt8]) -> [[UInt8]] {
            (0..<bytes.count * 8).map { bit in
                var other = bytes
                other[bit / 8] ^= 1 << (bit % 8)
                return other
            }
        }
        for sealed in flips(vector.sealed) {
            #expect(key.open(sealed, nonce: vector.nonce, authenticating: vector.aad) == nil)
        }
        for nonce in flips(vector.nonce) {
            #expect(key.open(vector.sealed, nonce: nonce, authenticating: vector.aad) == nil)
        }
        for aad in flips(vector.aad) {
            #expect(key.open(vector.sealed, nonce: vector.nonce, authenticating: aad) == nil)
        }
        #expect(key.open(Array(vector.sealed[..<15]), nonce: vector.nonce, authenticating: vector.aad) == nil)
        #expect(key.open(vector.sealed, nonce: vector.nonce, authenticating: vector.aad) == vector.plaintext)
    }

    @Test("The one-shot form works in place, and wipes the result and refuses a short tag when it fails")
    func oneShot() {
        let vector = Self.vectors[2]
        var buffer = vector.plaintext + [UInt8](repeating: 0, count: 16)
        buffer.withUnsafeMutableBytes { bytes in
            vector.key.withUnsafeBytes { key in
                vector.nonce.withUnsafeBytes { nonce in
                    vector.aad.withUnsafeBytes { aad in
                        let text = UnsafeMutableRawBufferPointer(rebasing: bytes[..<60])
                        let tag = UnsafeRawBufferPointer(rebasing: bytes[60...])
                        AESGCM.seal(
                            UnsafeRawBufferPointer(text), key: key, nonce: nonce, authenticating: aad, into: bytes)
                        #expect(Array(bytes) == vector.sealed)
                        let shortTag = UnsafeRawBufferPointer(rebasing: tag[..<12])
                        #expect(
                            !AESGCM.open(
                                UnsafeRawBufferPointer(text), tag: shortTag, key: key, nonce: nonce,
                                authenticating: aad, into: text))
                        #expect(
                            AESGCM.open(
                                UnsafeRawBufferPointer(text), tag: tag, key: key, nonce: nonce, authenticating: aad,
                                into: text))
                        #expect(Array(text) == vector.plaintext)
                        #expect(
                            !AESGCM.open(
                                UnsafeRawBufferPointer(text), tag: tag, key: key, nonce: nonce, authenticating: aad,
                                into: text))
                        #expect(text.allSatisfy { $0 == 0 })
                    }
                }
            }
        }
    }

    @Test("A key of any length that AES does not have is refused", arguments: [0, 1, 15, 17, 31, 33, 64])
    func keyLength(_ count: Int) {
        #expect(throws: CryptographyError(.invalidArgument, "")) { try AESGCMKey(pattern(count)) }
    }
}
