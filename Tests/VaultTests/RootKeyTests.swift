// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

@testable import Vault

@Suite struct RootKeyTests {
    private func hex(_ folder: KeyRingFolder) throws -> String {
        String(decoding: try folder.content("root.key"), as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    @Test("The root key file may hold 64 hexadecimal digits, with or without a line break, or 32 raw bytes.")
    func forms() throws {
        let folder = try KeyRingFolder.withRing()
        let text = try hex(folder)
        let expected = try folder.open().describeKeys()
        for form in [text, text + "\n", text + "\r\n", text.uppercased()] {
            try folder.write(Array(form.utf8), to: "root.key")
            try folder.setMode(0o600, of: "root.key")
            #expect(try folder.open().describeKeys() == expected)
        }
        try folder.write(try #require(Hex.decode(text.utf8)), to: "root.key")
        try folder.setMode(0o400, of: "root.key")
        #expect(try folder.open().describeKeys() == expected)
    }

    @Test(
        "A root key file that group or others may touch is refused, also when a ring is made.",
        arguments: [0o640, 0o604, 0o644, 0o620, 0o602, 0o610, 0o601, 0o660, 0o777])
    func exposed(mode: Int) throws {
        let folder = try KeyRingFolder.withRing()
        try folder.setMode(mode, of: "root.key")
        let error = #expect(throws: VaultError.self) { try folder.open() }
        #expect(error?.code == .rootKeyExposed)
        #expect(error?.message.contains(folder.rootKeyPath) == true)
        try FileManager.default.removeItem(atPath: folder.storage.path)
        #expect(throws: VaultError(.rootKeyExposed, "")) { try folder.open(create: true) }
        #expect(!FileManager.default.fileExists(atPath: folder.storage.path))
    }

    @Test("A root key file of any other content is refused, without showing it.")
    func unusable() throws {
        let folder = try KeyRingFolder.withRing()
        let text = try hex(folder)
        let contents: [[UInt8]] = [
            [], Array("secret".utf8), Array(text.dropLast().utf8), Array((text + "0").utf8),
            Array((text.dropLast() + "g").utf8), Array((" " + text).utf8), [UInt8](repeating: 7, count: 32),
            [UInt8](repeating: 0x30, count: 64), [UInt8](repeating: 1, count: 2000),
        ]
        for content in contents {
            try folder.write(content, to: "root.key")
            try folder.setMode(0o600, of: "root.key")
            let error = #expect(throws: VaultError.self) { try folder.open() }
            #expect(error.map { [.rootKeyUnusable, .fileFailure].contains($0.code) } == true)
            #expect(error?.message.contains("secret") == false)
            #expect(error?.message.contains(text.prefix(16)) == false)
        }
    }

    @Test("Another root key is told from a damaged ring.")
    func wrongRootKey() throws {
        let folder = try KeyRingFolder.withRing()
        try folder.write((0..<32).map { UInt8($0) }, to: "root.key")
        try folder.setMode(0o600, of: "root.key")
        #expect(throws: VaultError(.wrongRootKey, "")) { try folder.open() }
    }

    @Test("Beside an existing ring a missing root key file is an error and is not made anew.")
    func missingBesideRing() throws {
        let folder = try KeyRingFolder.withRing()
        try FileManager.default.removeItem(atPath: folder.rootKeyPath)
        #expect(throws: VaultError(.rootKeyMissing, "")) { try folder.open(create: true) }
        #expect(!FileManager.default.fileExists(atPath: folder.rootKeyPath))
    }

    @Test("A root key file that is not to be made is not made, and no ring either.")
    func notMade() throws {
        let folder = try KeyRingFolder()
        #expect(throws: VaultError(.rootKeyMissing, "")) {
            try Vault.open(
                directory: folder.directory, rootKey: .file(path: folder.rootKeyPath, createIfMissing: false),
                create: true, clock: KeyRingFolder.clock)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.rootKeyPath))
        #expect(!FileManager.default.fileExists(atPath: folder.storage.path))
    }

    @Test("A root key file is never written over, also not through a link.")
    func neverOverwritten() throws {
        let folder = try KeyRingFolder()
        try folder.write([1], to: "other")
        try folder.setMode(0o600, of: "other")
        try FileManager.default.createSymbolicLink(
            atPath: folder.rootKeyPath, withDestinationPath: folder.directory + "/other")
        #expect(throws: VaultError(.rootKeyUnusable, "")) { try folder.open(create: true) }
        #expect(try folder.content("other") == [1])
        // A link to nowhere looks missing; making the file meets the name.
        try FileManager.default.removeItem(atPath: folder.directory + "/other")
        #expect(throws: VaultError.self) { try folder.open(create: true) }
        #expect(!FileManager.default.fileExists(atPath: folder.directory + "/other"))
    }

    @Test("A link to a private file is followed, as secret mounts use them.")
    func linkIsFollowed() throws {
        let folder = try KeyRingFolder.withRing()
        try FileManager.default.moveItem(atPath: folder.rootKeyPath, toPath: folder.directory + "/mounted")
        try FileManager.default.createSymbolicLink(
            atPath: folder.rootKeyPath, withDestinationPath: folder.directory + "/mounted")
        #expect(try folder.open().describeKeys().count == 8)
    }

    @Test("A passphrase opens its ring; a wrong one, a short one or a key file does not.")
    func passphrase() throws {
        let folder = try KeyRingFolder()
        let right = RootKeySource.passphrase(Array("correct horse battery".utf8))
        let made = try folder.open(storage: folder.storage, rootKey: right, create: true)
        #expect(!FileManager.default.fileExists(atPath: folder.rootKeyPath))
        #expect(try folder.open(storage: folder.storage, rootKey: right).describeKeys() == made.describeKeys())
        for wrong in ["correct horse batterz", "correct horse battery ", "Correct horse battery"] {
            #expect(throws: VaultError(.wrongRootKey, "")) {
                try folder.open(storage: folder.storage, rootKey: .passphrase(Array(wrong.utf8)))
            }
        }
        #expect(throws: VaultError(.rootKeyUnusable, "")) {
            try folder.open(storage: folder.storage, rootKey: .passphrase(Array("correct".utf8)))
        }
        try folder.write((0..<32).map { UInt8($0) }, to: "root.key")
        try folder.setMode(0o600, of: "root.key")
        #expect(throws: VaultError(.wrongRootKey, "")) { try folder.open() }
        let fileRing = try KeyRingFolder.withRing()
        #expect(throws: VaultError(.wrongRootKey, "")) { try fileRing.open(storage: fileRing.storage, rootKey: right) }
    }

    @Test("A passphrase that is too short makes no ring.")
    func shortPassphrase() throws {
        let folder = try KeyRingFolder()
        #expect(throws: VaultError(.rootKeyUnusable, "")) {
            try folder.open(storage: folder.storage, rootKey: .passphrase(Array("1234567".utf8)), create: true)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.storage.path))
    }

    @Test("Scrypt parameters outside their bounds are refused before any memory is taken.")
    func scryptBounds() throws {
        let passphrase = Array("correct horse battery".utf8)
        let good = ScryptParameters.random(cost: 1 << 14)
        #expect(try good.rootKey(passphrase: passphrase).count == 32)
        let edits: [(inout ScryptParameters) -> Void] = [
            { $0.n = 1 << 13 }, { $0.n = 1 << 21 }, { $0.n = (1 << 14) + 1 }, { $0.n = 0 }, { $0.n = -1 },
            { $0.r = 1 }, { $0.r = 1 << 30 }, { $0.p = 0 }, { $0.p = 5 }, { $0.salt.bytes = [] },
        ]
        for (place, edit) in edits.enumerated() {
            var changed = good
            edit(&changed)
            #expect(throws: VaultError(.keyRingMalformed, ""), "edit \(place)") {
                try changed.rootKey(passphrase: passphrase)
            }
        }
    }
}
