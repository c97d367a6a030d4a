// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Foundation
import Testing

@Suite struct RSALoadingTests {
    let files: KeyFiles

    init() throws {
        files = try KeyFiles.made.get()
    }

    @Test(
        "A private key loads from every form",
        arguments: [
            "pkcs8.pem", "pkcs8.der", "pkcs1.pem", "pkcs1.der", "encrypted.pem", "encrypted.der", "traditional.pem",
            "modern.p12", "legacy.p12",
        ])
    func privateForms(_ name: String) throws {
        let key = try RSAPrivateKey.load(files[name], passphrase: KeyFiles.passphrase)
        #expect(try key.publicKey == RSAPublicKey.load(files["public.pem"]))
        #expect(key.publicKey.bits == 2048)
        #expect(key.publicKey.exponent == [1, 0, 1])
        #expect(try key.publicKey.verify(key.sign([1, 2, 3]), of: [1, 2, 3]))
        #expect(try key.pkcs8DER == files["pkcs8.der"])
        #expect(try Array(key.pkcs8PEM.utf8) == files["pkcs8.pem"])
        let hasCertificate = name.hasSuffix("p12")
        #expect(try key.publicKey.certificate == (hasCertificate ? files["certificate.der"] : nil))
    }

    @Test(
        "A public key loads from every form",
        arguments: [
            "public.pem", "public.der", "publicPKCS1.pem", "publicPKCS1.der", "certificate.pem", "certificate.der",
        ])
    func publicForms(_ name: String) throws {
        let key = try RSAPublicKey.load(files[name])
        #expect(try key.subjectPublicKeyInfo == files["public.der"])
        #expect(try key == RSAPublicKey(modulus: key.modulus, exponent: key.exponent))
        #expect(try key == RSAPublicKey(modulus: [0, 0] + key.modulus, exponent: [0] + key.exponent))
        let hasCertificate = name.hasPrefix("certificate")
        #expect(try key.certificate == (hasCertificate ? files["certificate.der"] : nil))
        #expect((key.certificateNotAfter != nil) == hasCertificate)
    }

    @Test("A certificate's end is the one that the openssl command prints")
    func notAfter() throws {
        let key = try RSAPublicKey.load(files["certificate.pem"])
        let text = try withFolder { folder in
            try folder.write(files["certificate.pem"], "c.pem")
            return String(decoding: try openssl("x509 -in c.pem -noout -enddate", in: folder), as: UTF8.self)
        }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "MMM d HH:mm:ss yyyy zzz"
        let date = try #require(format.date(from: String(text.dropFirst("notAfter=".count).dropLast())))
        #expect(key.certificateNotAfter == Int64(date.timeIntervalSince1970))
    }

    @Test("Text around the armour, and blocks of other kinds before the key, do not matter")
    func surroundings() throws {
        let bag = Array("Bag Attributes\n    friendlyName: k\n".utf8)
        let bundle = try bag + files["certificate.pem"] + bag + files["pkcs8.pem"]
        #expect(try RSAPrivateKey.load(bundle).publicKey == RSAPublicKey.load(bundle))
        #expect(try RSAPublicKey.load(bundle).certificate != nil)
    }

    @Test("A container without a passphrase opens without one")
    func openContainer() throws {
        #expect(try RSAPrivateKey.load(files["open.p12"]).pkcs8DER == files["pkcs8.der"])
        #expect(try RSAPrivateKey.load(files["open.p12"], passphrase: "").pkcs8DER == files["pkcs8.der"])
    }

    @Test(
        "An encrypted file asks for its passphrase and refuses another",
        arguments: ["encrypted.pem", "encrypted.der", "traditional.pem", "modern.p12", "legacy.p12"])
    func passphrases(_ name: String) throws {
        let file = try files[name]
        #expect(throws: CryptographyError(.passphraseRequired, "")) { try RSAPrivateKey.load(file) }
        #expect(throws: CryptographyError(.wrongPassphrase, "")) { try RSAPrivateKey.load(file, passphrase: "other") }
    }

