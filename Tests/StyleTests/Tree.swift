// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation

/// The project's own files, as the tests see them.
struct Tree {
    struct File {
        /// From the root, with slashes.
        let path: String
        let byteCount: Int
        let text: String
        let lines: [Substring]

        init(path: String, byteCount: Int, text: String) {
            self.path = path
            self.byteCount = byteCount
            self.text = text
            lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        }
    }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every file that is tracked or about to be; when there is no git, every file outside what is built or kept.
    static let files: [File] = {
        let paths = listed() ?? walked()
        return paths.sorted().compactMap { path in
            guard let bytes = try? Data(contentsOf: root.appendingPathComponent(path)) else { return nil }
            return File(path: path, byteCount: bytes.count, text: String(decoding: bytes, as: UTF8.self))
        }
    }()

    static func swift(in folders: String...) -> [File] {
        files.filter { file in
            file.path.hasSuffix(".swift") && folders.contains { file.path.hasPrefix($0 + "/") }
        }
    }

    static func file(_ path: String) -> File? { files.first { $0.path == path } }

    private static func listed() -> [String]? {
        let git = Process()
        git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        git.arguments = ["git", "-C", root.path, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        let output = Pipe()
        git.standardOutput = output
        git.standardError = FileHandle.nullDevice
        guard (try? git.run()) != nil else { return nil }
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        git.waitUntilExit()
        guard git.terminationStatus == 0 else { return nil }
        let paths = Set(bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
        return paths.isEmpty ? nil : Array(paths)
    }

    private static func walked() -> [String] {
        let base = root.path + "/"
        guard let walker = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else { return [] }
        var paths: [String] = []
        for case let url as URL in walker {
            let path = url.path.hasPrefix(base) ? String(url.path.dropFirst(base.count)) : url.path
            if [".build", ".git", "var"].contains(path) {
                walker.skipDescendants()
            } else if !url.hasDirectoryPath {
                paths.append(path)
            }
        }
        return paths
    }
}
