// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Foundation
import Testing

@Suite struct RSAOperationTests {
    let files: KeyFiles
    let key: RSAPrivateKey

    init() throws {
        files = try KeyFiles.made.get()
        key = try RSAPrivateKey.load(files["pkcs8.pem"])
    }

    @Test("PKCS#1 v1.5 signatures are byte for byte those of the openssl command")
    func signature() throws {
        let message = pattern(300)
        try withFolder { folder in
            try folder.write(files["pkcs8.pem"], "key.pem")
            try folder.write(message, "message")
            let expected = try openssl("dgst -sha256 -sign key.pem message", in: folder)
            #expect(try key.sign(message) == expected)
            #expect(key.publicKey.verify(expected, of: message))
        }
    }

    @Test("A signature with any flipped bit, of another length or of another message is refused")
    func badSignatures() throws {
        let message = pattern(50)
        let signature = try key.sign(message)
        for bit in stride(from: 0, to: signature.count * 8, by: 13) {
            var other = signature
            other[bit / 8] ^= 1 << (bit % 8)
            #expect(!key.publicKey.verify(other, of: message))
        }
        #expect(!key.publicKey.verify(signature, of: pattern(51)))
        #expect(!key.publicKey.verify([], of: message))
        #expect(!key.publicKey.verify([0] + signature, of: message))
        #expect(!key.publicKey.verify(Array(signature.dropLast()), of: message))
        #expect(!key.publicKey.verify([UInt8](repeating: 0xFF, count: 256), of: message))
        #expect(!key.publicKey.verify([UInt8](repeating: 0, count: 256), of: message))
    }

    @Test("The recovered block is the whole encoded block of RFC 8017, 9.2")
    func block() throws {
        let message = pattern(10)
        let signature = try key.sign(message)
        let digest = SHA256.hash(message)
        let info = hex("3031300d060960864801650304020105000420")
        let expected = [0, 1] + [UInt8](repeating: 0xFF, count: 256 - 3 - 51) + [0] + info + digest
        #expect(RSAPublicKey.expectedPKCS1Block(sha256: digest, modulusBytes: 256) == expected)
        #expect(key.publicKey.recoverPKCS1Block(signature) == expected)
        #expect(key.publicKey.recoverPKCS1Block(Array(signature.dropFirst())) == nil)
        #expect(key.publicKey.recoverPKCS1Block(key.publicKey.modulus) == nil)
    }

    @Test("PSS signatures verify in the openssl command, and its signatures here, with a salt of 32 bytes only")
    func pss() throws {
        let message = pattern(77)
        try withFolder { folder in
            try folder.write(files["pkcs8.pem"], "key.pem")
            try folder.write(files["public.pem"], "public.pem")
            try folder.write(message, "message")
            try folder.write(key.signPSS(message), "ours")
            let options = "-sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:sha256 -sigopt rsa_pss_saltlen:"
            try openssl("dgst -sha256 \(options)32 -verify public.pem -signature ours message", in: folder)
            let theirs = try openssl("dgst -sha256 \(options)32 -sign key.pem message", in: folder)
            #expect(key.publicKey.verifyPSS(theirs, of: message))
            #expect(!key.publicKey.verifyPSS(theirs, of: pattern(78)))
            #expect(!key.publicKey.verify(theirs, of: message))
            let short = try openssl("dgst -sha256 \(options)20 -sign key.pem message", in: folder)
            #expect(!key.publicKey.verifyPSS(short, of: message))
        }
        #expect(try !key.publicKey.verifyPSS(key.sign(message), of: message))
        #expect(!key.publicKey.verifyPSS([], of: message))
    }

    @Test("OAEP works both ways with the openssl command, MGF1 with the same hash", arguments: [256, 512])
    func oaep(_ bits: Int) throws {
        let hash: OAEPHash = bits == 256 ? .sha256 : .sha512
        let secret = pattern(32)
        try withFolder { folder in
            try folder.write(files["pkcs8.pem"], "key.pem")
            try folder.write(files["public.pem"], "public.pem")
            try folder.write(secret, "secret")
            func options(_ mgf: Int) -> String {
                "-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha\(bits) -pkeyopt rsa_mgf1_md:sha\(mgf)"
            }
            let theirs = try openssl(
                "pkeyutl -encrypt -pubin -inkey public.pem -in secret \(options(bits))", in: folder)
            #expect(key.decryptOAEP(theirs, hash: hash) == secret)
            #expect(key.decryptOAEP(theirs, hash: hash == .sha256 ? .sha512 : .sha256) == nil)
            try folder.write(key.publicKey.encryptOAEP(secret, hash: hash), "ours")
            let opened = try openssl("pkeyutl -decrypt -inkey key.pem -in ours \(options(bits))", in: folder)
            #expect(opened == secret)
            let mixed = try openssl("pkeyutl -encrypt -pubin -inkey public.pem -in secret \(options(1))", in: folder)
            #expect(key.decryptOAEP(mixed, hash: hash) == nil)
        }
    }

