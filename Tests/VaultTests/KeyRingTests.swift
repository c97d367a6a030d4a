// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Cryptography
import Foundation
import Testing

@testable import Vault

@Suite struct KeyRingTests {
    @Test("A new ring has one active key for each purpose, dated ids, and private files.")
    func creation() throws {
        let folder = try KeyRingFolder()
        let vault = try folder.open(create: true)
        #expect(vault.describeKeys().map(\.purpose) == [.seal, .index, .publicID, .tokenNumber])
        _ = try vault.networkKeys
        let keys = vault.describeKeys()
        #expect(keys.map(\.purpose) == KeyPurpose.allCases)
        #expect(keys.allSatisfy { $0.state == .active && $0.created == KeyRingFolder.clock.now })
        #expect(keys.allSatisfy { $0.id.hasPrefix("20261120120000-sandbox-") })
        #expect(keys.map(\.number) == [1, nil, nil, nil, nil, nil, nil, nil])
        #expect(vault.environment == .sandbox)
        #expect(try folder.mode("keyring.json") == 0o600)
        #expect(try folder.mode("keyring.lock") == 0o600)
        #expect(try folder.mode("root.key") == 0o600)
        #expect(try folder.content("root.key").count == 65)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.directory)
        #expect(names.sorted() == ["keyring.json", "keyring.lock", "root.key"], "nothing is left over")
    }

