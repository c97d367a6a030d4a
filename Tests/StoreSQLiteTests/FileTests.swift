// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import SQLite
import Store
import Testing

@testable import StoreSQLite

@Suite("The database files")
struct FileTests {
    @Test("Every file is for its owner alone: database, log, shared memory and lock")
    func modes() throws {
        let files = try SQLiteFixture()
        let registry = try files.openRegistry()
        let inbox = try files.openInbox()
        let directory = try files.openDirectory()
        try registry.add(1)
        try directory.write { try $0.insert(consumers: [consumer(1)]) }
        inbox.dropPayloads(of: [1])
        for path in [files.registry, files.inbox, files.directory] {
            for suffix in ["", "-wal", "-shm"] { #expect(mode(of: path + suffix) == 0o600, "\(path)\(suffix)") }
        }
        #expect(mode(of: files.inbox + "-lock") == 0o600)
        #expect(mode(of: files.directory + "-lock") == 0o600)
        inbox.close()
        directory.close()
    }

    @Test("Closing carries the log over: one file holds everything, and no log is left")
    func oneFileAfterClosing() throws {
        let files = try SQLiteFixture()
        let store = try files.openDirectory()
        try store.write { try $0.insert(consumers: [consumer(1)]) }
        _ = try store.read { try $0.consumer(1) }
        #expect(exists(files.directory + "-wal"))
        store.close()
        #expect(!exists(files.directory + "-wal") && !exists(files.directory + "-shm"))
        let copy = try SQLiteFixture()
        try FileManager.default.copyItem(atPath: files.directory, toPath: copy.directory)
        let reopened = try copy.openDirectory()
        #expect(try reopened.read { try $0.consumer(1) } == consumer(1))
        reopened.close()
    }

    @Test("A file of a newer program is refused and left as it is")
    func tooNew() throws {
        let files = try SQLiteFixture()
        for path in [files.registry, files.inbox, files.directory] {
            let connection = try Connection(path: path)
            try connection.execute("PRAGMA user_version = 99; CREATE TABLE later (a)")
        }
        func refused(_ open: () throws -> Void) {
            let error = #expect(throws: StoreError.self, performing: open)
            #expect(error?.code == .tooNew)
        }
        refused { _ = try files.openRegistry() }
        refused { _ = try files.openInbox() }
        refused { _ = try files.openDirectory() }
        for path in [files.registry, files.inbox, files.directory] {
            let connection = try Connection(path: path)
            let tables = try connection.prepare("SELECT group_concat(name) FROM sqlite_schema")
            #expect(try tables.step())
            #expect(tables.text(0) == "later")
        }
    }

    @Test("An empty file becomes a store; a file that is no database, or a missing folder, is an error")
    func otherFiles() throws {
        let files = try SQLiteFixture()
        #expect(FileManager.default.createFile(atPath: files.directory, contents: nil))
        let store = try files.openDirectory()
        try store.write { try $0.insert(consumers: [consumer(1)]) }
        store.close()
        try Data(repeating: 0x41, count: 5000).write(to: URL(fileURLWithPath: files.inbox))
        let garbage = #expect(throws: StoreError.self) { _ = try files.openInbox() }
        #expect(garbage?.code == .engine)
        let missing = #expect(throws: StoreError.self) {
            _ = try SQLiteRegistryStore(path: files.folder + "/none/registry.db")
        }
        #expect(missing?.code == .engine)
    }

    @Test("A second store on the same file is refused until the first is closed")
    func inUse() throws {
        let files = try SQLiteFixture()
        let directory = try files.openDirectory()
        let inbox = try files.openInbox()
        for open in [{ _ = try files.openDirectory() }, { _ = try files.openInbox() }] {
            let error = #expect(throws: StoreError.self, performing: open)
            #expect(error?.code == .inUse)
        }
        try directory.write { try $0.insert(consumers: [consumer(1)]) }
        directory.close()
        inbox.close()
        let again = try files.openDirectory()
        #expect(try again.read { try $0.consumer(1) } != nil)
        again.close()
        try files.openInbox().close()
    }

    @Test("Errors name the statement and never a value")
    func errorsWithoutValues() throws {
        let files = try SQLiteFixture()
        let store = try files.openDirectory()
        try store.write { try $0.insert(consumers: [consumer(1, name: "canary-name")]) }
        let error = #expect(throws: StoreError.self) {
            try store.write { try $0.insert(consumers: [consumer(2, name: "canary-name")]) }
        }
        #expect(error?.code == .conflict)
        #expect(error?.description.contains("consumer_name") == true)
        #expect(error?.description.contains("canary") == false)
        store.close()
    }

    @Test("The write connection keeps its promises: WAL, full sync, 16 KiB pages, foreign keys, no page corrupt")
    func pragmas() throws {
        let files = try SQLiteFixture()
        try files.openDirectory().close()
        let connection = try SQLiteFile(path: files.directory, cacheBytes: 8 << 20)
            .openWriter(directorySchema, secureDelete: "FAST")
        for (name, value) in [
            ("journal_mode", "wal"), ("synchronous", "2"), ("page_size", "16384"), ("foreign_keys", "1"),
            ("secure_delete", "2"), ("cache_size", "-8192"), ("integrity_check", "ok"),
        ] {
            let select = try connection.prepare("PRAGMA \(name)")
            #expect(try select.step())
            #expect(select.text(0) == value, "\(name)")
        }
    }
}
