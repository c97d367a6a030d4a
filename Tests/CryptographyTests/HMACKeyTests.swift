// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Testing

@Suite struct HMACKeyTests {
    struct Vector: Sendable {
        let key: [UInt8]
        let message: [UInt8]
        let sha256: String
        let sha384: String
        let sha512: String
    }

    /// RFC 4231, test cases 1, 2 and 6.
    static let vectors = [
        Vector(
            key: [UInt8](repeating: 0x0B, count: 20), message: Array("Hi There".utf8),
            sha256: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            sha384: "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59c"
                + "faea9ea9076ede7f4af152e8b2fa9cb6",
            sha512: "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
                + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"),
        Vector(
            key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            sha256: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            sha384: "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"
                + "8e2240ca5e69e2c78b3239ecfab21649",
            sha512: "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"),
        Vector(
            key: [UInt8](repeating: 0xAA, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            sha256: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            sha384: "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c6"
                + "0c2ef6ab4030fe8296248df163f44952",
            sha512: "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
                + "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"),
    ]

    @Test("HMAC gives the codes of RFC 4231 with each hash, also when the context is used again", arguments: vectors)
    func published(_ vector: Vector) {
        for (hash, expected) in [
            (HMACHash.sha256, vector.sha256), (.sha384, vector.sha384), (.sha512, vector.sha512),
        ] {
            let key = HMACKey(vector.key, hash: hash)
            for _ in 0..<3 { #expect(key.code(for: vector.message) == hex(expected)) }
        }
    }

    @Test("A message in parts has the code of the whole")
    func parts() {
        let key = HMACKey(pattern(32))
        let message = pattern(200, 5)
        let code = message.withUnsafeBytes { bytes in
            key.code(forParts: [
                UnsafeRawBufferPointer(rebasing: bytes[..<0]), UnsafeRawBufferPointer(rebasing: bytes[..<77]),
                UnsafeRawBufferPointer(rebasing: bytes[77...]),
            ])
        }
        #expect(code == key.code(for: message))
    }

    @Test("An empty key and an empty message have the code that Python's hmac gives them")
    func empty() {
        let expected = hex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
        #expect(HMACKey([]).code(for: [UInt8]()) == expected)
    }

    @Test("The code is written to the caller's memory")
    func intoMemory() {
        let key = HMACKey(pattern(32))
        let message = pattern(20)
        var code = [UInt8](repeating: 0xEE, count: 40)
        message.withUnsafeBytes { message in code.withUnsafeMutableBytes { key.code(for: message, into: $0) } }
        #expect(Array(code[..<32]) == key.code(for: message))
        #expect(code[32...].allSatisfy { $0 == 0xEE })
    }

    @Test("Many threads share one key and all get the right codes")
    func threads() async {
        let key = HMACKey(pattern(32))
        let messages = (0..<64).map { pattern($0, $0) }
        let expected = messages.map { HMACKey(pattern(32)).code(for: $0) }
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    (0..<20).allSatisfy { _ in messages.map { key.code(for: $0) } == expected }
                }
            }
            for await right in group { #expect(right) }
        }
    }
}
