// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Foundation
import Synchronization
import Testing

@testable import RequestSigning

/// A store directory that is removed at the end of the test.
private final class Directory: Sendable {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path + "/nonces-" + UUID().uuidString
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var bucketFiles: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { $0.hasSuffix(".nonces") }.sorted()
    }

    func open(
        _ clock: any WallClock, boot: String? = "boot-1", settings: NonceStore.Settings = .init(),
        change: (inout NonceFiles) -> Void = { _ in }
    ) throws -> NonceStore {
        var files = NonceFiles(directory: path)
        change(&files)
        return try NonceStore(files: files, settings: settings, clock: clock, bootID: boot.map { Array($0.utf8) })
    }
}

@Suite struct NonceStoreRestartTests {
    private let start: Int64 = 1_795_000_000
    private let directory = Directory()

    private func insert(_ store: NonceStore, _ nonce: String, _ timestamp: Int64? = nil) -> NonceStore.Outcome {
        store.insert(consumerKey: "a", nonce: nonce, timestamp: timestamp ?? start)
    }

    @Test("After a restart each nonce that is still live is known, and the store goes on from there")
    func restart() throws {
        let clock = Fixture.clock()
        var store: NonceStore? = try directory.open(clock)
        for index in 0..<500 {
            #expect(store.map { insert($0, "\(index)", start - Int64(index)) } == .inserted)
        }
        for round in 1...3 {
            store = nil
            clock.advance(by: .seconds(20))
            store = try directory.open(clock)
            #expect(store?.count == 500 + round - 1)
            for index in 0..<500 {
                #expect(store.map { insert($0, "\(index)", start - Int64(index)) } == .seen)
            }
            #expect(store.map { insert($0, "round \(round)") } == .inserted)
        }
    }

    @Test("Files of minutes that have passed out are deleted while running and at opening")
    func deletesOldFiles() throws {
        let clock = Fixture.clock()
        var store: NonceStore? = try directory.open(clock)
        for minute in 0..<30 {
            #expect(store.map { insert($0, "\(minute)", clock.now.seconds) } == .inserted)
            clock.advance(by: .seconds(60))
        }
        #expect(directory.bucketFiles.count <= 12)
        store = nil
        clock.advance(by: .seconds(600))
        store = try directory.open(clock)
        #expect(directory.bucketFiles.count <= 2)
        clock.advance(by: .seconds(600))
        store = nil
        store = try directory.open(clock)
        #expect(directory.bucketFiles == [])
        #expect(store?.count == 0)
    }

