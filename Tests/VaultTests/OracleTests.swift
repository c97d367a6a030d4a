// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

@testable import Vault

/// Other implementations of the same algorithms read what the vault made. They know the root key and the written form
/// of the key ring, nothing of this code.
@Suite struct OracleTests {
    private let row = SealedRow(.card, 0x0102_0304_0506_0708)

    @Test("The openssl command computes the same blind index.", .enabled(if: Command.hasOpenSSL))
    func blindIndexByOpenSSL() throws {
        let folder = try KeyRingFolder.withRing()
        let vault = try folder.open()
        let key = Hex.encode(try folder.material(.index))
        let value = Array("+31612345678".utf8)
        let text: [UInt8] = [2] + [0, 0, 0, 0, 0, 0, 1, 3] + value
        let output = try Command.run(
            ["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:" + key, "-binary"], input: text)
        #expect(output.bytes == vault.blindIndex(.mobile, directory: 259, value: value).bytes)
    }

    @Test(
        "The openssl command decrypts a reference and an identifier to kind and row.", .enabled(if: Command.hasOpenSSL))
    func identifiersByOpenSSL() throws {
        let folder = try KeyRingFolder.withRing()
        let vault = try folder.open()
        let key = Hex.encode(try folder.material(.publicID))
        func encrypt(_ block: [UInt8]) throws -> [UInt8] {
            try Command.run(["openssl", "enc", "-aes-128-ecb", "-nopad", "-K", key], input: block).bytes
        }
        let reference = Hex.encode(try encrypt([0x81, 0, 0, 0, 0, 0, 0, 0] + [0, 0, 0, 0, 0, 1, 2, 3]))
        #expect(vault.reference48(.token, of: 0x10203) == "DM4MMC0000000001" + reference)
        var block = try encrypt([2, 0, 0, 0, 0, 0, 0, 0] + [0, 0, 0, 0, 0, 1, 2, 3])
        block[6] = block[6] & 0x0F | 0x80
        block[8] = block[8] & 0x3F | 0x80
        let id = vault.publicID(.card, of: 0x10203)
        #expect(id.filter { $0 != "-" } == Hex.encode(block))
    }

    @Test("The openssl command reads the network's private key.", .enabled(if: Command.hasOpenSSL))
    func rsaByOpenSSL() throws {
        let folder = try KeyRingFolder.withRing()
        let output = try Command.run(
            ["openssl", "pkey", "-inform", "DER", "-check", "-noout"], input: try folder.material(.fpanEncryption))
        #expect(output.status == 0)
        #expect(output.text.contains("Key is valid"))
    }

    @Test(
        "Python, given root key and key ring, opens blobs and computes indexes, references and token numbers.",
        .enabled(if: Command.hasPythonCryptography))
    func everythingByPython() throws {
        let folder = try KeyRingFolder.withRing()
        let vault = try folder.open()
        let old = vault.seal(Array("under the old key".utf8), as: row)
        try vault.rotate(.seal)
        let new = vault.seal(Array("under the new key".utf8), as: row)
        let foreign = try JSONEncoder().encode([
            "directory": folder.directory, "old": Hex.encode(old), "new": Hex.encode(new),
        ])
        let output = try Command.run(["python3", "-c", PythonOracle.script], input: Array(foreign))
        let said = try JSONDecoder().decode([String: String].self, from: Data(output.bytes))
        #expect(said["integrity"] == "right")
        #expect(said["old"] == "under the old key")
        #expect(said["new"] == "under the new key")
        #expect(said["index"] == Hex.encode(vault.blindIndex(.email, directory: 7, value: Array("ada".utf8)).bytes))
        #expect(said["par"] == vault.paymentAccountReference(pan: Array("5186009999990001".utf8)))
        for sequence in [0, 1, 999_999_999] as [Int64] {
            let number = try vault.tokenNumber(bin: Array("520473".utf8), sequence: sequence)
            #expect(said["token \(sequence)"] == String(decoding: number, as: UTF8.self))
        }
        // And the other way round: what Python sealed, the vault opens.
        let sealedText = try #require(said["sealed"])
        let sealed = try #require(Hex.decode(sealedText.utf8))
        #expect(try vault.open(sealed, as: row) == Array("sealed elsewhere".utf8))
    }

    @Test(
        "scrypt turns the passphrase into the root key as Python's does.", .enabled(if: Command.hasPythonCryptography))
    func scryptByPython() throws {
        let parameters = ScryptParameters.random(cost: 1 << 14)
        let script = """
            import hashlib, sys
            print(hashlib.scrypt(b'correct horse battery', salt=bytes.fromhex(sys.argv[1]), n=1 << 14, r=8, p=1,
                maxmem=1 << 26, dklen=32).hex())
            """
        let output = try Command.run(["python3", "-c", script, Hex.encode(parameters.salt.bytes)])
        let key = try parameters.rootKey(passphrase: Array("correct horse battery".utf8))
        #expect(output.text == Hex.encode(key) + "\n")
    }
}
