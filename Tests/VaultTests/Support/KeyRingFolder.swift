// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Foundation
import Testing

@testable import Vault

/// A temporary data directory with a key ring of its own; it goes when the test lets go of it.
final class KeyRingFolder: Sendable {
    static let clock = ManualClock()

    let directory: String
    var storage: KeyRingStorage { KeyRingStorage(directory: directory) }
    var rootKeyPath: String { directory + "/root.key" }
    var source: RootKeySource { .file(path: rootKeyPath, createIfMissing: true) }

    /// An empty directory.
    init() throws {
        directory = NSTemporaryDirectory() + "muster-vault-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// A directory with a key ring of seven keys. It is a copy of one that is made once: RSA keys take their time.
    static func withRing() throws -> KeyRingFolder {
        let folder = try KeyRingFolder()
        for name in ["keyring.json", "root.key"] {
            try FileManager.default.copyItem(
                atPath: try template.get().directory + "/" + name, toPath: folder.directory + "/" + name)
        }
        return folder
    }

    private static let template = Result {
        let folder = try KeyRingFolder()
        _ = try folder.open(create: true).networkKeys
        return folder
    }

    func open(create: Bool = false, environment: KeyEnvironment? = nil) throws -> Vault {
        try Vault.open(
            directory: directory, rootKey: source, create: create, environment: environment, clock: Self.clock)
    }

    func open(storage: KeyRingStorage, rootKey: RootKeySource? = nil, create: Bool = false) throws -> Vault {
        // The cheapest scrypt that is accepted: the test is not about its cost.
        try Vault.open(
            storage: storage, rootKey: rootKey ?? source, create: create, environment: nil, clock: Self.clock,
            scryptCost: 1 << 14)
    }

    func content(_ name: String = "keyring.json") throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory + "/" + name)))
    }

    func write(_ content: [UInt8], to name: String = "keyring.json") throws {
        try Data(content).write(to: URL(fileURLWithPath: directory + "/" + name))
    }

    func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/" + name)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    func setMode(_ mode: Int, of name: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: directory + "/" + name)
    }

    /// Changes the ring on disk as somebody who does not know the root key could.
    func tamper(_ edit: (inout KeyRingFile) throws -> Void) throws {
        var file = try KeyRingFile.parse(try content())
        try edit(&file)
        try write(try file.serialize())
    }

    /// Every key of the ring in the clear, by id, read with the root key.
    func materials() throws -> [String: [UInt8]] {
        let file = try KeyRingFile.parse(try content())
        let root = try RootKey.find(source, for: file.root)
        var materials: [String: [UInt8]] = [:]
        for record in file.keys { materials[record.id] = try root.unwrap(record) }
        return materials
    }

    /// The one key of a purpose in the clear.
    func material(_ purpose: KeyPurpose) throws -> [UInt8] {
        let file = try KeyRingFile.parse(try content())
        let record = try #require(file.keys.last { $0.purpose == purpose })
        return try #require(try materials()[record.id])
    }
}
