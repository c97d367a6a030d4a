// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Store
import StoreConformance
import StoreSQLite

/// Stores in a folder of their own, which goes with the fixture.
final class SQLiteFixture: StoreFixture {
    let folder: String

    /// - Parameter isVolatile: in memory where the system has a folder for that: for tests that commit very often and
    ///   ask nothing of the disk.
    init(isVolatile: Bool = false) throws {
        let memory = "/dev/shm/"
        let parent = isVolatile && FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        folder = parent + "muster-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    var registry: String { folder + "/registry.db" }
    var inbox: String { folder + "/inbox.db" }
    var directory: String { folder + "/directory.db" }

    func openRegistry() throws -> any RegistryStore { try SQLiteRegistryStore(path: registry) }
    func openInbox() throws -> any InboxStore { try SQLiteInboxStore(path: inbox) }
    func openDirectory() throws -> any DirectoryStore { try SQLiteDirectoryStore(path: directory, cacheBytes: 4 << 20) }

    /// A copy of the files as they are now. The log is copied last: it may hold more than was asked for, never less.
    func afterPowerLoss() throws -> (any StoreFixture)? {
        let copy = try SQLiteFixture()
        for name in ["registry.db", "inbox.db", "directory.db"] {
            for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: "\(folder)/\(name)\(suffix)") {
                try FileManager.default.copyItem(
                    atPath: "\(folder)/\(name)\(suffix)", toPath: "\(copy.folder)/\(name)\(suffix)")
            }
        }
        return copy
    }
}
