// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Foundation
import Testing

@testable import Vault

@Suite struct SecrecyTests {
    /// The ways in which a run of secret bytes could stand in text.
    private func spellings(_ secret: [UInt8]) -> [String] {
        let hex = Hex.encode(secret)
        return [
            hex, hex.uppercased(), Data(secret).base64EncodedString().trimmingCharacters(in: ["="]),
            secret.map(String.init).joined(separator: ", "),
            secret.map { "0x" + Hex.encode([$0]) }.joined(separator: ", "),
        ]
    }

    /// Runs of 12 bytes out of a secret: base64 of a run matches inside a longer text only at multiples of three. Of a
    /// long secret some twenty runs are taken, after the header that all RSA keys share.
    private func runs(_ secret: [UInt8]) -> [[UInt8]] {
        let first = secret.count > 100 ? 48 : 0
        let step = max(3, (secret.count - first) / 60 * 3)
        return stride(from: first, through: secret.count - 12, by: step).map { Array(secret[$0..<$0 + 12]) }
    }

    private func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        Data(text).range(of: Data(part)) != nil
    }

    private func shows(_ text: [UInt8], anyOf secrets: [[UInt8]]) -> Bool {
        secrets.flatMap(runs).contains { run in
            contains(text, run) || spellings(run).contains { contains(text, Array($0.utf8)) }
        }
    }

    @Test("The search for key material finds it in each spelling.")
    func canary() {
        let secret = (0..<32).map { UInt8($0 * 7) }
        for text in spellings(secret) {
            #expect(shows(Array("key: [\(text)]".utf8), anyOf: [secret]))
        }
    }

    @Test("The key ring file holds no byte run of any key or of the root key.")
    func keyRingFile() throws {
        let folder = try KeyRingFolder.withRing()
        let vault = try folder.open()
        try vault.rotate(.seal)
        try vault.rotate(.payloadVerification)
        var secrets = Array(try folder.materials().values)
        #expect(secrets.count == 10)
        let root = String(decoding: try folder.content("root.key"), as: UTF8.self)
        secrets.append(try #require(Hex.decode(root.trimmingCharacters(in: .newlines).utf8)))
        let content = try folder.content()
        #expect(!shows(content, anyOf: secrets))
    }

    @Test("No description, debug description, dump or error shows key material or a passphrase.")
    func descriptions() throws {
        let folder = try KeyRingFolder.withRing()
        let vault = try folder.open()
        let passphrase = Array("correct horse battery staple".utf8)
        var secrets = Array(try folder.materials().values)
        let root = String(decoding: try folder.content("root.key"), as: UTF8.self)
        secrets.append(try #require(Hex.decode(root.trimmingCharacters(in: .newlines).utf8)))
        secrets.append(passphrase)
        let file = try KeyRingFile.parse(try folder.content())
        let network = try vault.networkKeys
        let refusedBlob = #expect(throws: VaultError.self) { try vault.open([1, 2], as: SealedRow(.card, 1)) }
        let refusedDestruction = #expect(throws: VaultError.self) {
            try vault.destroy(keyID: network.encryptionKey.id)
        }
        let values: [Any] = [
            vault, network, network.encryptionKey, network.encryptionKey.privateKey, vault.describeKeys(), vault.keys,
            vault.keys.networkKeys as Any, vault.keys.sealKey, vault.keys.indexKey,
            vault.keys.publicIDKey, vault.keys.tokenNumbers, vault.root, file,
            RootKeySource.passphrase(passphrase), [RootKeySource.passphrase(passphrase)],
            Optional(RootKeySource.passphrase(passphrase)) as Any,
            RootKeySource.file(path: "/secret/root.key", createIfMissing: true),
            refusedBlob as Any, refusedDestruction as Any,
        ]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            for text in [dumped, String(describing: value), String(reflecting: value), "\(value)"] {
                #expect(!shows(Array(text.utf8), anyOf: secrets), "\(type(of: value))")
                #expect(!contains(Array(text.utf8), Array("correct horse".utf8)))
            }
        }
    }

    @Test("A vault's description names its directory, a source its path, and a passphrase nothing.")
    func helpfulDescriptions() throws {
        let folder = try KeyRingFolder.withRing()
        #expect("\(try folder.open())" == "Vault(\(folder.directory), 8 keys)")
        #expect("\(folder.source)" == "root key file \(folder.rootKeyPath)")
        #expect("\(RootKeySource.passphrase([1]))" == "passphrase (hidden)")
    }
}
