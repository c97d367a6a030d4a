// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import Cryptography
import JOSE
import Processing
import Testing

/// Who may be given card data: the main risk of the search (processing 3.1).
@Suite("enroll key") struct EnrollKeyTests {
    private static let keys = Result { try (RSAPrivateKey.generate(), RSAPrivateKey.generate()) }
    private static let now = Timestamp(seconds: 1_795_176_000)

    private func key(_ key: RSAPrivateKey) throws -> EnrollKey {
        try EnrollKey(headerValue: Base64.encode(key.publicKey.subjectPublicKeyInfo))
    }

    private func fault(_ body: () throws(ProcessingError) -> Void) -> String? {
        do throws(ProcessingError) {
            try body()
            return nil
        } catch {
            return error.reasonCode
        }
    }

    @Test("in production a key must be the network's or on the list, without any exception for an empty list")
    func production() throws {
        let (one, other) = try Self.keys.get()
        let key = try key(one)
        let name = KeyFingerprints(one.publicKey).keySHA256
        func check(_ allowed: [String], _ network: [RSAPublicKey], isSandbox: Bool = false) -> String? {
            fault { () throws(ProcessingError) in
                try key.check(allowed: allowed, network: network, isSandbox: isSandbox, now: Self.now)
            }
        }
        #expect(check([], []) == "OPERATION_DENIED")
        #expect(check([], [other.publicKey]) == "OPERATION_DENIED")
        #expect(check([KeyFingerprints(other.publicKey).keySHA256], []) == "OPERATION_DENIED")
        #expect(check([], [one.publicKey]) == nil)
        #expect(check([name], []) == nil)
        #expect(check([], [], isSandbox: true) == nil, "a sandbox without a list takes every key")
        #expect(check([KeyFingerprints(other.publicKey).keySHA256], [], isSandbox: true) == "OPERATION_DENIED")
    }

    @Test("a certificate goes by its own fingerprint too, and counts until its end, which a sandbox passes over")
    func certificate() throws {
        let certificate = try EnrollKey(headerValue: Samples.certificate)
        let name = try #require(KeyFingerprints(certificate.publicKey).certificateSHA256)
        let end = try #require(certificate.publicKey.certificateNotAfter)
        func check(_ now: Int64, isSandbox: Bool = false) -> String? {
            fault { () throws(ProcessingError) in
                try certificate.check(
                    allowed: [name], network: [], isSandbox: isSandbox, now: Timestamp(seconds: now))
            }
        }
        #expect(check(end) == nil && check(end + 1) == "REQUEST_VALIDATION")
        #expect(check(end + 1, isSandbox: true) == nil)
    }

    @Test("weak keys, other keys and long texts are refused; no text is echoed")
    func refused() {
        for text in [
            Samples.smallKey, Samples.exponentThree, Samples.ellipticKey, "",
            String(repeating: "A", count: EnrollKey.charactersMax + 4), "-----BEGIN CERTIFICATE-----AAAA",
        ] {
            let error = fault { () throws(ProcessingError) in _ = try EnrollKey(headerValue: text) }
            #expect(error == "REQUEST_VALIDATION")
        }
    }
}
