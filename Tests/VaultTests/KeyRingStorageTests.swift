// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Synchronization
import Testing

@testable import Vault

@Suite struct KeyRingStorageTests {
    /// What the disk refuses in these tests.
    private static let crash = VaultError(.fileFailure, "the test ended it here")

    @Test("A crash at any step of a rotation leaves the old or the new ring whole, and the next rotation works.")
    func crashes() throws {
        let row = SealedRow(.token, 8)
        for step in KeyRingStorage.Step.allCases {
            let folder = try KeyRingFolder.withRing()
            var storage = folder.storage
            storage.observe = { (reached: KeyRingStorage.Step) throws(VaultError) in
                if reached == step { throw Self.crash }
            }
            let vault = try folder.open(storage: storage)
            let sealed = vault.seal([9], as: row)
            #expect(throws: Self.crash, "\(step)") { try vault.rotate(.seal) }
            let isRenamed = [.renamed, .directorySynchronized, .oldErased].contains(step)
            let next = try folder.open()
            #expect(next.describeKeys().count == (isRenamed ? 9 : 8), "\(step)")
            #expect(try next.open(sealed, as: row) == [9])
            try next.rotate(.seal)
            #expect(try folder.open().describeKeys().count == (isRenamed ? 10 : 9), "\(step)")
            // The vault that met the crash goes on, and takes over what became durable.
            try vault.reloadIfChanged()
            #expect(vault.describeKeys() == next.describeKeys())
        }
    }

    @Test("The steps come in the order that makes them durable.")
    func order() throws {
        let folder = try KeyRingFolder.withRing()
        let steps = Mutex<[KeyRingStorage.Step]>([])
        var storage = folder.storage
        storage.observe = { (step: KeyRingStorage.Step) throws(VaultError) in steps.withLock { $0.append(step) } }
        try folder.open(storage: storage).rotate(.seal)
        #expect(steps.withLock { $0 } == KeyRingStorage.Step.allCases)
    }

    @Test("The ring that was replaced is overwritten on disk, unless somebody kept a name for it.")
    func oldRingIsErased() throws {
        let folder = try KeyRingFolder.withRing()
        let before = try folder.content()
        let handle = try #require(FileHandle(forReadingAtPath: folder.storage.path))
        try folder.open().rotate(.seal)
        let left = try #require(try handle.readToEnd())
        #expect(left.count == before.count)
        #expect(left.allSatisfy { $0 == 0 })

        let kept = folder.directory + "/kept.json"
        let second = try folder.content()
        try FileManager.default.linkItem(atPath: folder.storage.path, toPath: kept)
        try folder.open().rotate(.seal)
        #expect(try folder.content("kept.json") == second)
    }

    @Test(
        "While another process holds the lock, a rotation waits and then gives up; afterwards it works.",
        .enabled(if: Command.hasFlock))
    func lockOfAnotherProcess() throws {
        let folder = try KeyRingFolder.withRing()
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        holder.arguments = ["flock", folder.storage.lockPath, "sh", "-c", "echo held; cat"]
        let input = Pipe()
        let output = Pipe()
        holder.standardInput = input
        holder.standardOutput = output
        try holder.run()
        #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "held\n")

        var storage = folder.storage
        storage.lockPatience = .milliseconds(1)
        let vault = try folder.open(storage: storage)
        #expect(throws: VaultError(.lockBusy, "")) { try vault.rotate(.seal) }
        #expect(vault.describeKeys().count == 8)
        #expect(try folder.open().describeKeys().count == 8, "reading needs no lock")

        try input.fileHandleForWriting.close()
        holder.waitUntilExit()
        #expect(try vault.rotate(.seal).number == 2)
    }

    @Test("A leftover of a crash, even one planted as a link, is not written through.")
    func plantedTemporary() throws {
        let folder = try KeyRingFolder.withRing()
        let victim = folder.directory + "/victim"
        try folder.write([1, 2, 3], to: "victim")
        try FileManager.default.createSymbolicLink(
            atPath: folder.storage.temporaryPath, withDestinationPath: victim)
        try folder.open().rotate(.seal)
        #expect(try folder.content("victim") == [1, 2, 3])
        #expect(try folder.mode("keyring.json") == 0o600)
    }

    @Test("A data directory that cannot be made or written is an error that names the path.")
    func unwritable() throws {
        let folder = try KeyRingFolder()
        try folder.write([], to: "file")
        let path = folder.directory + "/file/data"
        let error = #expect(throws: VaultError.self) {
            try Vault.open(directory: path, rootKey: folder.source, create: true, clock: KeyRingFolder.clock)
        }
        #expect(error?.code == .fileFailure)
        #expect(error?.message.contains(path) == true)
    }
}
