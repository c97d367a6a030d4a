// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Testing

@Suite struct AESBlockKeyTests {
    @Test("A block encrypts as FIPS 197 publishes, each block alike and independent of what went before")
    func published() throws {
        let key = try AESBlockKey(hex("000102030405060708090a0b0c0d0e0f"))
        let plain = hex("00112233445566778899aabbccddeeff")
        let cipher = hex("69c4e0d86a7b0430d8cdb78070b4c55a")
        for count in [1, 3, 1] {
            var blocks = Array(repeatElement(plain, count: count).joined())
            blocks.withUnsafeMutableBytes { key.encrypt(blocks: $0) }
            #expect(blocks == Array(repeatElement(cipher, count: count).joined()))
            blocks.withUnsafeMutableBytes { key.decrypt(blocks: $0) }
            #expect(blocks == Array(repeatElement(plain, count: count).joined()))
        }
    }

    @Test("A key that has not 16 bytes is refused", arguments: [0, 15, 17, 24, 32])
    func keyLength(_ count: Int) {
        #expect(throws: CryptographyError(.invalidArgument, "")) { try AESBlockKey(pattern(count)) }
    }
}
