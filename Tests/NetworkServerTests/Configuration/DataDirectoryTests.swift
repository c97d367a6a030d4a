// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

@testable import NetworkServer

@Suite("DataDirectory") struct DataDirectoryTests {
    private let path = NSTemporaryDirectory() + "muster-data-" + UUID().uuidString

    private func setting(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? ConfigurationError)?.setting
        }
    }

    @Test("a new directory is the owner's alone and remembers its mode; the other mode is refused")
    func mode() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let data = try DataDirectory(path: path + "/deep/down", mode: .sandbox)
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "/deep/down")
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        data.release()
        #expect(setting { _ = try DataDirectory(path: path + "/deep/down", mode: .production) } == "--mode")
        try DataDirectory(path: path + "/deep/down", mode: .sandbox).release()
    }

    @Test("one server runs on a directory; when it is gone the next may")
    func lock() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try DataDirectory(path: path, mode: .sandbox)
        #expect(setting { _ = try DataDirectory(path: path, mode: .sandbox) } == "--data")
        first.release()
        try DataDirectory(path: path, mode: .sandbox).release()
    }

    @Test("a place that cannot be used is refused by name")
    func unusable() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = FileManager.default.createFile(atPath: path + "/file", contents: Data())
        #expect(setting { _ = try DataDirectory(path: path + "/file/inside", mode: .sandbox) } == "--data")
    }

    @Test("a server that could not start leaves its directory to the next one")
    func failedStart() throws {
        let server = try RunningServer()
        let port = try #require(server.server).port
        let other = try RunningServer()
        other.stop()
        var configuration = other.configuration
        configuration.port = port
        #expect(throws: (any Error).self) { try MusterServer(configuration, clock: other.clock) }
        try other.start()
        #expect(try other.get("/healthz").status == 200)
    }
}