    @Test("What is no acceptable RSA key is refused with its own code")
    func refused() throws {
        let small = try files["small.pem"]
        let curve = try files["ec.pem"]
        let curvePublic = try files["ecPublic.pem"]
        let keyless = try files["keyless.p12"]
        let certificate = try files["certificate.pem"]
        let privateFile = try files["pkcs8.pem"]
        #expect(throws: CryptographyError(.unacceptableKey, "")) { try RSAPrivateKey.load(small) }
        #expect(throws: CryptographyError(.unsupportedKey, "")) { try RSAPrivateKey.load(curve) }
        #expect(throws: CryptographyError(.unsupportedKey, "")) { try RSAPublicKey.load(curvePublic) }
        #expect(throws: CryptographyError(.unreadableKey, "")) {
            try RSAPrivateKey.load(keyless, passphrase: KeyFiles.passphrase)
        }
        #expect(throws: CryptographyError(.unreadableKey, "")) { try RSAPrivateKey.load(certificate) }
        #expect(throws: CryptographyError(.unreadableKey, "")) { try RSAPublicKey.load(privateFile) }
        for bytes in [[], [0x30], Array("-----BEGIN PUBLIC KEY-----\n".utf8), pattern(500)] {
            #expect(throws: CryptographyError(.unreadableKey, "")) { try RSAPublicKey.load(bytes) }
            #expect(throws: CryptographyError(.unreadableKey, "")) { try RSAPrivateKey.load(bytes) }
        }
        let huge = [UInt8](repeating: 0x30, count: 1 << 20 + 1)
        #expect(throws: CryptographyError(.unreadableKey, "")) { try RSAPublicKey.load(huge) }
    }

    @Test("Bytes after a DER key are refused", arguments: ["public.der", "publicPKCS1.der", "certificate.der"])
    func trailingBytes(_ name: String) throws {
        let file = try files[name] + [0]
        #expect(throws: CryptographyError(.unreadableKey, "")) { try RSAPublicKey.load(file) }
    }

    @Test("Moduli and exponents outside the rules are refused")
    func numbers() throws {
        let modulus = try RSAPublicKey.load(files["public.pem"]).modulus
        var even = modulus
        even[even.count - 1] &= 0xFE
        var short = modulus
        short[0] = 0x7F
        let wide = [0x80] + pattern(1023) + [1]
        for (modulus, exponent) in [
            (modulus, [] as [UInt8]), (modulus, [0]), (modulus, [1]), (modulus, [2]), (modulus, [1, 0]),
            (modulus, [1, 0, 0, 0, 0, 0, 0, 0, 1]), (even, [1, 0, 1]), (short, [1, 0, 1]), (wide, [1, 0, 1]),
            ([], [1, 0, 1]),
        ] {
            #expect(throws: CryptographyError(.unacceptableKey, "")) {
                try RSAPublicKey(modulus: modulus, exponent: exponent)
            }
        }
        #expect(try RSAPublicKey(modulus: modulus, exponent: [3]).exponent == [3])
    }

    @Test("A private key whose numbers do not belong together is refused")
    func inconsistent() throws {
        var file = try files["pkcs1.der"]
        let modulus = try RSAPublicKey.load(files["public.pem"]).modulus
        let start = try #require(file.indices.first { file[$0...].starts(with: modulus) })
        file[start + 100] ^= 1
        #expect(throws: CryptographyError(.unacceptableKey, "")) { try RSAPrivateKey.load(file) }
    }

    @Test("No damaged file crashes the loader")
    func damaged() throws {
        var generator = SplitMix(seed: 20_260_101)
        for name in files.names {
            let file = try files[name]
            for _ in 0..<(name.hasSuffix("p12") || name.hasPrefix("encrypted") ? 3 : 25) {
                var damaged = file
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let index = Int.random(in: 0..<damaged.count, using: &generator)
                    damaged[index] = UInt8.random(in: 0...255, using: &generator)
                }
                if Bool.random(using: &generator) {
                    damaged.removeLast(Int.random(in: 0..<damaged.count, using: &generator))
                }
                _ = try? RSAPublicKey.load(damaged)
                _ = try? RSAPrivateKey.load(damaged, passphrase: KeyFiles.passphrase)
            }
        }
    }
}
