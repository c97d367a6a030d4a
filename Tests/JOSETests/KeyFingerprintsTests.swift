// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import JOSE
import Testing

@Suite struct KeyFingerprintsTests {
    @Test("The fingerprints of the worked example")
    func worked() throws {
        let vectors = try Vectors.worked.get()
        let fingerprints = try KeyFingerprints(ExampleKeys.loaded.get().encryptionCertificate)
        #expect(try fingerprints.keySHA256 == vectors.text("fingerprints", "spki_sha256"))
        #expect(try fingerprints.certificateSHA256 == vectors.text("fingerprints", "cert_sha256"))
        #expect(try fingerprints.keySHA1 == vectors.text("fingerprints", "spki_sha1"))
        #expect(try fingerprints.certificateSHA1 == vectors.text("fingerprints", "cert_sha1"))
        #expect(try fingerprints.certificateSHA256Base64 == vectors.text("fingerprints", "cert_sha256_b64"))
        #expect(try fingerprints.thumbprint == vectors.text("fingerprints", "jwk_thumbprint"))
    }

    @Test("A key without a certificate has the key's fingerprints alone")
    func withoutCertificate() throws {
        let keys = try ExampleKeys.loaded.get()
        let fingerprints = KeyFingerprints(keys.encryption.publicKey)
        #expect(fingerprints.keySHA256 == KeyFingerprints(keys.encryptionCertificate).keySHA256)
        #expect(fingerprints.certificateSHA256 == nil)
        #expect(fingerprints.certificateSHA1 == nil)
        #expect(fingerprints.certificateSHA256Base64 == nil)
    }

    @Test("The thumbprint of RFC 7638, 3.1")
    func published() throws {
        let vectors = try Vectors.published.get()
        let modulus = try #require(try Base64URL.decode(vectors.text("rfc7638", "n")))
        let key = try RSAPublicKey(modulus: modulus, exponent: [1, 0, 1])
        #expect(KeyFingerprints(key).thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
    }

    @Test("The key of the Token Connect vector has the fingerprint that is published with it")
    func tokenConnect() throws {
        let modulus = try #require(Base64URL.decode(TokenConnectVector.modulus))
        let key = try RSAPublicKey(modulus: modulus, exponent: [1, 0, 1])
        let expected = "ac09b094e6742463057aa690ff1f4efb97af6ae80fd60ce1efd9d2b07c372c1f"
        #expect(KeyFingerprints(key).keySHA256 == expected)
    }

    @Test("The PKCS#12 file of the worked examples opens with its key and certificate")
    func container() throws {
        let vectors = try Vectors.worked.get()
        let file = try #require(try Base64.decode(vectors.text("keys", "sign.p12.base64")))
        let passphrase = try vectors.text("keys", "sign.p12.password")
        let key = try RSAPrivateKey.load(file, passphrase: passphrase)
        let certificate = try RSAPublicKey.load(Array(vectors.text("keys", "sign.crt.pem").utf8))
        #expect(try key.publicKey == ExampleKeys.loaded.get().signing.publicKey)
        #expect(key.publicKey.certificate == certificate.certificate)
    }
}
