// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Testing

@Suite struct KeyDerivationTests {
    @Test("scrypt gives the keys of RFC 7914, section 12")
    func published() throws {
        #expect(
            try KeyDerivation.scrypt(passphrase: [], salt: [], n: 16, r: 1, p: 1, count: 64)
                == hex(
                    "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                        + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"))
        #expect(
            try KeyDerivation.scrypt(
                passphrase: Array("password".utf8), salt: Array("NaCl".utf8), n: 1024, r: 8, p: 16, count: 64)
                == hex(
                    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                        + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"))
    }

    @Test("Numbers out of range, and more memory than 1 GiB, are refused")
    func refused() {
        for (n, r, p, count) in [
            (1, 8, 1, 32), (1000, 8, 1, 32), (-16, 8, 1, 32), (16, 0, 1, 32), (16, 8, 0, 32), (16, 8, 1, 0),
            (1 << 24, 8, 1, 32), (Int.max, 8, 1, 32), (16, Int.max, 1, 32),
        ] {
            #expect(throws: CryptographyError(.invalidArgument, "")) {
                try KeyDerivation.scrypt(passphrase: [1], salt: [2], n: n, r: r, p: p, count: count)
            }
        }
    }
}
