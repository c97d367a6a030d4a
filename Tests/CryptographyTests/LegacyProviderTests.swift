// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Foundation
import Testing

@Suite struct LegacyProviderTests {
    @Test("Without OpenSSL's legacy provider a container with RC2 is refused with that reason")
    func missing() async {
        // In a process of its own, because where OpenSSL looks for providers is set for a whole process.
        await #expect(processExitsWith: .success) {
            setenv("OPENSSL_MODULES", "/nonexistent", 1)
            let file = try withFolder { folder in
                try openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem", in: folder)
                try openssl("req -x509 -key key.pem -subj /CN=test-only -out certificate.pem", in: folder)
                unsetenv("OPENSSL_MODULES")
                try openssl(
                    "pkcs12 -export -legacy -inkey key.pem -in certificate.pem -passout pass:p -out legacy.p12",
                    in: folder)
                setenv("OPENSSL_MODULES", "/nonexistent", 1)
                return try folder.bytes("legacy.p12")
            }
            #expect(throws: CryptographyError(.legacyProviderMissing, "")) {
                try RSAPrivateKey.load(file, passphrase: "p")
            }
        }
    }
}
