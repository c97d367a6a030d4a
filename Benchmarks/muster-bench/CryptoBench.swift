// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CBenchFloor
internal import Cryptography
internal import JOSE

/// JWE and signatures against the same written in C straight on OpenSSL.
enum CryptoBench {
    static func run(rounds: Int) throws {
        Report.heading("JWE and signatures, one thread, against a C floor on OpenSSL")
        let privateKey = try RSAPrivateKey.generate()
        guard let floor = floor_key_create(privateKey.pkcs8DER, privateKey.pkcs8DER.count) else {
            throw BenchFailure("the floor cannot read the key")
        }
        defer { floor_key_destroy(floor) }
        let keys = try DecryptionKeySet([DecryptionKey(privateKey, keyID: "bench")])
        try decrypt(500, count: 1500, target: 0.95, rounds, privateKey, keys, floor)
        try decrypt(5_000_000, count: 40, target: 1, rounds, privateKey, keys, floor)
        try encrypt(5_000_000, count: 40, target: 1, rounds, privateKey, keys, floor)
        try signatures(rounds, privateKey, floor)
    }

    private static func decrypt(
        _ size: Int, count: Int, target: Double, _ rounds: Int, _ key: RSAPrivateKey, _ keys: DecryptionKeySet,
        _ floor: OpaquePointer
    ) throws {
        let plaintext = [UInt8](repeating: 0x61, count: size)
        let token = try JWE.encrypt(plaintext, to: key.publicKey, keyID: "bench")
        guard try JWE.decrypt(token, keys: keys) == plaintext else { throw BenchFailure("decrypt is wrong") }
        var out = [UInt8](repeating: 0, count: token.count)
        let rates = try paired(rounds: rounds, work: Double(count)) {
            for _ in 0..<count { _ = try JWE.decrypt(token, keys: keys) }
        } ceiling: {
            try token.withUnsafeBytes { bytes in
                for _ in 0..<count {
                    let found = floor_jwe_decrypt(
                        floor, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, &out)
                    guard found == size else { throw BenchFailure("the floor's decrypt is wrong") }
                }
            }
        }
        Report.line(
            Figure(
                name: "JWE decrypt, \(size) bytes", rate: rates.ours, unit: "/s", ceiling: rates.ceiling,
                ceilingName: "C floor", target: target))
    }

    private static func encrypt(
        _ size: Int, count: Int, target: Double, _ rounds: Int, _ key: RSAPrivateKey, _ keys: DecryptionKeySet,
        _ floor: OpaquePointer
    ) throws {
        let plaintext = [UInt8](repeating: 0x61, count: size)
        let header = Base64URL.encode(Array(#"{"kid":"bench","alg":"RSA-OAEP-256","enc":"A128GCM"}"#.utf8))
        var out = [CChar](repeating: 0, count: size * 2 + 1024)
        let written = floor_jwe_encrypt(floor, header, plaintext, size, &out)
        guard written > 0 else { throw BenchFailure("the floor's encrypt is wrong") }
        let token = out[..<written].map { UInt8(bitPattern: $0) }
        let isRight = try JWE.decrypt(token, keys: keys) == plaintext
        guard isRight else { throw BenchFailure("the floor's encrypt is wrong") }
        let rates = try paired(rounds: rounds, work: Double(count)) {
            for _ in 0..<count { _ = try JWE.encrypt(plaintext, to: key.publicKey, keyID: "bench") }
        } ceiling: {
            for _ in 0..<count { _ = floor_jwe_encrypt(floor, header, plaintext, size, &out) }
        }
        Report.line(
            Figure(
                name: "JWE encrypt, \(size) bytes", rate: rates.ours, unit: "/s", ceiling: rates.ceiling,
                ceilingName: "C floor", target: target))
    }

    private static func signatures(_ rounds: Int, _ key: RSAPrivateKey, _ floor: OpaquePointer) throws {
        let message = [UInt8](repeating: 0x62, count: 600)
        let signature = try key.sign(message)
        let publicKey = key.publicKey
        guard publicKey.verify(signature, of: message),
            floor_verify(floor, message, message.count, signature) == 1
        else { throw BenchFailure("the signature does not verify") }
        var out = [UInt8](repeating: 0, count: 256)
        let signing = try paired(rounds: rounds, work: 1000) {
            for _ in 0..<1000 { _ = try key.sign(message) }
        } ceiling: {
            for _ in 0..<1000 { _ = floor_sign(floor, message, message.count, &out) }
        }
        Report.line(
            Figure(
                name: "RS256 sign", rate: signing.ours, unit: "/s", ceiling: signing.ceiling, ceilingName: "C floor"))
        let verifying = paired(rounds: rounds, work: 10_000) {
            for _ in 0..<10_000 { _ = publicKey.verify(signature, of: message) }
        } ceiling: {
            for _ in 0..<10_000 { _ = floor_verify(floor, message, message.count, signature) }
        }
        Report.line(
            Figure(
                name: "RS256 verify", rate: verifying.ours, unit: "/s", ceiling: verifying.ceiling,
                ceilingName: "C floor"))
    }
}
