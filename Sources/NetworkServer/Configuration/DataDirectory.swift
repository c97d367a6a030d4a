// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#endif

/// The server's directory on disk: who may look (mode 0700), which mode it was made in, and that one server runs on it.
final class DataDirectory: Sendable {
    let path: String
    /// Held while the server runs; nil once it was released.
    private let lock: Mutex<Int32?>

    /// Opens or makes the directory and takes its lock.
    ///
    /// - Throws: when another server runs on it, or when it was made in another mode: sandbox data never become
    ///   production data, because their root key was made by the program and lies beside them.
    init(path: String, mode: ServerConfiguration.Mode) throws(ConfigurationError) {
        self.path = absolute(path)
        try Self.make(self.path)
        try Self.claim(self.path, mode)
        let lock = open(self.path + "/lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw ConfigurationError("--data", "\(self.path)/lock cannot be opened") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw ConfigurationError("--data", "another muster serve runs on \(self.path)")
        }
        self.lock = Mutex(lock)
    }

    /// A server that could not start leaves its directory to the next one.
    deinit {
        release()
    }

    func release() {
        lock.withLock { lock in
            if let held = lock { close(held) }
            lock = nil
        }
    }

    func file(_ name: String) -> String { path + "/" + name }

    /// Makes the directory with its parents; only its owner may look inside.
    static func make(_ path: String) throws(ConfigurationError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw ConfigurationError("--data", "\(path) cannot be made: is the place writable?")
        }
    }

    /// Writes the mode into a new directory; refuses a directory of the other mode.
    static func claim(_ path: String, _ mode: ServerConfiguration.Mode) throws(ConfigurationError) {
        let file = path + "/mode"
        let made = open(file, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        if made >= 0 {
            defer { close(made) }
            let text = mode.rawValue + "\n"
            guard write(made, text, text.utf8.count) == text.utf8.count, fsync(made) == 0 else {
                throw ConfigurationError("--data", "\(file) cannot be written")
            }
            return
        }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw ConfigurationError("--data", "\(file) cannot be read")
        }
        let found = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard found == mode.rawValue else {
            throw ConfigurationError(
                "--mode", "\(path) was made in \(found) mode; a directory keeps the mode that it was made in")
        }
    }
}

/// `path` from the root, without touching the disk.
func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
}
