// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Cryptography
import Foundation
import Testing

@testable import Vault

@Suite struct RotationTests {
    private let row = SealedRow(.card, 3)

    @Test("After a rotation old blobs open, new ones are under the new key, and one key is active.")
    func sealKey() throws {
        let folder = try KeyRingFolder.withRing()
        let vault = try folder.open()
        let old = vault.seal([1], as: row)
        let key = try vault.rotate(.seal)
        #expect(key.number == 2)
        #expect(key.state == .active)
        #expect(key.purpose == .seal)
        let new = vault.seal([2], as: row)
        #expect(try Vault.keyNumber(ofSealed: old) == 1)
        #expect(try Vault.keyNumber(ofSealed: new) == 2)
        #expect(try vault.open(old, as: row) == [1])
        #expect(try vault.open(new, as: row) == [2])
        let seals = vault.describeKeys().filter { $0.purpose == .seal }
        #expect(seals.map(\.state) == [.decryptOnly, .active])
        #expect(Set(vault.describeKeys().map(\.id)).count == 9, "ids of the same second differ")
        #expect(try folder.mode("keyring.json") == 0o600)
        #expect(try folder.open().open(old, as: row) == [1])
    }

    @Test("Another vault on the same directory sees the new key once it reloads, and only then seals with it.")
    func otherVault() throws {
        let folder = try KeyRingFolder.withRing()
        let server = try folder.open()
        let tool = try folder.open()
        #expect(try server.reloadIfChanged() == false)
        try tool.rotate(.seal)
        #expect(try Vault.keyNumber(ofSealed: server.seal([], as: row)) == 1)
        #expect(try server.reloadIfChanged())
        #expect(try server.reloadIfChanged() == false)
        #expect(try Vault.keyNumber(ofSealed: server.seal([], as: row)) == 2)
        #expect(server.describeKeys() == tool.describeKeys())
    }

    @Test("Once a rotation has returned, every thread seals under the new key, whichever copy of the keys it uses.")
    func everyThreadSeesIt() throws {
        let folder = try KeyRingFolder.withRing()
        let vault = try folder.open()
        let rotated = DispatchSemaphore(value: 0)
        let numbers = Collected<[UInt16]>()
        let threads = DispatchGroup()
        let count = 40
        for _ in 0..<count {
            let sealedBefore = DispatchSemaphore(value: 0)
            threads.enter()
            let thread = Thread {
                numbers.add {
                    let before = try Vault.keyNumber(ofSealed: vault.seal([], as: row))
                    sealedBefore.signal()
                    rotated.wait()
                    return [before, try Vault.keyNumber(ofSealed: vault.seal([], as: row))]
                }
                threads.leave()
            }
            thread.start()
            sealedBefore.wait()
        }
        try vault.rotate(.seal)
        for _ in 0..<count { rotated.signal() }
        threads.wait()
        #expect(try numbers.values() == Array(repeating: [1, 2], count: count))
    }

    @Test("A blob under a key that another process has just made opens without waiting for a reload.")
    func newKeyIsFound() throws {
        let folder = try KeyRingFolder.withRing()
        let server = try folder.open()
        let tool = try folder.open()
        try tool.rotate(.seal)
        let sealed = tool.seal([5], as: row)
        #expect(try server.open(sealed, as: row) == [5])
    }

    @Test("After the encryption key is rotated, what was encrypted to either key is decrypted.")
    func encryptionKey() throws {
        let folder = try KeyRingFolder.withRing()
        let vault = try folder.open()
        let old = try vault.networkKeys.encryptionKey
        let encrypted = try old.publicKey.encryptOAEP([1, 2], hash: .sha256)
        let key = try vault.rotate(.fpanEncryption)
        let network = try vault.networkKeys
        #expect(network.encryptionKey.id == key.id)
        #expect(network.fpanEncryption.map(\.id) == [key.id, old.id])
        #expect(network.fpanEncryption.map(\.state) == [.active, .decryptOnly])
        let found = try #require(network.decryptionKey(id: old.id))
        #expect(found.privateKey.decryptOAEP(encrypted, hash: .sha256) == [1, 2])
        #expect(network.encryptionKey.publicKey != old.publicKey)
        try vault.destroy(keyID: old.id)
        #expect(try vault.networkKeys.decryptionKey(id: old.id) == nil)
        #expect(try vault.networkKeys.fpanEncryption.map(\.id) == [key.id])
    }

    @Test("Keys whose change would orphan values are not rotated.", arguments: KeyPurpose.allCases)
    func permanentKeys(purpose: KeyPurpose) throws {
        guard [.index, .publicID, .tokenNumber].contains(purpose) else { return }
        let folder = try KeyRingFolder.withRing()
        let before = try folder.content()
        let error = #expect(throws: VaultError.self) { try folder.open().rotate(purpose) }
        #expect(error?.code == .permanentKey)
        #expect(error?.message.contains(purpose.rawValue) == true)
        #expect(try folder.content() == before)
    }

