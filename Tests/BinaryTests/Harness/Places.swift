// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

/// Where the program, the oracles and the project's own files are.
enum Places {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The program under test: MUSTER_BINARY, or the one that was built together with these tests.
    static func muster() throws -> String {
        if let given = ProcessInfo.processInfo.environment["MUSTER_BINARY"] { return given }
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        if folder.lastPathComponent != "debug" && folder.lastPathComponent != "release" {
            folder = Bundle.main.bundleURL
        }
        let candidates = [folder, root.appendingPathComponent(".build/debug")].map {
            $0.appendingPathComponent("muster")
        }
        let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
        return try #require(found, "muster is not built: swift build").path
    }

    /// Python with the packages of `Tests/oracles/requirements.txt`.
    static func python() throws -> String {
        let here = root.appendingPathComponent(".build/oracles/bin/python3").path
        let path = ProcessInfo.processInfo.environment["MUSTER_PYTHON"] ?? here
        let isThere = FileManager.default.isExecutableFile(atPath: path)
        try #require(isThere, "the oracles are not installed: scripts/install-oracles.sh")
        return path
    }

    /// Where the pictures go that tests take of pages.
    static func screenshots(_ name: String) -> String {
        root.appendingPathComponent(".build/screenshots").appendingPathComponent(name).path
    }

    static func oracle(_ name: String) -> String {
        root.appendingPathComponent("Tests/oracles").appendingPathComponent(name).path
    }
}
