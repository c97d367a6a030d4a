// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Store
import StoreSQLite
import Testing
import Vault

/// What happens between processes. The other process is a copy of this test program (an exit test).
@Suite("More than one process")
struct ProcessTests {
    @Test("After kill -9 everything that was completed is there, and no job is there by half", arguments: [40, 300])
    func kill(after completions: Int) async throws {
        let files = try SQLiteFixture()
        let (path, log) = (files.directory, files.folder + "/completed")
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, log = log as String, completions = completions as Int] in
            let store = try SQLiteDirectoryStore(path: path, cacheBytes: 4 << 20)
            let completed = open(log, O_CREAT | O_WRONLY | O_APPEND, 0o600)
            for number in 1...Int64(completions + 500) {
                store.submit(
                    { writing in
                        try writing.insert(consumers: [consumer(number, name: "c\(number)")])
                        try writing.insert(cards: [card(number, of: number, name: "k\(number)")])
                    },
                    completion: { result in
                        guard case .success = result else { return }
                        var line = number
                        _ = write(completed, &line, 8)
                        if number == Int64(completions) { Foundation.kill(getpid(), SIGKILL) }
                    })
                // Transactions of a few jobs each.
                if number % 7 == 0 { try store.write { _ in } }
            }
        }
        let completed = try Data(contentsOf: URL(fileURLWithPath: log)).count / 8
        #expect(completed == completions)
        let store = try files.openDirectory()
        try store.read { reading in
            for number in 1...Int64(completions + 500) {
                let row = try reading.consumer(number)
                #expect(number > completions || row != nil)
                let names = try reading.consumers(named: ["c\(number)"], directory: 1)
                let cards = try reading.cards(named: ["k\(number)"], directory: 1)
                let found = try reading.consumers(identifiedBy: [blindIndex(number)], kind: .email, directory: 1)
                #expect(names == [row?.id] && cards == [row?.id] && found == [row])
            }
        }
        #expect(store.reserveConsumerIDs(1).lowerBound >= 1)
        store.close()
    }

    @Test("An issuer that another process onboards moves the version and is in the next snapshot")
    func registryElsewhere() async throws {
        let files = try SQLiteFixture()
        let path = files.registry
        let registry = try files.openRegistry()
        try registry.add(1)
        let before = try registry.version()
        await #expect(processExitsWith: .success) { [path = path as String] in
            try SQLiteRegistryStore(path: path).add(2)
        }
        #expect(try registry.version() != before)
        #expect(try registry.snapshot().clients.map(\.srcClientId).sorted() == ["client-1", "client-2"])
    }

    @Test("Another process that closes the registry leaves the log of this one alone")
    func registryLocks() async throws {
        let files = try SQLiteFixture()
        let path = files.registry
        let registry = try files.openRegistry()
        // A second connection of this process that comes and goes must not take our locks with it.
        try files.openRegistry().add(1)
        await #expect(processExitsWith: .success) { [path = path as String] in
            _ = try SQLiteRegistryStore(path: path).snapshot()
        }
        #expect(exists(path + "-wal"), "the other process was not the last one")
        try registry.add(2)
        #expect(try files.openRegistry().snapshot().clients.count == 2)
    }

    @Test("Processes that open a fresh registry at once all succeed, and nothing is lost")
    func racingToOpen() async throws {
        let files = try SQLiteFixture()
        let path = files.registry
        await withTaskGroup { group in
            for process in 0..<4 {
                group.addTask {
                    await #expect(processExitsWith: .success) { [path = path as String, process = process as Int] in
                        let threads = (0..<2).map { thread in
                            let done = DispatchSemaphore(value: 0)
                            Thread.detachNewThread {
                                do {
                                    let registry = try SQLiteRegistryStore(path: path)
                                    for issuer in 0..<5 { try registry.add(process * 100 + thread * 10 + issuer) }
                                } catch {
                                    exit(9)
                                }
                                done.signal()
                            }
                            return done
                        }
                        for done in threads { done.wait() }
                    }
                }
            }
        }
        #expect(try files.openRegistry().snapshot().programs.count == 40)
    }

    @Test("Another process is kept from a directory that is open here")
    func directoryElsewhere() async throws {
        let files = try SQLiteFixture()
        let path = files.directory
        let store = try files.openDirectory()
        await #expect(processExitsWith: .success) { [path = path as String] in
            let error = #expect(throws: StoreError.self) { _ = try SQLiteDirectoryStore(path: path) }
            #expect(error?.code == .inUse)
        }
        store.close()
        await #expect(processExitsWith: .success) { [path = path as String] in
            try SQLiteDirectoryStore(path: path).close()
        }
    }

    @Test("When the disk takes no more, jobs fail as engine errors; once it does, the store works again")
    func diskFull() async throws {
        let files = try SQLiteFixture()
        let path = files.directory
        await #expect(processExitsWith: .success) { [path = path as String] in
            let store = try SQLiteDirectoryStore(path: path)
            try store.write { try $0.insert(consumers: [consumer(1)]) }
            // Files of this process may not grow any more: a write at COMMIT fails.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            let unlimited = limit.rlim_cur
            limit.rlim_cur = rlim_t(size(of: path + "-wal"))
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            for id in 2...4 as ClosedRange<Int64> {
                let error = #expect(throws: StoreError.self) {
                    try store.write { try $0.insert(consumers: [consumer(id, name: "n\(id)")]) }
                }
                #expect(error?.code == .engine)
            }
            #expect(try store.read { try $0.consumer(1) } != nil, "reads go on")
            #expect(try store.read { try $0.consumer(2) } == nil)
            limit.rlim_cur = unlimited
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            try store.write { try $0.insert(consumers: [consumer(3, name: "n2")]) }
            store.close()
        }
        let store = try files.openDirectory()
        let ids = try store.read { reading in try (1...4).filter { try reading.consumer($0) != nil } }
        #expect(ids == [1, 3])
        store.close()
    }
}