    @Test("A torn last record is ignored and written over", arguments: 1...7)
    func tornRecord(_ bytesCount: Int) throws {
        let clock = Fixture.clock()
        var store: NonceStore? = try directory.open(clock)
        for nonce in ["1", "2", "3"] { #expect(store.map { insert($0, nonce) } == .inserted) }
        store = nil
        let path = directory.path + "/" + (try #require(directory.bucketFiles.first))
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.truncate(atOffset: UInt64(16 + 2 * 8 + bytesCount))
        try handle.close()
        store = try directory.open(clock)
        #expect(store?.count == 2)
        #expect(store.map { insert($0, "3") } == .inserted)
        store = nil
        store = try directory.open(clock)
        for nonce in ["1", "2", "3"] { #expect(store.map { insert($0, nonce) } == .seen) }
    }

    @Test("A file with a torn header or foreign content does no harm", arguments: [0, 5, 15, 16, 400])
    func foreignFile(_ bytesCount: Int) throws {
        let clock = Fixture.clock()
        var store: NonceStore? = try directory.open(clock)
        #expect(store.map { insert($0, "1") } == .inserted)
        store = nil
        let path = directory.path + "/" + (try #require(directory.bucketFiles.first))
        try Data(repeating: 0x55, count: bytesCount).write(to: URL(fileURLWithPath: path))
        for name in ["x.nonces", "-1.nonces", "99999999999999999999.nonces", "9999999999999999.nonces", "notes.txt"] {
            try Data("x".utf8).write(to: URL(fileURLWithPath: directory.path + "/" + name))
        }
        store = try directory.open(clock)
        #expect(store?.count == 0)
        #expect(store.map { insert($0, "2") } == .inserted)
        store = nil
        store = try directory.open(clock)
        #expect(store.map { insert($0, "2") } == .seen)
    }

    @Test("After a restart of the machine timestamps before the opening are refused, and the rest is as ever")
    func machineRestart() throws {
        let clock = Fixture.clock()
        var store: NonceStore? = try directory.open(clock)
        #expect(store.map { insert($0, "1") } == .inserted)
        store = nil
        clock.advance(by: .seconds(30))
        store = try directory.open(clock, boot: "boot-2")
        #expect(store.map { insert($0, "1") } == .outsideWindow)
        #expect(store.map { insert($0, "2", start + 29) } == .outsideWindow)
        #expect(store.map { insert($0, "3", start + 30) } == .inserted)
        // It still holds after the process alone is started again.
        store = nil
        clock.advance(by: .seconds(5))
        store = try directory.open(clock, boot: "boot-2")
        #expect(store.map { insert($0, "2", start + 29) } == .outsideWindow)
        #expect(store.map { insert($0, "3", start + 30) } == .seen)
        #expect(store.map { insert($0, "4", start + 31) } == .inserted)
    }

    @Test("The refusal reaches as far ahead of the clock as accepted timestamps ever did")
    func machineRestartWithClockAhead() throws {
        let clock = Fixture.clock()
        var store: NonceStore? = try directory.open(clock)
        #expect(store.map { insert($0, "1", start + 100) } == .inserted)
        store = nil
        // The machine goes down, and the entry with it.
        for file in directory.bucketFiles { try FileManager.default.removeItem(atPath: directory.path + "/" + file) }
        clock.advance(by: .seconds(1))
        store = try directory.open(clock, boot: "boot-2")
        #expect(store.map { insert($0, "1", start + 100) } == .outsideWindow)
        #expect(store.map { insert($0, "2", start + 128) } == .outsideWindow)
        #expect(store.map { insert($0, "2", start + 129) } == .inserted)
    }

    @Test("After an orderly stop nothing is refused, not even when the machine was restarted")
    func orderlyStop() throws {
        let clock = Fixture.clock()
        var store: NonceStore? = try directory.open(clock)
        #expect(store.map { insert($0, "1", start + 100) } == .inserted)
        try store?.close()
        try store?.close()
        #expect(store.map { insert($0, "2") } == .unavailable)
        store = nil
        store = try directory.open(clock, boot: "boot-2")
        #expect(store.map { insert($0, "1", start + 100) } == .seen)
        #expect(store.map { insert($0, "2", start - 100) } == .inserted)
        // The mark holds for one opening only.
        store = nil
        store = try directory.open(clock, boot: "boot-3")
        #expect(store.map { insert($0, "3", start - 100) } == .outsideWindow)
    }

    @Test("What timestamps were ahead never refuses more than a window")
    func aheadIsBounded() throws {
        let clock = Fixture.clock()
        var store: NonceStore? = try directory.open(clock)
        #expect(store.map { insert($0, "1", start + 299) } == .inserted)
        store = nil
        store = try directory.open(clock, boot: "boot-2")
        #expect(store.map { insert($0, "2", start + 299) } == .outsideWindow)
        #expect(store.map { insert($0, "2", start + 300) } == .inserted)
    }

    @Test("Without a boot id each opening counts as a restart of the machine")
    func unknownBoot() throws {
        let clock = Fixture.clock()
        var store: NonceStore? = try directory.open(clock, boot: nil)
        #expect(store.map { insert($0, "1") } == .inserted)
        store = nil
        clock.advance(by: .seconds(1))
        store = try directory.open(clock, boot: nil)
        #expect(store.map { insert($0, "1") } == .outsideWindow)
        #expect(store.map { insert($0, "2", start + 1) } == .inserted)
    }

    @Test("A state file that is damaged or gone makes the store refuse for a window, a missing directory does not")
    func damagedState() throws {
        let clock = Fixture.clock()
        for damage in ["", "short", String(repeating: "x", count: NonceState.bytesCount), nil] {
            var store: NonceStore? = try directory.open(clock)
            let now = clock.now.seconds
            #expect(store.map { insert($0, "n", now) } == .inserted)
            store = nil
            let state = directory.path + "/state"
            if let damage {
                try Data(damage.utf8).write(to: URL(fileURLWithPath: state))
            } else {
                try FileManager.default.removeItem(atPath: state)
            }
            store = try directory.open(clock)
            #expect(store.map { insert($0, "n", now) } == .outsideWindow)
            #expect(store.map { insert($0, "m", now + 299) } == .outsideWindow)
            #expect(store.map { insert($0, "m", now + 300) } == .inserted)
            store = nil
            clock.advance(by: .seconds(3600))
        }
    }

    @Test("A clock that is far behind the files on disk refuses what lies before the opening")
    func clockBehindFiles() throws {
        var store: NonceStore? = try directory.open(Fixture.clock(start + 10_000))
        #expect(store.map { insert($0, "later", start + 10_000) } == .inserted)
        store = nil
        store = try directory.open(Fixture.clock(start))
        #expect(store.map { insert($0, "1", start - 1) } == .outsideWindow)
        #expect(store.map { insert($0, "1", start) } == .inserted)
        #expect(directory.bucketFiles.count == 1)
    }

    @Test("A second store cannot use the same directory while the first is open")
    func locked() throws {
        let clock = Fixture.clock()
        var first: NonceStore? = try directory.open(clock)
        #expect(throws: RequestSigningError(.nonceStoreInUse, "", place: "lock")) { try directory.open(clock) }
        #expect(first?.count == 0)
        first = nil
        #expect(throws: Never.self) { try directory.open(clock) }
    }

    @Test("A disk that refuses to write makes the store refuse, and a nonce that failed stays taken")
    func failingDisk() throws {
        let isFailing = Atomic(false)
        let clock = Fixture.clock()
        let store = try directory.open(clock) { files in
            let write = files.write
            files.write = { descriptor, bytes, offset in
                isFailing.load(ordering: .relaxed) ? 28 : write(descriptor, bytes, offset)
            }
        }
        #expect(insert(store, "1") == .inserted)
        isFailing.store(true, ordering: .relaxed)
        #expect(insert(store, "2") == .unavailable)
        #expect(insert(store, "3", start + 60) == .unavailable)
        isFailing.store(false, ordering: .relaxed)
        #expect(insert(store, "2") == .seen)
        #expect(insert(store, "4") == .inserted)
        #expect(insert(store, "5", start + 60) == .inserted)
    }

    @Test("What a record that could not be written leaves behind does not spoil the ones after it")
    func holeInFile() throws {
        let isFailing = Atomic(false)
        let clock = Fixture.clock()
        var store: NonceStore? = try directory.open(clock) { files in
            let write = files.write
            files.write = { descriptor, bytes, offset in
                isFailing.load(ordering: .relaxed) ? 28 : write(descriptor, bytes, offset)
            }
        }
        #expect(store.map { insert($0, "1") } == .inserted)
        isFailing.store(true, ordering: .relaxed)
        #expect(store.map { insert($0, "2") } == .unavailable)
        isFailing.store(false, ordering: .relaxed)
        #expect(store.map { insert($0, "3") } == .inserted)
        store = nil
        store = try directory.open(clock)
        #expect(store?.count == 2)
        #expect(store.map { insert($0, "3") } == .seen)
    }

    @Test("Eight threads that write at once leave every entry on disk")
    func concurrentWrites() throws {
        let clock = Fixture.clock()
        var store: NonceStore? = try directory.open(clock)
        if let store {
            DispatchQueue.concurrentPerform(iterations: 8) { thread in
                for index in 0..<200 { _ = insert(store, "\(thread)-\(index)", start - Int64(index)) }
            }
        }
        store = nil
        store = try directory.open(clock)
        #expect(store?.count == 1600)
    }

    @Test("Neither nonces nor consumer keys are on disk in the clear, and the files are this user's alone")
    func nothingInTheClear() throws {
        let store = try directory.open(Fixture.clock())
        #expect(store.insert(consumerKey: "CONSUMERKEY", nonce: "NONCENONCE", timestamp: start) == .inserted)
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
            let path = directory.path + "/" + name
            let content = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(content.range(of: Data("CONSUMERKEY".utf8)) == nil && content.range(of: Data("NONCE".utf8)) == nil)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode.map { $0 & 0o077 } == 0)
        }
    }

    @Test("The kernel's boot id is read where there is one")
    func bootID() throws {
        let text = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        #expect(NonceFiles.bootID() == Array(text.utf8.prefix(36)))
    }
}
