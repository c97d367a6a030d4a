// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Foundation

/// Key files of every form, made once per run by the `openssl` command from one 2048-bit key.
struct KeyFiles: Sendable {
    static let passphrase = "correct horse battery"
    static let made = Result { try KeyFiles() }

    private let files: [String: [UInt8]]
    let names: [String]

    subscript(name: String) -> [UInt8] {
        get throws {
            guard let file = files[name] else { throw CommandFailure(message: "no file \(name)") }
            return file
        }
    }

    private init() throws {
        let commands = [
            "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out pkcs8.pem",
            "rsa -in pkcs8.pem -traditional -out pkcs1.pem",
            "pkcs8 -topk8 -nocrypt -in pkcs8.pem -outform DER -out pkcs8.der",
            "rsa -in pkcs8.pem -traditional -outform DER -out pkcs1.der",
            "pkcs8 -topk8 -in pkcs8.pem -v2 aes-256-cbc -passout PASS -out encrypted.pem",
            "pkcs8 -topk8 -in pkcs8.pem -v2 aes-256-cbc -passout PASS -outform DER -out encrypted.der",
            "rsa -in pkcs8.pem -traditional -aes128 -passout PASS -out traditional.pem",
            "req -x509 -key pkcs8.pem -subj /CN=test-only -days 365 -out certificate.pem",
            "x509 -in certificate.pem -outform DER -out certificate.der",
            "pkey -in pkcs8.pem -pubout -out public.pem",
            "pkey -in pkcs8.pem -pubout -outform DER -out public.der",
            "rsa -in pkcs8.pem -RSAPublicKey_out -out publicPKCS1.pem",
            "rsa -in pkcs8.pem -RSAPublicKey_out -outform DER -out publicPKCS1.der",
            "pkcs12 -export -inkey pkcs8.pem -in certificate.pem -name k -passout PASS -out modern.p12",
            "pkcs12 -export -legacy -inkey pkcs8.pem -in certificate.pem -name k -passout PASS -out legacy.p12",
            "pkcs12 -export -inkey pkcs8.pem -in certificate.pem -passout pass: -out open.p12",
            "pkcs12 -export -nokeys -in certificate.pem -passout PASS -out keyless.p12",
            "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out small.pem",
            "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.pem",
            "pkey -in ec.pem -pubout -out ecPublic.pem",
        ]
        files = try withFolder { folder in
            for command in commands {
                let words = command.split(separator: " ").map {
                    $0 == "PASS" ? "pass:\(Self.passphrase)" : String($0)
                }
                try run(words, in: folder)
            }
            var files: [String: [UInt8]] = [:]
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
                files[name] = try folder.bytes(name)
            }
            return files
        }
        names = files.keys.sorted()
    }
}
