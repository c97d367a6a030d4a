// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import Cryptography

@Suite struct AESCBCTests {
    /// Key length, text length, ciphertext, as computed by Python's cryptography package.
    static let vectors: [(Int, Int, String)] = [
        (16, 0, "4925d9ef0e64e0d1c0e4728463409ae4"), (16, 15, "b33b0589d749d4b3f5f63f235b15cd48"),
        (16, 16, "f9185e9a3e513680a5efe52137187dc3851c84c5838f45000d0b21e1b7b2d85b"),
        (16, 17, "f9185e9a3e513680a5efe52137187dc3d8eabb78bc66594bd21ac8e386b0aac1"),
        (16, 45, "f9185e9a3e513680a5efe52137187dc347f4b2469de78bd6ec673adb0f9e065eeef40b84d901017eb2defa3a3016cec9"),
        (24, 0, "ec730d4326748c7ef87f353f9e5dbe16"),
        (24, 45, "f1cbc2504c7fe0f61d59eb367ad99f0cc539c8e533f5d9efb91d7a67ca672c291a5843ec29ef8fd2b37076298fbbc53f"),
        (32, 15, "319e3638fa7f72e1cb2b77662f3e977f"),
        (32, 45, "1bae84f29915ad5b5bc9a018864e5eedef8b72f50043d832ee3aa9c56e3bfb541e79408cfc0de2ecc9d0670009e0ce95"),
    ]

    @Test("Encryption pads and gives the values of another implementation; decryption takes them back")
    func published() {
        for (keyCount, count, expected) in Self.vectors {
            let key = pattern(keyCount, 1)
            let iv = pattern(16, 2)
            let text = pattern(count, 4)
            #expect(AESCBC.encrypt(text, key: key, iv: iv) == hex(expected))
            #expect(AESCBC.decrypt(hex(expected), key: key, iv: iv) == text)
        }
    }

    @Test("Encryption and decryption work where the text is")
    func inPlace() {
        let key = pattern(16, 1)
        let iv = pattern(16, 2)
        var buffer = pattern(45, 4) + [0, 0, 0]
        buffer.withUnsafeMutableBytes { bytes in
            key.withUnsafeBytes { key in
                iv.withUnsafeBytes { iv in
                    let text = UnsafeRawBufferPointer(rebasing: bytes[..<45])
                    AESCBC.encrypt(text, key: key, iv: iv, into: bytes)
                    #expect(Array(bytes) == hex(Self.vectors[4].2))
                    #expect(AESCBC.decrypt(UnsafeRawBufferPointer(bytes), key: key, iv: iv, into: bytes) == 45)
                    #expect(Array(bytes[..<45]) == pattern(45, 4))
                }
            }
        }
    }

    @Test("No ciphertext, half a block and a changed last block are refused")
    func refused() {
        let key = pattern(16, 1)
        let iv = pattern(16, 2)
        #expect(AESCBC.decrypt([], key: key, iv: iv) == nil)
        #expect(AESCBC.decrypt(pattern(15), key: key, iv: iv) == nil)
        #expect(AESCBC.decrypt(pattern(17), key: key, iv: iv) == nil)
        // The block before the last one shifts the padding bit by bit: 32 bytes of text, so the pad is all sixteens.
        let sealed = AESCBC.encrypt(pattern(32), key: key, iv: iv)
        for bit in 0..<128 {
            var other = sealed
            other[16 + bit / 8] ^= 1 << (bit % 8)
            // In the last byte of padding, 16 may turn into a smaller number that fits nothing before it.
            #expect(AESCBC.decrypt(other, key: key, iv: iv) == nil)
        }
    }

    @Test("Padding is right for 1 to 16 equal bytes of their own number and for nothing else")
    func padding() {
        for pad in 0...255 {
            var block = [UInt8](repeating: UInt8(pad), count: 16)
            #expect(block.withUnsafeBytes { AESCBC.paddingCount($0) } == ((1...16).contains(pad) ? pad : nil))
            guard (1...16).contains(pad) else { continue }
            for index in 0..<15 {
                block[index] ^= 0x40
                let isText = index < 16 - pad
                #expect(block.withUnsafeBytes { AESCBC.paddingCount($0) } == (isText ? pad : nil))
                block[index] ^= 0x40
            }
        }
    }
}
