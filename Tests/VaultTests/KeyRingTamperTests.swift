// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import Vault

@Suite struct KeyRingTamperTests {
    @Test("A wrapped key with any byte changed is refused, and the error names the key.")
    func everyByteOfAWrappedKey() throws {
        let folder = try KeyRingFolder.withRing()
        let original = try folder.content()
        let file = try KeyRingFile.parse(original)
        let root = try RootKey.find(folder.source, for: file.root)
        for (place, record) in file.keys.enumerated() {
            let wrapped = try #require(record.wrapped?.bytes)
            // All bytes of the short ones; every 37th of the long RSA keys, and their ends.
            for index in wrapped.indices where wrapped.count < 100 || index % 37 == 0 || index >= wrapped.count - 16 {
                var changed = file
                changed.keys[place].wrapped?.bytes[index] ^= 1
                let error = #expect(throws: VaultError.self) { try root.unwrap(changed.keys[place]) }
                #expect(error?.code == .keyTampered)
                #expect(error?.keyID == record.id)
                #expect(error?.message.contains(record.id) == true)
            }
        }
    }

    @Test("A vault refuses a ring with a changed wrapped key and names the key.")
    func changedWrappedKey() throws {
        let folder = try KeyRingFolder.withRing()
        var id = ""
        try folder.tamper { file in
            id = file.keys[1].id
            file.keys[1].wrapped?.bytes[20] ^= 0x80
        }
        let error = #expect(throws: VaultError.self) { try folder.open() }
        #expect(error?.code == .keyTampered)
        #expect(error?.keyID == id)
    }

    @Test("A wrapped key that is cut short is refused by name.", arguments: [0, 1, 12, 28, 40])
    func shortWrappedKey(count: Int) throws {
        let folder = try KeyRingFolder.withRing()
        try folder.tamper { file in file.keys[0].wrapped?.bytes.removeLast(60 - count) }
        #expect(throws: VaultError(.keyTampered, "")) { try folder.open() }
    }

    @Test("A wrapped key does not open under another id, purpose, number or date.")
    func wrappingIsBound() throws {
        let folder = try KeyRingFolder.withRing()
        let file = try KeyRingFile.parse(try folder.content())
        let root = try RootKey.find(folder.source, for: file.root)
        var records: [KeyRingFile.Record] = []
        for edit in [
            { $0.id += "x" }, { $0.purpose = .index }, { $0.number = 2 }, { $0.number = nil }, { $0.created += 1 },
        ] as [(inout KeyRingFile.Record) -> Void] {
            var record = file.keys[0]
            edit(&record)
            records.append(record)
        }
        for record in records { #expect(throws: VaultError(.keyTampered, "")) { try root.unwrap(record) } }
        var stateOnly = file.keys[0]
        stateOnly.state = .decryptOnly
        #expect(try root.unwrap(stateOnly) != nil, "the state may change without wrapping anew")
    }

    @Test("A ring in which anything else was changed is refused.")
    func changedRing() throws {
        let edits: [(String, (inout KeyRingFile) -> Void)] = [
            ("state", { $0.keys[1].state = .decryptOnly }),
            (
                "old key made active",
                { file in
                    file.keys[0].state = .active
                    file.keys[7].state = .decryptOnly
                }
            ),
            ("removed key", { $0.keys.remove(at: 0) }),
            ("order", { $0.keys.swapAt(0, 7) }),
            ("revision", { $0.revision += 1 }),
            ("environment", { $0.environment = .production }),
            ("integrity", { $0.integrity.bytes[0] ^= 1 }),
            ("no integrity", { $0.integrity.bytes = [] }),
            (
                "destroyed",
                { file in
                    file.keys[0].state = .destroyed
                    file.keys[0].wrapped = nil
                }
            ),
        ]
        for (what, edit) in edits {
            let folder = try KeyRingFolder.withRing()
            try folder.open().rotate(.seal)
            try folder.tamper { edit(&$0) }
            let error = #expect(throws: VaultError.self, "\(what)") { try folder.open() }
            #expect(error?.code == .keyRingTampered, "\(what)")
        }
    }

    @Test("A ring that breaks a rule is refused although its integrity code is right.")
    func brokenRules() throws {
        let edits: [(inout KeyRingFile) -> Void] = [
            { $0.keys.append($0.keys[0]) },
            { $0.keys[0].state = .decryptOnly },
            { $0.keys[0].wrapped = nil },
            { $0.keys[1].state = .destroyed },
            { $0.keys[0].number = nil },
            { $0.keys[0].number = 0 },
            { $0.keys[1].number = 7 },
            { $0.keys.remove(at: 1) },
            { $0.keys[6].state = .decryptOnly },
            { file in
                var twin = file.keys[0]
                twin.id += "-2"
                twin.state = .decryptOnly
                file.keys.append(twin)
            },
        ]
        for (place, edit) in edits.enumerated() {
            let folder = try KeyRingFolder.withRing()
            let root = try RootKey.find(folder.source, for: try KeyRingFile.parse(try folder.content()).root)
            try folder.tamper { file in
                edit(&file)
                root.authenticate(&file)
            }
            #expect(throws: VaultError(.keyRingMalformed, ""), "edit \(place)") { try folder.open() }
        }
    }

    @Test("A running vault refuses a tampered ring, keeps its keys and goes on.")
    func runningVault() throws {
        let folder = try KeyRingFolder.withRing()
        let vault = try folder.open()
        let row = SealedRow(.card, 1)
        let sealed = vault.seal([7], as: row)
        try folder.tamper { $0.keys[0].wrapped?.bytes[30] ^= 1 }
        #expect(throws: VaultError(.keyTampered, "")) { try vault.reloadIfChanged() }
        #expect(throws: VaultError(.keyTampered, "")) { try vault.rotate(.seal) }
        #expect(try vault.open(sealed, as: row) == [7])
        #expect(try vault.open(vault.seal([8], as: row), as: row) == [8])
    }

    @Test("A running vault refuses an older ring in the place of its own.")
    func rolledBack() throws {
        let folder = try KeyRingFolder.withRing()
        let backup = try folder.content()
        let vault = try folder.open()
        try vault.rotate(.seal)
        try folder.write(backup)
        #expect(throws: VaultError(.keyRingRolledBack, "")) { try vault.reloadIfChanged() }
        #expect(throws: VaultError(.keyRingRolledBack, "")) { try vault.rotate(.seal) }
        #expect(vault.describeKeys().count == 9)
    }
}