    @Test("A destroyed key opens nothing, in this vault and in others, and its wrapped bytes are gone from the ring.")
    func destruction() throws {
        let folder = try KeyRingFolder.withRing()
        let vault = try folder.open()
        let other = try folder.open()
        let sealed = vault.seal([1], as: row)
        let id = try #require(vault.describeKeys().first { $0.purpose == .seal }?.id)
        try vault.rotate(.seal)
        let before = try KeyRingFile.parse(try folder.content())
        let wrapped = try #require(before.keys.first { $0.id == id }?.wrapped)
        try vault.destroy(keyID: id)
        let error = #expect(throws: VaultError.self) { try vault.open(sealed, as: row) }
        #expect(error?.code == .destroyedKey)
        #expect(error?.keyNumber == 1)
        #expect(error?.keyID == id)
        try other.reloadIfChanged()
        #expect(throws: VaultError(.destroyedKey, "")) { try other.open(sealed, as: row) }
        #expect(throws: VaultError(.destroyedKey, "")) { try folder.open().open(sealed, as: row) }
        #expect(vault.describeKeys().first { $0.id == id }?.state == .destroyed)
        let content = Data(try folder.content())
        #expect(content.range(of: Data(Hex.encode(wrapped.bytes).utf8)) == nil)
        #expect(try vault.rotate(.seal).number == 3, "numbers are never used again")
    }

    @Test("Only decrypt-only keys are destroyed.")
    func destructionRules() throws {
        let folder = try KeyRingFolder.withRing()
        let vault = try folder.open()
        for key in vault.describeKeys() {
            let error = #expect(throws: VaultError.self) { try vault.destroy(keyID: key.id) }
            #expect(error?.code == .activeKey)
            #expect(error?.keyID == key.id)
        }
        #expect(throws: VaultError(.unknownKey, "")) { try vault.destroy(keyID: "") }
        let old = try #require(vault.describeKeys().first)
        try vault.rotate(.seal)
        try vault.destroy(keyID: old.id)
        #expect(throws: VaultError(.destroyedKey, "")) { try vault.destroy(keyID: old.id) }
    }

    @Test("Vaults that rotate at the same time lose no key, and afterwards each opens what any of them sealed.")
    func simultaneousRotation() throws {
        let folder = try KeyRingFolder.withRing()
        let each = 6
        let vaults = try (0..<4).map { _ in try folder.open() }
        let blobs = Collected<[UInt8]>()
        DispatchQueue.concurrentPerform(iterations: vaults.count) { thread in
            for index in 0..<each {
                blobs.add {
                    try vaults[thread].rotate(.seal)
                    return vaults[thread].seal([UInt8(thread), UInt8(index)], as: row)
                }
            }
        }
        let sealed = try blobs.values()
        for vault in vaults + [try folder.open()] {
            try vault.reloadIfChanged()
            let numbers = vault.describeKeys().compactMap(\.number)
            #expect(numbers == Array(1...UInt16(1 + vaults.count * each)))
            for blob in sealed { _ = try vault.open(blob, as: row) }
        }
    }

    @Test("Sealing and opening go on while keys are rotated and the ring is reloaded.")
    func serviceGoesOn() throws {
        let folder = try KeyRingFolder.withRing()
        let server = try folder.open()
        let tool = try folder.open()
        let done = Collected<Bool>()
        DispatchQueue.concurrentPerform(iterations: 4) { thread in
            done.add {
                for index in 0..<(thread == 0 ? 10 : 1500) {
                    if thread == 0 { try tool.rotate(.seal) }
                    if thread == 1, index % 50 == 0 { try server.reloadIfChanged() }
                    let sealed = server.seal([UInt8(index & 255)], as: row)
                    guard try server.open(sealed, as: row) == [UInt8(index & 255)] else { return false }
                }
                return true
            }
        }
        #expect(try done.values() == [true, true, true, true])
        try server.reloadIfChanged()
        #expect(server.describeKeys() == tool.describeKeys())
    }

    @Test("When all 65,535 numbers are given out, a rotation is refused.")
    func numbersRunOut() throws {
        let file = try KeyRingFile.parse(try KeyRingFolder.withRing().content())
        var full = file
        full.keys[0].number = .max
        let now = KeyRingFolder.clock.now
        #expect(throws: VaultError(.keyNumbersExhausted, "")) { try full.newRecord(.seal, at: now) }
        full.keys[0].number = .max - 1
        #expect(try full.newRecord(.seal, at: now).number == .max)
    }
}