    @Test("OAEP refuses blocks of a wrong length or content, and texts that are too long, and then works on")
    func oaepRefused() throws {
        #expect(key.decryptOAEP([], hash: .sha256) == nil)
        #expect(key.decryptOAEP(pattern(255), hash: .sha256) == nil)
        #expect(key.decryptOAEP([UInt8](repeating: 0xFF, count: 256), hash: .sha256) == nil)
        #expect(key.decryptOAEP(pattern(256), hash: .sha256) == nil)
        #expect(throws: CryptographyError(.operationFailed, "")) {
            try key.publicKey.encryptOAEP(pattern(191), hash: .sha256)
        }
        let longest = pattern(190)
        #expect(try key.decryptOAEP(key.publicKey.encryptOAEP(longest, hash: .sha256), hash: .sha256) == longest)
        #expect(try key.decryptOAEP(key.publicKey.encryptOAEP([], hash: .sha512), hash: .sha512) == [])
    }

    @Test("PKCS#1 v1.5 unwrapping gives the key, or random bytes of its length for anything else")
    func pkcs1() throws {
        let secret = pattern(16, 9)
        try withFolder { folder in
            try folder.write(files["public.pem"], "public.pem")
            try folder.write(secret, "secret")
            let wrapped = try openssl(
                "pkeyutl -encrypt -pubin -inkey public.pem -in secret -pkeyopt rsa_padding_mode:pkcs1", in: folder)
            #expect(key.decryptPKCS1(wrapped, keyCount: 16) == secret)
            // The content has 16 bytes, so as a key of 15 or 17 it does not exist.
            for count in [15, 17, 32] {
                let first = try #require(key.decryptPKCS1(wrapped, keyCount: count))
                #expect(first.count == count)
                #expect(first != key.decryptPKCS1(wrapped, keyCount: count))
            }
        }
        let oaep = try key.publicKey.encryptOAEP(secret, hash: .sha256)
        let random = try #require(key.decryptPKCS1(oaep, keyCount: 16))
        #expect(random.count == 16 && random != secret)
        #expect(random != key.decryptPKCS1(oaep, keyCount: 16))
        #expect(key.decryptPKCS1(pattern(255), keyCount: 16) == nil)
        #expect(key.decryptPKCS1([UInt8](repeating: 0xFF, count: 256), keyCount: 16) == nil)
    }

    @Test("Each rule of PKCS#1 v1.5 padding is checked: leading 00 02, no zero inside, zero before the key")
    func pkcs1Padding() throws {
        let secret = pattern(16, 9)
        func unwrap(_ change: (inout [UInt8]) -> Void) throws -> [UInt8]? {
            var block = [0, 2] + [UInt8](repeating: 0xA5, count: 256 - 3 - 16) + [0] + secret
            change(&block)
            let wrapped = try #require(key.publicKey.recoverPKCS1Block(block))
            let first = key.decryptPKCS1(wrapped, keyCount: 16)
            // What is random differs from one call to the next.
            return first == key.decryptPKCS1(wrapped, keyCount: 16) ? first : nil
        }
        #expect(try unwrap { _ in } == secret)
        #expect(try unwrap { $0[0] = 1 } == nil)
        #expect(try unwrap { $0[1] = 1 } == nil)
        #expect(try unwrap { $0[2] = 0 } == nil)
        #expect(try unwrap { $0[100] = 0 } == nil)
        #expect(try unwrap { $0[238] = 0 } == nil)
        #expect(try unwrap { $0[239] = 1 } == nil)
    }

    @Test("A made key has the wanted size, loads from its own PEM, and too small a size is refused")
    func generate() throws {
        let made = try RSAPrivateKey.generate()
        #expect(made.publicKey.bits == 2048)
        #expect(made.publicKey.exponent == [1, 0, 1])
        #expect(try RSAPrivateKey.load(Array(made.pkcs8PEM.utf8)).publicKey == made.publicKey)
        #expect(made.publicKey != key.publicKey)
        #expect(throws: CryptographyError(.invalidArgument, "")) { try RSAPrivateKey.generate(bits: 1024) }
    }

    @Test("Many threads share one key and all get right results")
    func threads() async throws {
        let message = pattern(20)
        let signature = try key.sign(message)
        let wrapped = try key.publicKey.encryptOAEP(message, hash: .sha256)
        let key = key
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    (0..<5).allSatisfy { _ in
                        key.publicKey.verify(signature, of: message)
                            && key.decryptOAEP(wrapped, hash: .sha256) == message
                    }
                }
            }
            for await right in group { #expect(right) }
        }
    }
}