    @Test("The data directory is made with mode 0700 when it is missing.")
    func directoryIsMade() throws {
        let folder = try KeyRingFolder()
        let directory = folder.directory + "/data"
        _ = try Vault.open(
            directory: directory, rootKey: folder.source, create: true, environment: .production,
            clock: KeyRingFolder.clock)
        let attributes = try FileManager.default.attributesOfItem(atPath: directory)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test("Integrators find the network's keys by the substrings that they look for.")
    func networkKeyIDs() throws {
        let network = try sharedVault.get().networkKeys
        #expect(network.encryptionKey.id.contains("src-fpan-encryption"))
        #expect(network.encryptionKey.id.contains("fpan-encryption-src"))
        #expect(network.payloadSigningKey.id.contains("src-payload-verification"))
        #expect(!network.payloadSigningKey.id.contains("fpan-encryption"))
        #expect(!network.pushSigningKey.id.contains("fpan-encryption"))
        #expect(network.pushSigningKey.id.contains("token-connect"))
    }

    @Test("The network's keys are made once, by whoever asks first, and stay.")
    func networkKeysAreMadeOnce() throws {
        let folder = try KeyRingFolder()
        let vaults = [try folder.open(create: true), try folder.open()]
        let ids = Collected<[String]>()
        DispatchQueue.concurrentPerform(iterations: 4) { thread in
            ids.add {
                let network = try vaults[thread % 2].networkKeys
                return [network.encryptionKey.id, network.payloadSigningKey.id, network.pushSigningKey.id]
            }
        }
        let all = try ids.values()
        #expect(Set(all).count == 1)
        #expect(try KeyRingFile.parse(try folder.content()).keys.map(\.purpose) == KeyPurpose.allCases)
        let network = try folder.open().networkKeys
        #expect(network.encryptionKey.id == all[0][0])
        #expect(network.encryptionKey.publicKey == (try vaults[1].networkKeys.encryptionKey.publicKey))
    }

    @Test("Before the network's keys are made, one of them may be rotated in; the others follow when asked for.")
    func firstNetworkKeyByRotation() throws {
        let folder = try KeyRingFolder()
        let vault = try folder.open(create: true)
        let key = try vault.rotate(.pushSignature)
        #expect(try folder.open().describeKeys().count == 5)
        let network = try vault.networkKeys
        #expect(network.pushSigningKey.id == key.id)
        #expect(network.pushSignature.count == 1)
        #expect(vault.describeKeys().count == 8)
    }

    @Test("The network's keys decrypt and sign with what is published.")
    func networkKeysWork() throws {
        let network = try sharedVault.get().networkKeys
        let secret = Array("content key".utf8)
        let encrypted = try network.encryptionKey.publicKey.encryptOAEP(secret, hash: .sha256)
        let key = try #require(network.decryptionKey(id: network.encryptionKey.id))
        #expect(key.privateKey.decryptOAEP(encrypted, hash: .sha256) == secret)
        #expect(network.decryptionKey(id: network.payloadSigningKey.id) == nil)
        for signing in [network.payloadSigningKey, network.pushSigningKey, network.identitySigningKey] {
            let signature = try signing.privateKey.sign(secret)
            #expect(signing.publicKey.verify(signature, of: secret))
            #expect(signing.publicKey.bits == 2048)
        }
    }

    @Test("What one vault sealed, indexed and named, another one on the same directory reads.")
    func reopening() throws {
        let folder = try KeyRingFolder.withRing()
        let first = try folder.open()
        let row = SealedRow(.consumer, 9)
        let sealed = first.seal([1, 2, 3], as: row)
        let second = try folder.open(create: true)
        #expect(second.describeKeys() == first.describeKeys(), "an existing ring is not made again")
        #expect(try second.open(sealed, as: row) == [1, 2, 3])
        #expect(second.publicID(.card, of: 5) == first.publicID(.card, of: 5))
        #expect(
            second.blindIndex(.pan, directory: 1, value: [5]) == first.blindIndex(.pan, directory: 1, value: [5]))
        #expect(
            try second.tokenNumber(bin: Array("520473".utf8), sequence: 5)
                == first.tokenNumber(bin: Array("520473".utf8), sequence: 5))
        #expect(second.paymentAccountReference(pan: [53]) == first.paymentAccountReference(pan: [53]))
    }

    @Test("Without a ring, opening says so and makes nothing.")
    func missing() throws {
        let folder = try KeyRingFolder()
        #expect(throws: VaultError(.keyRingMissing, "")) { try folder.open() }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.directory).isEmpty)
    }

    @Test("A ring of one environment is refused by the other.")
    func environment() throws {
        let folder = try KeyRingFolder.withRing()
        #expect(throws: VaultError(.environmentMismatch, "")) { try folder.open(environment: .production) }
        #expect(try folder.open(environment: .sandbox).environment == .sandbox)
    }

    @Test(
        "A file that is no key ring is refused as such.",
        arguments: [
            "", "{}", "[]", "null", "\u{0}", "{\"format\":\"muster-key-ring\"}", String(repeating: "[", count: 100_000),
        ])
    func malformed(text: String) throws {
        let folder = try KeyRingFolder.withRing()
        try folder.write(Array(text.utf8))
        #expect(throws: VaultError(.keyRingMalformed, "")) { try folder.open() }
    }

    @Test("A ring that is longer than any ring can be is refused before it is read.")
    func tooLong() throws {
        let folder = try KeyRingFolder.withRing()
        let handle = try #require(FileHandle(forWritingAtPath: folder.storage.path))
        try handle.truncate(atOffset: UInt64(KeyRingStorage.bytesMax) + 1)
        #expect(throws: VaultError(.fileFailure, "")) { try folder.open() }
    }

    @Test("A ring of a later version is refused.")
    func laterVersion() throws {
        let folder = try KeyRingFolder.withRing()
        let text = String(decoding: try folder.content(), as: UTF8.self)
        try folder.write(Array(text.replacingOccurrences(of: "\"version\" : 1", with: "\"version\" : 2").utf8))
        #expect(throws: VaultError(.keyRingMalformed, "")) { try folder.open() }
    }

    @Test("Two vaults that make the ring at the same time end with the same one.")
    func simultaneousCreation() throws {
        let folder = try KeyRingFolder()
        let rings = Collected<[KeyDescription]>()
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            rings.add { try folder.open(create: true).describeKeys() }
        }
        let all = try rings.values()
        #expect(all.count == 4)
        #expect(Set(all).count == 1)
    }
}
